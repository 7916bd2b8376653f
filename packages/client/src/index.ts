export type {
  ChatClient,
  ChatClientOptions,
  HistoryState,
  ProtocolDescriptor,
  ReplyState,
} from "./chat-client.js";
export { type ChatStorage, memoryStorage } from "./chat-storage.js";
export * from "./protocol/index.js";
export { type SessionEvent, type SessionState, transition } from "./session-state.js";
