import type { Environment } from "../models/model-from-environment.js";
import type { Reply } from "../turns/reply.js";
import { needed } from "./open-store.js";
import type { ServeConfig } from "./serve-config.js";

const MODEL_SETTINGS = ["CHAT_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENROUTER_API_KEY"];

/**
 * The model that the environment names; without one, the assistant that answers from the site's pages.
 * @param env - Default: the variables of the process.
 */
export async function openReply(
  { instructions, pagesFolder }: Pick<ServeConfig, "instructions" | "pagesFolder">,
  env: Environment = process.env,
): Promise<Reply> {
  if (MODEL_SETTINGS.some((name) => env[name])) {
    const packages = "ai @ai-sdk/openai-compatible";
    const { modelFromEnvironment, modelReply } = await needed(
      packages,
      "A model is configured",
      () => import("../models/models.js"),
    );
    const model = modelFromEnvironment(env);
    if (model !== null) return modelReply({ model, ...(instructions !== undefined && { instructions }) });
  }
  const { localAssistant, pagesFromFolder } = await import("../replies/local-assistant.js");
  return localAssistant({ pages: pagesFolder === undefined ? [] : await pagesFromFolder(pagesFolder) });
}
