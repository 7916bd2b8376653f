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

  /** Before the first answer of the backend nothing is known of what it offers. */
  const meet = async () => {
    if (session.state.peek().status === "boot") await session.open();
  };

  async function requests() {
    await meet();
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
        const { status } = session.state.peek();
        return status === "active" ? DONE : refused("auth", `The backend knows nobody yet (${status}).`);
      }
      return told(async () => {
        if (typeof credential !== "string") {
          const { leaveToSignIn } = await loadLater("signing in", () => import("./sign-in-redirect.js"));
          options.keepDraft();
          return leaveToSignIn(credential.redirect, options.key);
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
        if (isOffered()) departure.note();
        session.end();
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

/** Code that could not be loaded is an outcome like any other. */
async function told(request: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await request();
  } catch (cause) {
    if (!(cause instanceof ChatError)) throw cause;
    return { ok: false, failure: cause.toJSON() };
  }
}

function refused(code: "auth", message: string): Outcome {
  return { ok: false, failure: new ChatError(code, message).toJSON() };
}
