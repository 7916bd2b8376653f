export { ReplyText } from "./components/reply-text.js";
export { Sources } from "./components/sources.js";
export { type Chat, type ChatOptions, createChat } from "./headless/create-chat.js";
export { useChat } from "./headless/use-chat.js";
export type { Announcement } from "./model/announcement.js";
export type { BannerState } from "./model/banner.js";
export type { OlderPages, TranscriptView } from "./model/transcript.js";
export type { StatusLine } from "./model/trouble.js";
