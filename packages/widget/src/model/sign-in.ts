import type { FailureCode } from "@chatisle/client";

/** The way in by a code sent by e-mail. */
export type SignInState =
  | { readonly step: "email"; readonly isBusy: boolean; readonly failure?: FailureCode }
  | {
      readonly step: "code";
      readonly email: string;
      readonly isBusy: boolean;
      readonly failure?: FailureCode;
    };

export type SignInEvent =
  | { readonly type: "submitted" }
  | { readonly type: "code-sent"; readonly email: string }
  | { readonly type: "failed"; readonly code: FailureCode }
  /** The visitor wants to give another address. */
  | { readonly type: "restarted" };

export const SIGN_IN_START: SignInState = { step: "email", isBusy: false };

export function signInTransition(state: SignInState, event: SignInEvent): SignInState {
  switch (event.type) {
    case "submitted": {
      const { failure: _, ...rest } = state;
      return { ...rest, isBusy: true };
    }
    case "code-sent":
      return { step: "code", email: event.email, isBusy: false };
    case "failed":
      return { ...state, isBusy: false, failure: event.code };
    case "restarted":
      return SIGN_IN_START;
  }
}

/** Codes of an answer that has looked at the code, and did not like it. */
const REFUSALS: ReadonlySet<FailureCode> = new Set(["auth", "blocked", "invalid"]);

/** Whether a failure means that the code was wrong, in contrast to one that says nothing about it. */
export function isRefusal({ step, failure }: SignInState): boolean {
  return step === "code" && failure !== undefined && REFUSALS.has(failure);
}
