import { ChatError, type FailureCode } from "../protocol/index.js";
import { isRecord } from "./is-record.js";
import { parseJson } from "./parse-json.js";
import { parseRetryAfter } from "./retry-after.js";

const MAX_DETAIL_LENGTH = 300;

/**
 * The failure an answer with an error status stands for.
 * @param request - Method and URL, for the message.
 * @param body - The beginning of the answer's body.
 */
export function responseFailure(request: string, response: Response, body: string, now: number): ChatError {
  const answer = parseJson(body)?.data;
  const detail = detailOf(answer);
  const retryAfter =
    parseRetryAfter(response.headers.get("retry-after"), response.headers.get("date"), now) ??
    (isRecord(answer) && typeof answer.retry_after === "number"
      ? parseRetryAfter(String(answer.retry_after), null, now)
      : undefined);
  const said = detail === "" ? "" : `: ${detail}`;
  const code = codeOf(response.status);
  return new ChatError(code, `${request} answered ${response.status}${said}${ADVICE[code] ?? ""}`, {
    status: response.status,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(isRecord(answer) && typeof answer.code === "string" && { reason: answer.code.slice(0, 64) }),
  });
}

function codeOf(status: number): FailureCode {
  if (status === 401 || status === 419) return "auth";
  if (status === 403) return "blocked";
  if (status === 429) return "rate";
  // A redirect that fetch did not follow, or a status the protocol has no use for.
  if (status < 400) return "protocol";
  return status >= 500 ? "server" : "invalid";
}

const ADVICE: Partial<Record<FailureCode, string>> = {
  auth: ". The session is missing or has ended.",
  blocked: ". Check that the backend allows this site's origin.",
  protocol: ". Check the API base URL and its path.",
};

/** The server's own words, from the shapes that frameworks use; never from an HTML page. */
function detailOf(answer: unknown): string {
  if (!isRecord(answer)) return "";
  const words = [answer.detail, answer.error, answer.message].map(wordsOf).find((text) => text !== "");
  return (words ?? "").slice(0, MAX_DETAIL_LENGTH);
}

/** The words in a text, in a list of them, or in an object that wraps them. */
function wordsOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) {
    return value
      .map((item) => (isRecord(item) ? item.msg : item))
      .filter((item) => typeof item === "string" && item !== "")
      .join("; ");
  }
  return isRecord(value) && typeof value.message === "string" ? value.message : "";
}
