/** What sending takes, and reading what comes back, as one chunk: who only looks at the chat does without. */
export { awaitReply } from "./await-reply.js";
export { followCutReply } from "./follow-cut-reply.js";
export { restResume, restSend, restStop } from "./protocols/rest-turn.js";
export { applyEvent } from "./reply-bubbles.js";
export { resumeReply } from "./resume-reply.js";
export { retry } from "./retry.js";
export { exchange } from "./transport/exchange.js";
export { upload } from "./upload.js";
