import "./page.css";
import { STATES } from "./states.js";

/** Lists every state, with the ways to look at it. */
export function showIndex(): void {
  const main = document.createElement("main");
  const heading = document.createElement("h1");
  heading.textContent = "chatisle gallery";
  const list = document.createElement("ul");
  for (const [name, { title }] of Object.entries(STATES)) {
    const item = document.createElement("li");
    item.append(
      link(title, { state: name }),
      " · ",
      link("dark", { state: name, theme: "dark" }),
      " · ",
      link("right to left", { state: name, dir: "rtl" }),
    );
    list.append(item);
  }
  main.append(heading, list);
  document.body.append(main);
  document.documentElement.dataset.shown = "";
}

function link(text: string, query: Record<string, string>): HTMLAnchorElement {
  const anchor = document.createElement("a");
  anchor.textContent = text;
  anchor.href = `?${new URLSearchParams(query)}`;
  return anchor;
}
