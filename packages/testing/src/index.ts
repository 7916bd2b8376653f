export { type ChatHandlersOptions, chatHandlers } from "./chat-handlers.js";
export { type Conversation, type ConversationOptions, createConversation } from "./conversation.js";
export type { Scenario } from "./scenario.js";
export type { ScriptedReply } from "./scripted-reply.js";
