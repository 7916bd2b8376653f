/**
 * The whole chat in one file, for sites without a bundler: `<script src="chatisle.js" defer>` and `<chat-widget>`.
 * What the file offers is on the global `chatisle`.
 */
export { configure, open } from "./app.js";
export { mount } from "./mount.js";
