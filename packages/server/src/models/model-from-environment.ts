import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModel } from "ai";
import { BackendError } from "../backend-error.js";

export type Environment = Readonly<Record<string, string | undefined>>;

const OPENAI_URL = "https://api.openai.com/v1";
const OPENROUTER_URL = "https://openrouter.ai/api/v1";

/**
 * The model that the environment names: `CHAT_MODEL` at the OpenAI-compatible server `OPENAI_BASE_URL` with
 * `OPENAI_API_KEY`, or at OpenRouter with `OPENROUTER_API_KEY`. A local server needs no key.
 * @returns null when the environment names no model and no server.
 * @throws {@link BackendError} `option` when it names them by half.
 */
export function modelFromEnvironment(env: Environment): LanguageModel | null {
  const { CHAT_MODEL, OPENAI_BASE_URL, OPENAI_API_KEY, OPENROUTER_API_KEY } = nonEmpty(env);
  const isAtOpenRouter = OPENAI_BASE_URL === undefined && OPENAI_API_KEY === undefined;
  const apiKey = isAtOpenRouter ? OPENROUTER_API_KEY : OPENAI_API_KEY;
  const isServerNamed = apiKey !== undefined || OPENAI_BASE_URL !== undefined;
  if (!isServerNamed && CHAT_MODEL === undefined) return null;
  if (CHAT_MODEL === undefined) {
    throw new BackendError(
      "option",
      "The environment names a model server but no model. Set CHAT_MODEL to one that the server has.",
    );
  }
  if (!isServerNamed) {
    throw new BackendError(
      "option",
      "CHAT_MODEL is set but no server for it. Set OPENAI_API_KEY or OPENROUTER_API_KEY, or OPENAI_BASE_URL for " +
        "another OpenAI-compatible server.",
    );
  }
  const baseURL = OPENAI_BASE_URL ?? (isAtOpenRouter ? OPENROUTER_URL : OPENAI_URL);
  if (!/^https?:\/\//.test(baseURL) || !URL.canParse(baseURL)) {
    throw new BackendError(
      "option",
      "OPENAI_BASE_URL is no http address. Write it in full, such as http://localhost:11434/v1.",
    );
  }
  const provider = createOpenAICompatible({
    name: "openai-compatible",
    baseURL,
    ...(apiKey !== undefined && { apiKey }),
  });
  return provider.chatModel(CHAT_MODEL);
}

/** An empty variable is an unset one. */
function nonEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
}
