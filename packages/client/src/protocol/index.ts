export type {
  AdapterContext,
  ExchangeOptions,
  Frame,
  Mapper,
  Page,
  Protocol,
  RequestDescription,
  SessionInfo,
  SocketDescription,
  TokenHealth,
  Turn,
  Wire,
} from "./adapter.js";
export type { ChatEvent, FinishReason } from "./event.js";
export { ChatError, type ChatFailure, type FailureCode } from "./failure.js";
export {
  type Message,
  type MessageStatus,
  type Part,
  type PartOf,
  type Role,
  textMessage,
  textOf,
} from "./message.js";
export type {
  Capability,
  ChatRequest,
  HistoryAnswer,
  HistoryRow,
  ProblemAnswer,
  SessionAnswer,
  TokenHealthAnswer,
} from "./wire.js";
