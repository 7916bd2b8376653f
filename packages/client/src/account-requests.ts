import type { AccountOptions } from "./account.js";
import { type Outcome, outcomeOf } from "./outcome.js";
import { type Capability, ChatError, type SessionInfo } from "./protocol/index.js";

type Environment = Pick<AccountOptions, "protocol" | "context" | "session" | "supports" | "signal">;

/** Begins the session of the visitor whom the site's own server names in a token. */
export function signIn(environment: Environment, token: string): Promise<Outcome<SessionInfo | null>> {
  const { protocol, context, signal } = environment;
  return ask(environment, "sign-in", () => protocol.signIn?.(context, token, signal));
}

/** @returns What {@link verifyCode} has to be given, on a page without cookies. */
export function requestCode(environment: Environment, email: string): Promise<Outcome<string | undefined>> {
  const { protocol, context, signal } = environment;
  return ask(environment, "code", () => protocol.requestCode?.(context, email, signal));
}

/** Begins the session of the address that the code was sent to. */
export function verifyCode(
  environment: Environment,
  { code, challenge }: { readonly code: string; readonly challenge: string | undefined },
): Promise<Outcome<SessionInfo | null>> {
  const { protocol, context, signal } = environment;
  const proof = { code, ...(challenge !== undefined && { challenge }) };
  return ask(environment, "code", () => protocol.verifyCode?.(context, proof, signal));
}

/** Deletes what the backend keeps of the visitor. */
export function deleteData(environment: Environment): Promise<Outcome> {
  const { protocol, context, signal } = environment;
  return ask(environment, "delete-data", () => protocol.deleteData?.(context, signal));
}

async function ask<Value>(
  { session, supports }: Environment,
  capability: Capability,
  request: () => Promise<Value> | undefined,
): Promise<Outcome<Value>> {
  return outcomeOf(session, async () => {
    const answer = supports(capability) ? request() : undefined;
    if (answer !== undefined) return answer;
    throw new ChatError(
      "invalid",
      `The backend does not offer "${capability}". Name its path in the protocol options, or switch it on at the backend.`,
    );
  });
}
