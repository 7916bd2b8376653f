import type { AdapterContext, Protocol } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { readSignedIn } from "./rest-open-session.js";
import type { AccountPaths } from "./rest-session-paths.js";

/** Signing in and out of the default protocol, and deleting what was said. */
export function restAccount(
  paths: AccountPaths,
): Required<Pick<Protocol, "signIn" | "deleteData" | "requestCode" | "verifyCode">> {
  const codePath = paths.code ?? "/api/auth/code";
  /** Where the browser withholds the cookie, the backend is asked for a token in its place. */
  const transport = ({ credential }: AdapterContext) =>
    credential.layer === "header" ? { transport: "header" } : {};

  return {
    async signIn(context, token, signal) {
      const path = paths.signIn ?? "/api/auth/sign-in";
      const json = { token, ...transport(context) };
      return readSignedIn(context, await context.json({ path, json }, signal), paths, signal);
    },
    async requestCode(context, email, signal) {
      const json = { email, ...transport(context) };
      const answer = await context.json({ path: codePath, json }, signal);
      return isRecord(answer) && typeof answer.challenge === "string" ? answer.challenge : undefined;
    },
    async verifyCode(context, { code, challenge }, signal) {
      const path = paths.verifyCode ?? `${codePath}/verify`;
      const json = { code, ...(challenge !== undefined && { challenge }), ...transport(context) };
      return readSignedIn(context, await context.json({ path, json }, signal), paths, signal);
    },
    async deleteData(context, signal) {
      const path = paths.deleteData ?? "/api/session/data";
      await context.json({ path, method: "DELETE" }, signal);
    },
  };
}
