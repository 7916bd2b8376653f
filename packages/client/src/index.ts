export { type BaseUrlResult, parseBaseUrl } from "./base-url.js";
export type {
  ChatClient,
  ChatClientOptions,
  ConversationsState,
  HistoryState,
  ProtocolDescriptor,
  ReplyState,
  SendOptions,
  UploadFileOptions,
} from "./chat-client.js";
export { type ChatStorage, memoryStorage } from "./chat-storage.js";
export type { Clock } from "./clock.js";
export { createChatClient } from "./create-chat-client.js";
export type { Outcome } from "./outcome.js";
export type { PresetDescriptor, WebSocketDescriptor } from "./presets.js";
export type {
  AdapterContext,
  Capability,
  ChatEvent,
  ChatFailure,
  ConversationSummary,
  Credential,
  ExchangeOptions,
  FailureCode,
  FinishReason,
  Frame,
  HistoryPage,
  Mapper,
  Message,
  MessageStatus,
  Page,
  Part,
  PartOf,
  Protocol,
  Rating,
  RequestDescription,
  RequestHeaders,
  Role,
  SessionInfo,
  SocketDescription,
  TokenHealth,
  Turn,
  UploadOptions,
  Wire,
} from "./protocol/index.js";
export { ChatError, textMessage, textOf } from "./protocol/index.js";
export { type RestOptions, rest } from "./protocols/rest.js";
export { PROTOCOL_NAMES } from "./resolve-protocol.js";
export { type SessionEvent, type SessionState, transition } from "./session-state.js";
export type { GetToken } from "./transport/credential.js";
