export { type ChatBackend, createChatBackend } from "./backend.js";
export { BackendError, type BackendErrorCode } from "./backend-error.js";
export type { ChatBackendOptions } from "./backend-options.js";
export type { Schedule } from "./schedule.js";
export type { SecretRing } from "./session/key-ring.js";
export type { ChatStore, NewMessage, NewReply, StoredMessage } from "./stores/store.js";
export type { ReplyAnswer } from "./turns/json-answer.js";
export type { Reply, ReplyChunk, ReplyDelta, ReplyTurn, TranscriptMessage } from "./turns/reply.js";
