import type { ProblemAnswer } from "@chatisle/client/protocol";
import { HttpResponse } from "msw";
import type { Scenario } from "./scenario.js";

const LOGIN_PAGE =
  "<!doctype html><html><head><title>Sign in</title></head><body><form><h1>Sign in</h1></form></body></html>";

/** What every request is answered in a scenario where nothing works. Undefined: requests are answered one by one. */
export function faultOf(scenario: Scenario): Response | undefined {
  switch (scenario) {
    case "unreachable":
      return HttpResponse.error();
    case "server-error":
      return problem(500, { code: "server-error", detail: "The scenario answers every request like this." });
    case "html":
      return HttpResponse.html(LOGIN_PAGE);
    default:
      return undefined;
  }
}

/** An error answer as the reference backend writes it. */
export function problem(status: number, answer: ProblemAnswer): Response {
  const headers: Record<string, string> =
    answer.retry_after === undefined ? {} : { "retry-after": String(answer.retry_after) };
  return HttpResponse.json({ ...answer }, { status, headers });
}
