import type { PartOf } from "@chatisle/client/protocol";
import type { MarkedToken, Token } from "marked";
import type { ComponentChildren } from "preact";
import { splitCitations } from "../../model/citations.js";
import { decodeEntities } from "../../model/entities.js";
import { type ImagePolicy, imageTarget } from "../../model/image-target.js";
import { SafeLink } from "../safe-link.js";
import { Citation } from "./citation.js";

/** What the rendering of a message's markdown depends on, beside its tokens. */
export interface InlineContext {
  readonly sources: readonly PartOf<"source">[];
  readonly images: ImagePolicy;
  /** Whether the text is still being written, so that a caret stands at its end. */
  readonly isOpen: boolean;
}

/** The caret at the end of a block. */
export function caretOf({ isOpen }: InlineContext): ComponentChildren {
  return isOpen && <span part="caret" />;
}

/** Words as nodes. Whatever the tokens say, nothing but text, links and images with a safe address comes out. */
export function renderInline(tokens: readonly Token[], context: InlineContext): ComponentChildren {
  return (tokens as readonly MarkedToken[]).map((token, index) => renderToken(token, index, context));
}

function renderToken(token: MarkedToken, key: number, context: InlineContext): ComponentChildren {
  switch (token.type) {
    case "strong":
      return <strong key={key}>{renderInline(token.tokens, context)}</strong>;
    case "em":
      return <em key={key}>{renderInline(token.tokens, context)}</em>;
    case "del":
      return <del key={key}>{renderInline(token.tokens, context)}</del>;
    case "codespan":
      return (
        <code key={key} part="inline-code">
          {token.text}
        </code>
      );
    case "br":
      return <br key={key} />;
    case "link":
      return (
        <SafeLink
          key={key}
          url={token.autolink ? token.href : decodeEntities(token.href)}
          title={token.title ? decodeEntities(token.title) : undefined}
        >
          {renderInline(token.tokens, { ...context, sources: [] })}
        </SafeLink>
      );
    case "image":
      return (
        <Picture
          key={key}
          url={decodeEntities(token.href)}
          name={decodeEntities(token.text)}
          images={context.images}
        />
      );
    case "checkbox":
      // Drawn by its list item.
      return null;
    case "escape":
      return token.text;
    case "text":
      return token.tokens ? renderInline(token.tokens, context) : renderText(token.text, context);
    default:
      // Among them html, which is shown as it was written.
      return token.raw;
  }
}

function renderText(text: string, { sources }: InlineContext): ComponentChildren {
  return splitCitations(decodeEntities(text), sources.length).map((piece, index) =>
    typeof piece === "string" ? (
      piece
    ) : (
      <span key={index} part="cited">
        {piece.after}
        {piece.numbers.map((number, place) => (
          <Citation key={place} number={number} source={sources[number - 1]} />
        ))}
      </span>
    ),
  );
}

/** An image that may be loaded; any other is a link, which the visitor may follow. */
function Picture({ url, name, images }: { url: string; name: string; images: ImagePolicy }) {
  const source = imageTarget(url, location.href, images);
  if (source === null) return <SafeLink url={url}>{name || undefined}</SafeLink>;
  return (
    <img part="image" src={source} alt={name} loading="lazy" decoding="async" referrerpolicy="no-referrer" />
  );
}
