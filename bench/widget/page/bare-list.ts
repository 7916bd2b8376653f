import { h, render } from "preact";
import { nextFrame, type Subject } from "./subject.js";

const WINDOW = 50;

/** The least that could do the same: a list of plain text, its last 50 messages, rendered once a frame, and a field. */
export function bareList(texts: readonly string[]): Subject {
  const box = document.createElement("div");
  const messages = [...texts];
  let isDue = false;

  function draw(): void {
    isDue = false;
    const first = Math.max(messages.length - WINDOW, 0);
    const rows = messages.slice(first).map((text, index) => h("p", { key: first + index }, text));
    const style = "height:600px;overflow:auto;white-space:pre-wrap";
    render([h("div", { style }, rows), h("textarea", { "aria-label": "Message" })], box);
    const log = box.firstElementChild;
    if (log) log.scrollTop = log.scrollHeight;
  }

  return {
    async open() {
      document.body.append(box);
      draw();
      await nextFrame();
    },
    async ask() {
      messages.push("Why?", "");
      return (delta) => {
        messages[messages.length - 1] += delta;
        if (!isDue) requestAnimationFrame(draw);
        isDue = true;
      };
    },
    elements: () => box.querySelectorAll("*").length,
    close() {
      render(null, box);
      box.remove();
    },
  };
}
