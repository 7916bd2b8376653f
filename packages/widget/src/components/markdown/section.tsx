import type { MarkedToken } from "marked";
import { Component } from "preact";
import { Block } from "./blocks.js";
import type { InlineContext } from "./inline.js";

/** How many blocks stand in a box of their own. */
export const SECTION = 32;

/** The blocks of a text, section by section. */
export function sectionsOf(blocks: readonly MarkedToken[]): readonly (readonly MarkedToken[])[] {
  const count = Math.ceil(blocks.length / SECTION);
  return Array.from({ length: count }, (_, index) => blocks.slice(index * SECTION, (index + 1) * SECTION));
}

interface SectionProps {
  readonly tokens: readonly MarkedToken[];
  /** The place in here of the block that is being written. Any other place: it is not in here. */
  readonly last: number;
  readonly closed: InlineContext;
  readonly open: InlineContext;
}

/**
 * Some of the blocks of a text, in a box. Renderer and browser pass over a box in which nothing has changed, so what
 * the next word costs does not grow with all that was written before.
 */
export class Section extends Component<SectionProps> {
  override shouldComponentUpdate({ tokens, last, closed, open }: SectionProps): boolean {
    return (
      closed !== this.props.closed ||
      open !== this.props.open ||
      tokens.length !== this.props.tokens.length ||
      tokens.some((token, index) => token !== this.props.tokens[index]) ||
      (last !== this.props.last && (tokens[last] ?? tokens[this.props.last]) !== undefined)
    );
  }

  render({ tokens, last, closed, open }: SectionProps) {
    return (
      <div>
        {tokens.map((token, index) => (
          <Block key={index} token={token} context={index === last ? open : closed} />
        ))}
      </div>
    );
  }
}
