export { type ChatPage, chatPage } from "./chat-page.js";
