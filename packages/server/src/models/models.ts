export { type Environment, modelFromEnvironment } from "./model-from-environment.js";
export { type ModelReplyOptions, modelReply } from "./model-reply.js";
