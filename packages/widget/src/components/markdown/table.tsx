import type { Tokens } from "marked";
import { useWording } from "../panel-context.js";
import { caretOf, type InlineContext, renderInline } from "./inline.js";
import { Scroller } from "./scroller.js";

/** A table in a scroller of its own, so that a wide one does not widen the chat. */
export function Table({ token, context }: { token: Tokens.Table; context: InlineContext }) {
  const { labels } = useWording();
  const last = token.rows.length - 1;
  return (
    <Scroller part="table" label={labels.table}>
      <table>
        <thead>
          <tr>
            {token.header.map((cell, index) => (
              <th key={index} scope="col" data-align={cell.align ?? undefined}>
                {renderInline(cell.tokens, context)}
                {last < 0 && index === token.header.length - 1 && caretOf(context)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {token.rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, index) => (
                <td key={index} data-align={cell.align ?? undefined}>
                  {renderInline(cell.tokens, context)}
                  {place === last && index === lastFilled(row) && caretOf(context)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  );
}

/** A row that is being written is filled up with empty cells. */
function lastFilled(row: readonly Tokens.TableCell[]): number {
  return Math.max(
    row.findLastIndex(({ text }) => text !== ""),
    0,
  );
}
