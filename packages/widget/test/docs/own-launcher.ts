import { mount } from "@chatisle/widget";

/** Makes a button of the page the launcher of a chat. */
export function ownLauncher(button: HTMLButtonElement, apiBaseUrl: string) {
  const chat = mount(document.body, { apiBaseUrl, hidden: true });
  const name = button.textContent;
  button.ariaHasPopup = "dialog";
  button.ariaExpanded = "false";
  button.addEventListener("click", () => chat.toggle());
  chat.element.addEventListener("chatisle:open", () => {
    button.ariaExpanded = "true";
  });
  chat.element.addEventListener("chatisle:close", () => {
    button.ariaExpanded = "false";
    button.focus();
  });
  chat.element.addEventListener("chatisle:unread", ({ detail }) => {
    button.textContent = detail.count === 0 ? name : `${name} (${detail.count} new)`;
  });
  return chat;
}
