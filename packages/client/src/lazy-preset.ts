import {
  PRESETS,
  type Preset,
  type PresetDescriptor,
  type PresetMap,
  type WebSocketDescriptor,
} from "./presets.js";
import { ChatError, type ChatEvent, type Protocol } from "./protocol/index.js";
import { rest } from "./protocols/rest.js";

/** Whether a descriptor names a preset. */
export function isPresetDescriptor(option: object): option is PresetDescriptor {
  return "use" in option && typeof option.use === "string" && Object.hasOwn(PRESETS, option.use);
}

/**
 * The protocol that a descriptor names. It can be asked at once what it offers; its code is loaded by the first call.
 * @throws {@link ChatError} `invalid` when a required option is missing.
 */
export function lazyPreset<Name extends keyof PresetMap>(
  descriptor: { readonly use: Name } & PresetMap[Name],
): Protocol {
  const preset: Preset<PresetMap[Name]> = PRESETS[descriptor.use];
  for (const name of preset.required) {
    const value = descriptor[name];
    if (typeof value === "string" && value !== "") continue;
    throw new ChatError(
      "invalid",
      `The chat's protocol option { use: "${descriptor.use}" } lacks "${name}". Add it: it is a text.`,
    );
  }

  const { load, events } = lazily(descriptor.use, () => preset.load(descriptor));
  const isOffered = (method: keyof typeof preset.offers) =>
    preset.offers[method] === "always" ||
    (preset.offers[method] === "by-option" && Reflect.get(descriptor, method) === true) ||
    (preset.offers[method] === "with-resume" && Reflect.get(descriptor, "resume") === true);

  return {
    name: descriptor.use,
    credentials: descriptor.credentials ?? preset.credentials,
    ...(preset.revises && { revises: true }),
    ...(preset.answers && { answers: true }),
    send: (context, turn) => events((protocol) => protocol.send(context, turn)),
    ...(isOffered("history") &&
      ({
        history: async (context, query) => (await load()).history?.(context, query) ?? { items: [] },
      } satisfies Partial<Protocol>)),
    ...(isOffered("resume") &&
      ({
        resume: (context, query) => events((protocol) => protocol.resume?.(context, query)),
      } satisfies Partial<Protocol>)),
    ...(isOffered("stop") &&
      ({
        stop: async (context, turn) => (await load()).stop?.(context, turn),
      } satisfies Partial<Protocol>)),
  };
}

/**
 * The WebSocket protocol that a descriptor names. All but sending is `rest()`, which is there already.
 */
export function lazyWebSocket(options: WebSocketDescriptor): Protocol {
  const { events } = lazily(options.use, async () =>
    (await import("./protocols/web-socket.js")).webSocket(options),
  );
  return {
    ...rest(options),
    name: options.use,
    send: (context, turn) => events((protocol) => protocol.send(context, turn)),
  };
}

/** Loads a protocol's code when it is first needed. */
function lazily(name: string, importProtocol: () => Promise<Protocol>) {
  let loading: Promise<Protocol> | undefined;
  /** Loads once; a failed load is tried again by the next call. */
  function load(): Promise<Protocol> {
    loading ??= importProtocol().catch((cause: unknown) => {
      loading = undefined;
      throw new ChatError(
        "network",
        `The code of the protocol "${name}" could not be loaded. The network may be down, or the site was ` +
          "deployed anew since this page was loaded: try again, or reload the page.",
        { cause },
      );
    });
    return loading;
  }

  /** Events of the loaded protocol, or the one that tells why it could not be loaded. */
  async function* events(
    ask: (protocol: Protocol) => AsyncIterable<ChatEvent> | undefined,
  ): AsyncGenerator<ChatEvent> {
    let protocol: Protocol;
    try {
      protocol = await load();
    } catch (cause) {
      if (!(cause instanceof ChatError)) throw cause;
      return yield { type: "error", error: cause.toJSON() };
    }
    const answer = ask(protocol);
    if (answer !== undefined) yield* answer;
  }

  return { load, events };
}
