import { loadApp } from "../load-app.js";

let attempt = 0;
const start = () =>
  loadApp(attempt).catch((error: unknown) => {
    attempt++;
    throw error;
  });

addEventListener(
  "click",
  (event) => {
    const launcher = event
      .composedPath()
      .find((node): node is HTMLElement => node instanceof HTMLElement && node.localName === "chat-widget");
    // A defined element handles its own events.
    if (!launcher || launcher.matches(":defined")) return;
    event.preventDefault();
    start()
      .catch(start)
      .then(
        (app) => app.open(launcher),
        () => launcher.setAttribute("load-failed", ""),
      );
  },
  { capture: true },
);
