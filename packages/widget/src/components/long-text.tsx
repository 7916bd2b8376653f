import type { ComponentChildren } from "preact";
import { textPieces } from "../model/text-pieces.js";

/** A text of any length, as children: all but the end of a long one stands in boxes that are laid out once. */
export function longText(text: string): ComponentChildren {
  const pieces = textPieces(text);
  return pieces.map((piece, index) =>
    index === pieces.length - 1 ? (
      piece
    ) : (
      // The end of a box ends a line; who copies both would get two.
      <span key={index} part="text-piece">
        {piece.replace(/\n$/, "")}
      </span>
    ),
  );
}
