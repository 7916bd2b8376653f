import type { ChatClient, ChatFailure } from "@chatisle/client";
import type { PartOf } from "@chatisle/client/protocol";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { AttachmentLimits } from "../launcher/launcher-props.js";
import { chooseFiles, type FileRefusal } from "./file-rules.js";

/** A file on its way into a message. */
export type Attachment = { readonly id: number; readonly file: File } & (
  | { readonly status: "uploading" }
  | { readonly status: "ready"; readonly part: PartOf<"file"> }
  | { readonly status: "failed"; readonly failure: ChatFailure }
);

/** The files that go with the next message. They are handed to the backend as soon as they are chosen. */
export interface AttachmentList {
  readonly items: ReadonlySignal<readonly Attachment[]>;
  /** What was not taken of the files that were chosen last. */
  readonly refused: ReadonlySignal<readonly FileRefusal[]>;
  /** Whether the message cannot go yet: a file is still on its way, or has failed. */
  readonly isBusy: ReadonlySignal<boolean>;
  add(files: readonly File[], limits: Required<AttachmentLimits>): void;
  /** Hands a file that failed to the backend again. */
  retry(id: number): void;
  remove(id: number): void;
  /** Gives the parts for the message, and begins anew. */
  take(): readonly PartOf<"file">[];
}

export function createAttachmentList(upload: ChatClient["upload"]): AttachmentList {
  const items = signal<readonly Attachment[]>([]);
  const refused = signal<readonly FileRefusal[]>([]);
  const stops = new Map<number, AbortController>();
  let count = 0;

  const replace = (next: Attachment) => {
    items.value = items.peek().map((item) => (item.id === next.id ? next : item));
  };

  async function start(id: number, file: File): Promise<void> {
    const stop = new AbortController();
    stops.set(id, stop);
    const outcome = await upload(file, { signal: stop.signal });
    stops.delete(id);
    // Taken out meanwhile: then nothing is replaced.
    replace(
      outcome.ok
        ? { id, file, status: "ready", part: outcome.value }
        : { id, file, status: "failed", failure: outcome.failure },
    );
  }

  return {
    items,
    refused,
    isBusy: computed(() => items.value.some(({ status }) => status !== "ready")),
    add(files, limits) {
      const choice = chooseFiles(files, items.peek().length, limits);
      refused.value = choice.refused;
      const added = choice.accepted.map((file): Attachment => ({ id: count++, file, status: "uploading" }));
      items.value = [...items.peek(), ...added];
      for (const { id, file } of added) void start(id, file);
    },
    retry(id) {
      const item = items.peek().find((each) => each.id === id);
      if (item?.status !== "failed") return;
      replace({ id, file: item.file, status: "uploading" });
      void start(id, item.file);
    },
    remove(id) {
      stops.get(id)?.abort();
      items.value = items.peek().filter((item) => item.id !== id);
      refused.value = [];
    },
    take() {
      const parts = items.peek().flatMap((item) => (item.status === "ready" ? [item.part] : []));
      items.value = [];
      refused.value = [];
      return parts;
    },
  };
}
