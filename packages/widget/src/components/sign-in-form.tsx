import type { ChatClient } from "@chatisle/client";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { isRefusal, SIGN_IN_START, type SignInEvent, signInTransition } from "../model/sign-in.js";
import { adoptStyle } from "../skin/adopt-style.js";
import css from "../skin/sign-in-form.css?inline";
import { useWording } from "./panel-context.js";

export interface SignInFormProps {
  readonly client: Pick<ChatClient, "requestCode" | "verifyCode">;
  onSignedIn(): void;
}

/** The way in by a code sent by e-mail: an address, then the code. */
export function SignInForm({ client, onSignedIn }: SignInFormProps) {
  const { labels } = useWording();
  const state = useSignal(SIGN_IN_START);
  const field = useRef<HTMLInputElement>(null);
  const { step, isBusy, failure } = state.value;
  const tell = (event: SignInEvent) => {
    state.value = signInTransition(state.peek(), event);
  };

  useLayoutEffect(() => adoptStyle(field.current, css), []);
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), [step]);

  const submit = async () => {
    const text = field.current?.value.trim() ?? "";
    if (isBusy || text === "") return;
    tell({ type: "submitted" });
    const answer = step === "email" ? await client.requestCode(text) : await client.verifyCode(text);
    if (!answer.ok) {
      tell({ type: "failed", code: answer.failure.code });
      field.current?.select();
    } else if (step === "email") {
      tell({ type: "code-sent", email: text });
    } else {
      onSignedIn();
    }
  };

  const current = state.value;
  return (
    <form
      part="form"
      // The browser's own bubbles stand in the browser's language, and vanish.
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p part="form-help">
        {current.step === "code" ? labels.codeSent.replace("{email}", current.email) : labels.signInHelp}
      </p>
      <label part="label" for="sign-in">
        {step === "email" ? labels.email : labels.signInCode}
      </label>
      <input
        key={step}
        ref={field}
        id="sign-in"
        part="field"
        aria-invalid={failure !== undefined}
        aria-describedby="sign-in-failure"
        {...(step === "email"
          ? { type: "email", autocomplete: "email" }
          : { type: "text", inputmode: "numeric", autocomplete: "one-time-code", maxLength: 32 })}
      />
      <p part="form-failure" id="sign-in-failure" role="alert">
        {failure !== undefined && (isRefusal(current) ? labels.codeRefused : labels.failures[failure])}
      </p>
      <button type="submit" part="primary" aria-busy={isBusy}>
        {step === "email" ? labels.sendCode : labels.signIn}
      </button>
      {step === "code" && (
        <button type="button" part="link-button" onClick={() => tell({ type: "restarted" })}>
          {labels.otherEmail}
        </button>
      )}
    </form>
  );
}
