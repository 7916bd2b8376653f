/** The words of the launcher, which stand in the page before anything else of the chat is loaded. */
export interface LauncherLabels {
  /** Accessible name of the launcher's button. */
  launcher: string;
  /** Text of the link that stands in for the chat where JavaScript is off. */
  fallback: string;
  /** Shown beside the launcher when the chat's code could not be loaded. */
  loadFailed: string;
}

export const DEFAULT_LAUNCHER_LABELS: LauncherLabels = {
  launcher: "Chat",
  fallback: "Contact us",
  loadFailed: "The chat could not be loaded. Please reload the page.",
};
