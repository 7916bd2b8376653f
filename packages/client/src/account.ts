import type { ChatClient } from "./chat-client.js";
import type { Departure } from "./departure.js";
import { loadLater } from "./load-later.js";
import type { Outcome } from "./outcome.js";
import { clearActiveMark } from "./page-marks.js";
import {
  type AdapterContext,
  type Capability,
  ChatError,
  type Protocol,
  type SessionInfo,
} from "./protocol/index.js";
import type { Session } from "./session.js";
import type { Visit } from "./visit.js";

export interface AccountOptions {
  readonly key: string;
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  readonly session: Session;
  readonly visit: Visit;
  readonly departure: Departure;
  readonly supports: (capability: Capability) => boolean;
  /** Keeps the draft for the page that the visitor comes back to. */
  readonly keepDraft: () => void;
  /** Aborts everything. */
  readonly signal: AbortSignal;
}

/** Who the visitor is, as far as they have a say in it. */
export type Account = Pick<ChatClient, "signIn" | "signOut" | "deleteData" | "requestCode" | "verifyCode">;

/** Signing out is here, because it has to work without a network; what needs one is loaded when it is asked for. */
export function createAccount(options: AccountOptions): Account {
  const { session, visit, departure, supports, signal } = options;
  let challenge: string | undefined;

  async function requests() {
    // Before the first answer of the backend nothing is known of what it offers.
    if (session.state.peek().status === "boot") await session.open();
    return loadLater("signing in", () => import("./account-requests.js"));
  }

  async function welcome(outcome: Outcome<SessionInfo | null>): Promise<Outcome> {
    if (!outcome.ok) return outcome;
    await visit.begin(outcome.value);
    return DONE;
  }

  return {
    async signIn(credential) {
      if (credential === undefined) {
        await visit.begin(null);
        return session.state.peek().status === "active" ? DONE : NOBODY;
      }
      return told(async () => {
        if (typeof credential !== "string") {
          const { leaveToSignIn } = await loadLater("signing in", () => import("./sign-in-redirect.js"));
          const outcome = leaveToSignIn(credential.redirect, options.key);
          if (outcome.ok) options.keepDraft();
          return outcome;
        }
        return welcome(await (await requests()).signIn(options, credential));
      });
    },
    async signOut() {
      const isUnknown = session.state.peek().status === "boot";
      const isOffered = () => supports("sign-out");
      if (isOffered()) departure.note();
      visit.end();
      clearActiveMark();
      if (isUnknown) {
        await session.open();
        const state = session.state.peek();
        if (isOffered()) departure.note();
        visit.end();
        if ("failure" in state) return { ok: false, failure: state.failure };
      }
      const failure = await departure.tell(signal);
      options.context.credential.drop();
      return failure === null ? DONE : { ok: false, failure };
    },
    deleteData: () =>
      told(async () => {
        const outcome = await (await requests()).deleteData(options);
        if (outcome.ok) visit.clear();
        return outcome;
      }),
    requestCode: (email) =>
      told(async () => {
        const outcome = await (await requests()).requestCode(options, email);
        if (!outcome.ok) return outcome;
        challenge = outcome.value;
        return DONE;
      }),
    verifyCode: (code) =>
      told(async () => welcome(await (await requests()).verifyCode(options, { code, challenge }))),
  };
}

const DONE: Outcome = { ok: true, value: undefined };

const NOBODY: Outcome = {
  ok: false,
  failure: new ChatError(
    "auth",
    "The backend was asked who the visitor is, and knows nobody. Sign the visitor in first.",
  ).toJSON(),
};

/** Code that could not be loaded is an outcome like any other. */
async function told(request: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await request();
  } catch (cause) {
    if (!(cause instanceof ChatError)) throw cause;
    return { ok: false, failure: cause.toJSON() };
  }
}
