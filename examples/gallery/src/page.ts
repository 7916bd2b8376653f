import "./page.css";

/** A page of a site, as plain as it can be. Gives the place of the chat. */
export function showPage(title: string, words: string): HTMLElement {
  document.title = `${title} · chatisle gallery`;
  const main = document.createElement("main");
  const heading = document.createElement("h1");
  heading.textContent = title;
  const text = document.createElement("p");
  text.textContent = words;
  main.append(heading, text);
  document.body.append(main);
  return main;
}
