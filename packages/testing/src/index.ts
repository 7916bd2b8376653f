export { type ChatHandlersOptions, chatHandlers, type ScriptedReply } from "./chat-handlers.js";
export { type Conversation, createConversation } from "./conversation.js";
export type { Scenario } from "./scenario.js";
