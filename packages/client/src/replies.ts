/** What reads replies, as one chunk: who only looks at the chat does without. */
export { followCutReply } from "./follow-cut-reply.js";
export { restResume, restSend, restStop } from "./protocols/rest-turn.js";
export { applyEvent } from "./reply-bubbles.js";
export { exchange } from "./transport/exchange.js";
