import type { ChatClientOptions } from "@chatisle/client";
import type { RenderFunctions } from "../components/render-functions.js";
import type { LabelOverrides } from "../labels.js";

/** What holds for every chat of the page that does not say otherwise. */
export interface WidgetDefaults
  extends Pick<ChatClientOptions, "protocol" | "persist" | "getToken" | "onSignInRequired"> {
  /** Used where neither a launcher's attribute nor the page's meta tag names a base URL. */
  readonly apiBaseUrl?: string;
  readonly labels?: LabelOverrides;
  /** Components of the site that stand in for pieces of the panel. A panel reads them when it is first opened. */
  readonly render?: RenderFunctions;
}

let defaults: WidgetDefaults = {};

/** Sets the defaults of every chat of the page. A chat reads them when it first needs them. */
export function configure(values: WidgetDefaults): void {
  defaults = values;
}

/** What `configure()` was last given. */
export function widgetDefaults(): WidgetDefaults {
  return defaults;
}
