/** What we give to users for their tests is good enough for ours. */
export { type ChatPage, chatPage } from "@chatisle/testing/playwright";
