export { type ChatBackend, createChatBackend } from "./backend.js";
export { BackendError, type BackendErrorCode } from "./backend-error.js";
export type {
  ChatBackendOptions,
  OptionalCapability,
  SignInOptions,
  UploadOptions,
} from "./backend-options.js";
export type { ClientInfo, RateLimits } from "./limits/limit-request.js";
export { memoryRateLimiter, type RateLimiter } from "./limits/rate-limiter.js";
export { type StoreRateLimiterOptions, storeRateLimiter } from "./limits/store-rate-limiter.js";
export type { BackendEvent, Observer } from "./observe/backend-event.js";
export { jsonLog } from "./observe/json-log.js";
export type { Schedule } from "./schedule.js";
export { type CodeMail, type CodeSignInOptions, logCode } from "./session/code-sign-in.js";
export type { SecretRing } from "./session/key-ring.js";
export { signVisitorToken, type VisitorTokenOptions } from "./session/visitor-token.js";
export type { SocketConnection, SocketHandler } from "./socket/chat-socket.js";
export type { SocketAnswer } from "./socket/socket-gate.js";
export type { ConversationKey } from "./stores/conversation-key.js";
export type { FileRecord } from "./stores/file-record.js";
export type { FileStore } from "./stores/file-store.js";
export type { SessionRecord, SessionStore, SessionWrite } from "./stores/session-store.js";
export type {
  ChatStore,
  ConversationRecord,
  Feedback,
  NewMessage,
  NewReply,
  StoredMessage,
} from "./stores/store.js";
export type {
  OpenTurn,
  StoredEvent,
  TurnClaim,
  TurnEnding,
  TurnJoining,
  TurnListener,
  TurnStatus,
  TurnStore,
} from "./stores/turn-store.js";
export type { ReplyAnswer } from "./turns/json-answer.js";
export type { Reply, ReplyChunk, ReplyDelta, ReplyTurn, TranscriptMessage } from "./turns/reply.js";
