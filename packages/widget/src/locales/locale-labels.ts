import type { Labels } from "../labels.js";

/** What only the developer of a site reads, and in English. */
type DeveloperWords = "misconfigured" | "misconfiguredCheck";

/** Every word of the widget in one language. */
export type LocaleLabels = Omit<Labels, DeveloperWords>;

/** What a region says in other words than its language. */
export type LocaleOverrides = Partial<LocaleLabels>;
