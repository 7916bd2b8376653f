import { HttpResponse, http } from "msw";
import { openStream, silence } from "../backend.js";
import { exchange } from "../conversation.js";
import { kit, oneAnswer, path, type States, words } from "../state.js";

/** The picture arrives, the drawing is on its way, the note fails. */
const upload = http.post(path("/upload"), async ({ request }) => {
  const file = (await request.formData()).get("file");
  const name = file instanceof File ? file.name : "";
  if (name === "room.png") return HttpResponse.json({ id: "1", url: "/1", name, type: "image/png" });
  return name === "plan.pdf" ? silence() : new HttpResponse(null, { status: 500 });
});

/** Hears nothing, and does not mind. */
class PatientListener extends EventTarget {
  start(): void {}
  stop(): void {}
  abort(): void {}
}

/** Hears nothing, and gives up at once. */
class HastyListener extends PatientListener {
  override start(): void {
    queueMicrotask(() => {
      this.dispatchEvent(new Event("error"));
      this.dispatchEvent(new Event("end"));
    });
  }
}

/** What the visitor writes, from the draft to what has become of it. */
export const COMPOSER: States = {
  queued: {
    title: "A question before the reply has ended",
    handlers: [http.post(path("/chat"), () => openStream([words.short]))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.question);
      await visitor.sees("message-streaming");
      await visitor.writes(words.secondQuestion);
      await visitor.sees("message-pending");
    },
  },
  draft: {
    title: "A long message, not sent yet",
    play: async (visitor) => {
      await visitor.opens();
      await visitor.types(words.draft);
      await visitor.sees("send-ready");
    },
  },
  attachments: {
    title: "Files: on their way, there, failed, refused",
    backend: kit([]),
    options: { attachments: { maxSize: 1_000_000 } },
    handlers: [upload],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.attaches(["room.png", "plan.pdf", "order.txt", "film.mov"]);
      await visitor.sees("tile-failed");
      await visitor.sees("tile-ready");
    },
  },
  listening: {
    title: "A visitor speaks",
    options: { voice: true },
    prepare: () => Object.assign(window, { SpeechRecognition: PatientListener }),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.presses("composer-button");
      await visitor.sees("listening");
    },
  },
  "not-heard": {
    title: "A visitor was not understood",
    options: { voice: true },
    prepare: () => Object.assign(window, { SpeechRecognition: HastyListener }),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.presses("composer-button");
      await visitor.sees("composer-note");
    },
  },
  sending: {
    title: "On its way for a while",
    handlers: [http.post(path("/chat"), silence)],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.question);
      await visitor.sees("meta-sending");
    },
  },
  failed: {
    title: "Message refused",
    backend: oneAnswer,
    handlers: [http.post(path("/chat"), () => new HttpResponse(null, { status: 403 }))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.question);
      await visitor.sees("meta-error");
    },
  },
  "drag-over": {
    title: "A file above the chat",
    backend: kit(exchange(words.delivery, 1)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("drop-zone");
      await visitor.dragsAFileOver();
      await visitor.sees("drop-zone-over");
    },
  },
};
