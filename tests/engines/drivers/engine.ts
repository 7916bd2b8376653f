/** A way to an element: selectors, each beginning in the shadow root of the element that the one before leads to. */
export type Path = readonly [string, ...string[]];

/** A browser as a visitor has set it up, who wants no motion: so nothing is on its way when it is clicked. */
export interface Engine {
  readonly name: string;
  /**
   * Starts it with a fresh profile.
   * @param proxyPort - The port on this machine of a proxy that leads to the sites under test, and to nothing else.
   */
  visit(proxyPort: number): Promise<Visit>;
}

/** A running browser with a profile of its own. */
export interface Visit {
  /** The tab it came up with. */
  readonly tab: Tab;
  newTab(): Promise<Tab>;
  /** Ends the browser and removes its profile. */
  close(): Promise<void>;
}

/** What a visitor does in a tab, and sees there. */
export interface Tab {
  /** Brings it in front of the others: browsers draw and listen to no other. */
  show(): Promise<void>;
  /** Resolves once the page is loaded. */
  open(url: string): Promise<void>;
  /** Resolves once the page is loaded. */
  reload(): Promise<void>;
  /** Begins to go back: the page before may come from the browser's cache, where nothing is loaded. */
  back(): Promise<void>;
  /**
   * Runs a function in the page and waits for what it returns.
   * @param run - Complete in itself: it is sent as text.
   * @param args - Plain data, as is the result.
   */
  evaluate<Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Result>;
  /** Clicks the middle of an element, once it is there, at rest and free. @throws Error when it never is. */
  click(path: Path): Promise<void>;
  /** Types at the end of a field. @throws Error when it cannot be clicked, or does not take the text. */
  type(path: Path, text: string): Promise<void>;
}
