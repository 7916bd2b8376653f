/**
 * The public custom properties. They are set on `:root` or on `chat-widget`, and hold for launcher and panel. Those
 * that a launcher has are copied to its panel, which stands elsewhere in the document.
 */
export const CUSTOM_PROPERTIES = [
  "--chatisle-accent",
  "--chatisle-on-accent",
  "--chatisle-background",
  "--chatisle-foreground",
  "--chatisle-muted",
  "--chatisle-muted-foreground",
  "--chatisle-border",
  "--chatisle-danger",
  "--chatisle-focus",
  "--chatisle-user-background",
  "--chatisle-user-foreground",
  "--chatisle-font",
  "--chatisle-font-size",
  "--chatisle-radius",
  "--chatisle-shadow",
  "--chatisle-width",
  "--chatisle-max-height",
  "--chatisle-offset",
  "--chatisle-offset-x",
  "--chatisle-offset-y",
  "--chatisle-z-index",
  "--chatisle-badge",
  "--chatisle-badge-ring",
] as const;

export type CustomProperty = (typeof CUSTOM_PROPERTIES)[number];
