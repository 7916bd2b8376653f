import type { Capability, Protocol } from "./protocol/index.js";
import type { AgUiOptions } from "./protocols/ag-ui.js";
import type { AiSdkOptions } from "./protocols/ai-sdk.js";
import type { FlowiseOptions } from "./protocols/flowise.js";
import type { LangGraphOptions } from "./protocols/langgraph.js";
import type { N8nOptions } from "./protocols/n8n.js";
import type { OllamaOptions } from "./protocols/ollama.js";
import type { OpenAIOptions } from "./protocols/openai.js";
import type { OpenAIResponsesOptions } from "./protocols/openai-responses.js";
import type { RasaOptions } from "./protocols/rasa.js";
import type { WebSocketOptions } from "./protocols/web-socket.js";

/** The options of each preset, by the name it has in a descriptor. */
export interface PresetMap {
  readonly "ai-sdk": AiSdkOptions;
  readonly "ag-ui": AgUiOptions;
  readonly flowise: FlowiseOptions;
  readonly langgraph: LangGraphOptions;
  readonly n8n: N8nOptions;
  readonly ollama: OllamaOptions;
  readonly openai: OpenAIOptions;
  readonly "openai-responses": OpenAIResponsesOptions;
  readonly rasa: RasaOptions;
}

/** Options without the functions that they may have in code. */
type PlainOptions<Options> = Omit<Options, "headers"> & {
  readonly headers?: Readonly<Record<string, string>>;
};

/** A preset as plain data: its name and its options. */
export type PresetDescriptor = {
  [Name in keyof PresetMap]: { readonly use: Name } & PlainOptions<PresetMap[Name]>;
}[keyof PresetMap];

/** The WebSocket protocol as plain data, for a backend that speaks the default frames. */
export type WebSocketDescriptor = { readonly use: "web-socket" } & Omit<WebSocketOptions, "encode" | "map">;

/** Methods beyond `send`, which a preset has always, when its option of that name is true, or when `resume` is. */
type Offer = "always" | "by-option" | "with-resume";
type OfferedMethod = "history" | Extract<Capability, "resume" | "stop">;

/** What has to be known of a preset before its code is there: which requests are made, and which controls are drawn. */
export interface Preset<Options> {
  readonly credentials: RequestCredentials;
  readonly offers: Partial<Readonly<Record<OfferedMethod, Offer>>>;
  /** As in {@link Protocol}. */
  readonly revises?: true;
  /** As in {@link Protocol}. */
  readonly answers?: true;
  /** Fields without which it cannot work. */
  readonly required: readonly (keyof Options & string)[];
  load(options: Options): Promise<Protocol>;
}

/** Each preset is a chunk of its own, and only the one that is used is loaded. */
export const PRESETS: { readonly [Name in keyof PresetMap]: Preset<PresetMap[Name]> } = {
  "ai-sdk": {
    credentials: "same-origin",
    offers: { resume: "by-option" },
    revises: true,
    answers: true,
    required: [],
    load: async (options) => (await import("./protocols/ai-sdk.js")).aiSdk(options),
  },
  "ag-ui": {
    credentials: "same-origin",
    offers: { resume: "by-option" },
    revises: true,
    answers: true,
    required: ["path"],
    load: async (options) => (await import("./protocols/ag-ui.js")).agUi(options),
  },
  flowise: {
    credentials: "omit",
    offers: { stop: "always" },
    required: ["flow"],
    load: async (options) => (await import("./protocols/flowise.js")).flowise(options),
  },
  langgraph: {
    credentials: "omit",
    offers: { history: "always", resume: "by-option", stop: "always" },
    answers: true,
    required: ["assistant"],
    load: async (options) => (await import("./protocols/langgraph.js")).langGraph(options),
  },
  n8n: {
    credentials: "omit",
    offers: { history: "by-option" },
    required: ["path"],
    load: async (options) => (await import("./protocols/n8n.js")).n8n(options),
  },
  ollama: {
    credentials: "omit",
    offers: {},
    revises: true,
    required: [],
    load: async (options) => (await import("./protocols/ollama.js")).ollama(options),
  },
  openai: {
    credentials: "omit",
    offers: {},
    revises: true,
    required: [],
    load: async (options) => (await import("./protocols/openai.js")).openAI(options),
  },
  "openai-responses": {
    credentials: "omit",
    offers: { resume: "by-option", stop: "with-resume" },
    revises: true,
    required: [],
    load: async (options) => (await import("./protocols/openai-responses.js")).openAIResponses(options),
  },
  rasa: {
    credentials: "omit",
    offers: {},
    required: [],
    load: async (options) => (await import("./protocols/rasa.js")).rasa(options),
  },
};
