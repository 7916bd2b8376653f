export type {
  AdapterContext,
  ConversationSummary,
  Credential,
  ExchangeOptions,
  Frame,
  HistoryPage,
  Mapper,
  Page,
  Protocol,
  RequestDescription,
  SessionInfo,
  SocketDescription,
  TokenHealth,
  Turn,
  UploadOptions,
  Wire,
} from "./adapter.js";
export type { ChatEvent, FinishReason } from "./event.js";
export { ChatError, type ChatFailure, type FailureCode, POLICY_REFUSAL } from "./failure.js";
export {
  type Message,
  type MessageStatus,
  type Part,
  type PartOf,
  type Rating,
  type Role,
  textMessage,
  textOf,
} from "./message.js";
export type {
  Attachment,
  Capability,
  ChatRequest,
  ConversationRow,
  ConversationsAnswer,
  FeedbackRequest,
  HistoryAnswer,
  HistoryRow,
  ProblemAnswer,
  RegenerateRequest,
  SessionAnswer,
  TokenHealthAnswer,
} from "./wire.js";
