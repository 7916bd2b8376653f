/** A code on its way to a visitor. */
export interface CodeMail {
  /** In lower case. */
  readonly email: string;
  /** Eight digits. */
  readonly code: string;
  /** Until when the code is accepted, in epoch milliseconds. */
  readonly expiresAt: number;
}

/** Sign-in by a code that is sent to the visitor's e-mail address. */
export interface CodeSignInOptions {
  /** Sends the mail. A failure is answered 503 and reported to `onError`. For development: {@link logCode}. */
  readonly sendCode: (mail: CodeMail) => Promise<void> | void;
  /** Whether what a visitor wrote before signing in becomes part of the signed-in conversation. Default: false. */
  readonly keepsConversation?: boolean;
}

/** Writes the code to the log instead of sending it: for development only, since a log has other readers. */
export function logCode({ email, code }: CodeMail): void {
  console.info(`chatisle: the sign-in code for ${email} is ${code}`);
}

const FORBIDDEN = /[\p{Cc}\s<>()[\]\\,;:"]/u;

/** @returns The address in lower case, or null for what cannot be one. Only a mail that arrives proves an address. */
export function parseEmail(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const email = value.trim().toLowerCase();
  if (new TextEncoder().encode(email).length > 254 || FORBIDDEN.test(email)) return null;
  return /^[^@]+@[^@.]+(\.[^@.]+)+$/.test(email) ? email : null;
}
