export { type CheckResult, type ConformanceSubject, conformance } from "./conformance.js";
export type { ScriptedAnswer } from "./play.js";
export {
  FILE_URL,
  LONG_PIECE,
  LONG_PIECES,
  QUESTION_TEXT,
  REASONING_TEXT,
  REPLY_TEXT,
  type Scenario,
  SOURCE_URL,
} from "./scenarios.js";
