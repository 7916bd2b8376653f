const UNPARSED = "chat-widget:not(:defined) > template[shadowrootmode]";

/**
 * Shows the launchers of pages that a router other than Astro's swaps in, such as Turbo or swup.
 *
 * Such routers parse pages with `DOMParser`, which leaves a declarative shadow root unparsed, and nothing of the
 * launcher would be seen before the chat's code is loaded. Astro's `<ClientRouter />` needs no help.
 * @returns Ends it.
 */
export function watchLaunchers(): () => void {
  const observer = new MutationObserver(() => {
    for (const template of document.querySelectorAll<HTMLTemplateElement>(UNPARSED)) {
      const launcher = template.parentElement;
      if (launcher?.shadowRoot === null) launcher.attachShadow({ mode: "open" }).append(template.content);
      template.remove();
    }
  });
  observer.observe(document, { childList: true, subtree: true });
  const stop = () => observer.disconnect();
  // From then on the element does it itself.
  customElements.whenDefined("chat-widget").then(stop, stop);
  return stop;
}
