/** A piece of a page under one heading: what the local assistant searches and cites. */
export interface PageSection {
  /** Where a visitor finds it, such as `/pricing/#pro`. */
  readonly url: string;
  /** The page's title, without the site's name. */
  readonly title: string;
  /** The section's heading; the title where the section has none. */
  readonly heading: string;
  /** Plain text: a line for each paragraph, list item (with a leading `- `) or table row. */
  readonly text: string;
}
