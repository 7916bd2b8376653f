/** The part of the browser's speech recognition that is used here; TypeScript knows no more of it. */
interface Recognition extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  stop(): void;
  abort(): void;
}

interface RecognitionEvent extends Event {
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>>;
}

declare global {
  interface Window {
    SpeechRecognition?: new () => Recognition;
    webkitSpeechRecognition?: new () => Recognition;
  }
}

/** A visitor who is speaking. */
export interface Dictation {
  /** Ends it, and keeps what was understood. */
  stop(): void;
  /** Ends it at once. */
  abort(): void;
}

export interface DictationOptions {
  /** BCP 47. */
  readonly lang: string;
  /** What was written before; what is said comes after it. */
  readonly before: string;
  onText(text: string): void;
  /** `failed`: nothing was heard, or the browser or the visitor refused the microphone. */
  onEnd(outcome: "done" | "failed"): void;
}

/** Whether this browser turns speech into text. Some send what is said to a service of their maker. */
export function canDictate(): boolean {
  return "SpeechRecognition" in window || "webkitSpeechRecognition" in window;
}

/** Listens to the visitor; null where the browser cannot. */
export function createDictation({ lang, before, onText, onEnd }: DictationOptions): Dictation | null {
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  if (!Recognition) return null;
  const recognition = new Recognition();
  recognition.lang = lang;
  recognition.continuous = true;
  recognition.interimResults = true;
  const start = before === "" || /\s$/.test(before) ? before : `${before} `;
  let isFailed = false;
  recognition.addEventListener("result", (event) => {
    const { results } = event as RecognitionEvent;
    const said = Array.from(results, (result) => result[0]?.transcript ?? "").join("");
    onText(start + said.trimStart());
  });
  recognition.addEventListener("error", () => {
    isFailed = true;
  });
  recognition.addEventListener("end", () => onEnd(isFailed ? "failed" : "done"));
  recognition.start();
  return { stop: () => recognition.stop(), abort: () => recognition.abort() };
}
