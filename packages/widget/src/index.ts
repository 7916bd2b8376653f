export type { WidgetDefaults } from "./app/defaults.js";
export { ChatWidget, type ChatWidgetProps } from "./chat-widget.js";
export type { ChatWidgetElement, ChatWidgetEventMap } from "./element/chat-widget-element.js";
export type { LabelOverrides, Labels, PluralLabel } from "./labels.js";
export type { LauncherProps } from "./launcher/launcher-props.js";
export type { ChatVerbs } from "./lazy-app.js";
export { type MountedChat, mount } from "./mount.js";
