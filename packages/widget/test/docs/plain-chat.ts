import { textOf } from "@chatisle/client";
import { createChat } from "@chatisle/widget/headless";
import { effect } from "@preact/signals";

/** Shows a chat in a list and sends what is written in a form. Returns what ends it. */
export function plainChat(baseUrl: string, list: HTMLElement, form: HTMLFormElement): () => void {
  const chat = createChat({ baseUrl, key: "plain" });
  const stopDrawing = effect(() => {
    const items = chat.messages.value.map((message) => {
      const item = document.createElement("li");
      item.textContent = textOf(message);
      return item;
    });
    list.replaceChildren(...items);
  });
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    chat.client.send(String(new FormData(form).get("message")));
    form.reset();
  };
  form.addEventListener("submit", send);
  return () => {
    form.removeEventListener("submit", send);
    stopDrawing();
    chat.dispose();
  };
}
