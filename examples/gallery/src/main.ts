import { mount } from "@chatisle/widget";
import { BASE_URL, playBackend } from "./backend.js";
import { showIndex } from "./index-page.js";
import { showPage } from "./page.js";
import { STATES } from "./states.js";
import { Visitor } from "./visitor.js";
import { wordsFor } from "./words.js";

const query = new URLSearchParams(location.search);
const state = STATES[query.get("state") ?? ""];
const theme = query.get("theme") === "dark" ? "dark" : "light";

document.documentElement.dataset.theme = theme;
document.documentElement.dir = query.get("dir") === "rtl" ? "rtl" : "ltr";

if (state === undefined) {
  showIndex();
} else {
  localStorage.clear();
  sessionStorage.clear();
  const place = showPage(state.title, wordsFor(document.documentElement.dir).page);
  playBackend(state.handlers ?? [], state.backend ?? {});
  state.prepare?.();
  const accent = query.get("accent") ?? undefined;
  const lang = query.get("lang") ?? (query.get("dir") === "rtl" ? "ar" : "en");
  const chat = mount(place, { apiBaseUrl: BASE_URL, heading: "Lowlight", lang, accent, ...state.options });
  const visitor = new Visitor(chat);
  try {
    await (state.play?.(visitor, chat.element) ?? visitor.opens());
    document.documentElement.dataset.shown = "";
  } catch (error) {
    document.documentElement.dataset.failed = String(error);
  }
}
