export { default as ChatWidget } from "./ChatWidget.astro";
