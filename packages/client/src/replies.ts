/** What reads replies, as one chunk: who only looks at the chat does without. */
export { followCutReply } from "./follow-cut-reply.js";
export { restReplyMapper } from "./protocols/rest-reply.js";
export { applyEvent } from "./reply-bubbles.js";
export { exchange } from "./transport/exchange.js";
