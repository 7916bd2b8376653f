import type { IncomingHttpHeaders } from "node:http";

/** One request of the examination. */
export interface DoctorRequest {
  readonly method: "GET" | "OPTIONS" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Asks for a WebSocket: 101 is an answer, and the connection is closed at once. */
  readonly isUpgrade?: boolean;
}

/** What came of a request. Redirects are not followed: a browser's preflight does not follow them either. */
export type Answer =
  | {
      readonly status: number;
      /** As Node gives them: a repeated header is joined by commas. */
      readonly headers: IncomingHttpHeaders;
      readonly setCookies: readonly string[];
      /** The beginning of the body, at most 64 kB. */
      readonly body: string;
      /** Milliseconds from the request to each piece of the body, the first 1,000. */
      readonly arrivals: readonly number[];
      /** Days until the certificate ends. Absent without TLS. */
      readonly certificateDays?: number;
    }
  /** `code` is Node's or OpenSSL's, such as `ENOTFOUND` or `CERT_HAS_EXPIRED`. */
  | { readonly status: 0; readonly code: string; readonly reason: string };

export type Answered = Exclude<Answer, { status: 0 }>;

export interface Exchange {
  readonly request: DoctorRequest;
  readonly answer: Answer;
}

/** Sends a request of the examination. Never throws: what goes wrong is an answer with the status 0. */
export type Transport = (request: DoctorRequest) => Promise<Answer>;

export function isAnswered(answer: Answer): answer is Answered {
  return answer.status !== 0;
}

/** A header of an answer; undefined when it is not there, or nothing answered. */
export function headerOf(exchange: Exchange | undefined, name: string): string | undefined {
  if (exchange === undefined || !isAnswered(exchange.answer)) return undefined;
  const value = exchange.answer.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** The JSON of an answer; undefined when it is none. */
export function jsonOf(exchange: Exchange | undefined): unknown {
  if (exchange === undefined || !isAnswered(exchange.answer)) return undefined;
  try {
    return JSON.parse(exchange.answer.body);
  } catch {
    return undefined; // The checks say so in their own words.
  }
}

/** The request and its answer in one line. It names cookies and never shows their values, nor those of tokens. */
export function summaryOf({ request, answer }: Exchange): string {
  const { origin, cookie } = request.headers;
  const sent = [
    `${request.method} ${request.url.pathname}`,
    origin === undefined ? "without Origin" : `Origin: ${origin}`,
    ...(cookie === undefined ? [] : [`Cookie: ${cookieNames(cookie)}`]),
  ].join(", ");
  return `${sent} → ${isAnswered(answer) ? answer.status : `${answer.code}: ${answer.reason.trim()}`}`;
}

function cookieNames(header: string): string {
  return header
    .split("; ")
    .map((pair) => `${pair.slice(0, pair.indexOf("="))}=…`)
    .join("; ");
}
