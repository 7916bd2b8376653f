export { Launcher } from "./launcher/launcher.js";
export { LAUNCHER_CSS, LAUNCHER_OPTIONS_CSS } from "./launcher/launcher-css.js";
export { DEFAULT_LAUNCHER_LABELS, type LauncherLabels } from "./launcher/launcher-labels.js";
export type { AttachmentLimits, LauncherProps, Layout } from "./launcher/launcher-props.js";
