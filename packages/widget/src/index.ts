export type { WidgetDefaults } from "./app/defaults.js";
export type { ChatVerbs } from "./chat-verbs.js";
export { ChatWidget, type ChatWidgetProps } from "./chat-widget.js";
export type { ChatWidgetElement } from "./element/chat-widget-element.js";
export type { ChatWidgetEventMap, WidgetEvent, WidgetEventOf } from "./element/widget-event.js";
export type { LabelOverrides, Labels, PluralLabel } from "./labels.js";
export type { AttachmentLimits, LauncherProps, Layout } from "./launcher/launcher-props.js";
export { type MountedChat, mount } from "./mount.js";
