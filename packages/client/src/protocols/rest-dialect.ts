import type { AdapterContext, Capability, SessionInfo } from "../protocol/index.js";
import type { RestOptions } from "./rest.js";

/** A field of a request, by its name or JSON pointer, and what stands in it. */
export type Field = readonly [field: string, value: unknown];

/** How one backend speaks the default protocol. */
export interface RestDialect {
  readonly options: RestOptions;
  supports(capability: Capability, session: SessionInfo | null): boolean;
  /** The conversation a request is about. A backend that names conversations itself is told no other name for one. */
  conversationField(context: AdapterContext, known: string | undefined): readonly Field[];
  /** The same, for the query of a path. */
  conversationQuery(context: AdapterContext, known: string | undefined): Record<string, string>;
}
