export { type BaseUrlResult, parseBaseUrl } from "./base-url.js";
export type {
  ChatClient,
  ChatClientOptions,
  HistoryState,
  ProtocolDescriptor,
  ReplyState,
} from "./chat-client.js";
export { type ChatStorage, memoryStorage } from "./chat-storage.js";
export type { Clock } from "./clock.js";
export { createChatClient } from "./create-chat-client.js";
export type { PresetDescriptor, WebSocketDescriptor } from "./presets.js";
export type {
  AdapterContext,
  Capability,
  ChatEvent,
  ChatFailure,
  ExchangeOptions,
  FailureCode,
  FinishReason,
  Frame,
  Mapper,
  Message,
  MessageStatus,
  Page,
  Part,
  PartOf,
  Protocol,
  RequestDescription,
  Role,
  SessionInfo,
  SocketDescription,
  TokenHealth,
  Turn,
  Wire,
} from "./protocol/index.js";
export { ChatError, textMessage, textOf } from "./protocol/index.js";
export { type RestOptions, rest } from "./protocols/rest.js";
export { PROTOCOL_NAMES } from "./resolve-protocol.js";
export { type SessionEvent, type SessionState, transition } from "./session-state.js";
