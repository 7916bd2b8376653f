import "./page.css";

/** A page of a site, as plain as it can be. Gives the place of the chat. */
export function showPage(title: string): HTMLElement {
  document.title = `${title} · chatisle gallery`;
  const main = document.createElement("main");
  const heading = document.createElement("h1");
  heading.textContent = title;
  const text = document.createElement("p");
  text.textContent =
    "A page with some text on it, so that there is something behind the chat. It is as plain as a page can be, and says nothing that anybody would want to read.";
  main.append(heading, text);
  document.body.append(main);
  return main;
}
