import type { MarkedToken, Token, Tokens } from "marked";
import { Component, type ComponentChildren } from "preact";
import { longText } from "../long-text.js";
import { useWording } from "../panel-context.js";
import { CodeBlock } from "./code-block.js";
import { caretOf, type InlineContext, renderInline } from "./inline.js";
import { Table } from "./table.js";

interface BlockProps {
  readonly token: MarkedToken;
  readonly context: InlineContext;
}

/** One block of a message. It is rendered again only when it says something else. */
export class Block extends Component<BlockProps> {
  override shouldComponentUpdate({ token, context }: BlockProps): boolean {
    return !isSameBlock(token, this.props.token) || !isSameContext(context, this.props.context);
  }

  render({ token, context }: BlockProps) {
    return renderBlock(token, context);
  }
}

/** In a list that grows each item is another token, with the words it had before. */
function isSameBlock(one: MarkedToken, other: MarkedToken): boolean {
  if (one === other) return true;
  const words = wordsOf(one);
  const before = wordsOf(other);
  return (
    one.type === other.type &&
    words !== undefined &&
    words.length === before?.length &&
    words.every((word, index) => word === before[index])
  );
}

/** The words of a block that is nothing else. */
function wordsOf(token: MarkedToken): readonly Token[] | undefined {
  return token.type === "paragraph" || token.type === "text" ? token.tokens : undefined;
}

const isSameContext = (one: InlineContext, other: InlineContext): boolean =>
  one.sources === other.sources && one.images === other.images && one.isOpen === other.isOpen;

/** Blocks below each other. A caret goes into the last one. */
function renderBlocks(tokens: readonly Token[], context: InlineContext): ComponentChildren {
  const last = tokens.findLastIndex(({ type }) => type !== "space");
  const closed = context.isOpen ? withoutCaret(context) : context;
  return (tokens as readonly MarkedToken[]).map((token, index) => (
    <Block key={index} token={token} context={index === last ? context : closed} />
  ));
}

function renderBlock(token: MarkedToken, context: InlineContext): ComponentChildren {
  switch (token.type) {
    case "space":
    case "def":
    case "checkbox":
      return null;
    case "heading":
      return (
        // All on one level: what a reply takes for its first level is inside a message, inside the panel.
        <h3 part={`text-heading text-heading-${token.depth}`}>
          {renderInline(token.tokens, context)}
          {caretOf(context)}
        </h3>
      );
    case "paragraph":
      return (
        <p>
          {renderInline(token.tokens, context)}
          {caretOf(context)}
        </p>
      );
    case "code":
      return <CodeBlock token={token} caret={caretOf(context)} />;
    case "blockquote":
      return <blockquote>{renderBlocks(token.tokens, context)}</blockquote>;
    case "list":
      return <List token={token} context={context} />;
    case "table":
      return <Table token={token} context={context} />;
    case "hr":
      return <hr />;
    case "text":
      return (
        <p>
          {token.tokens ? renderInline(token.tokens, context) : longText(token.raw)}
          {caretOf(context)}
        </p>
      );
    default:
      // Among them html, which is shown as it was written.
      return (
        <p>
          {longText(token.raw.trim())}
          {caretOf(context)}
        </p>
      );
  }
}

function List({ token, context }: { token: Tokens.List; context: InlineContext }) {
  const last = token.items.length - 1;
  const items = token.items.map((item, index) => (
    <ListItem key={index} item={item} context={index === last ? context : withoutCaret(context)} />
  ));
  return token.ordered ? (
    <ol start={token.start === "" ? undefined : token.start}>{items}</ol>
  ) : (
    <ul>{items}</ul>
  );
}

function ListItem({ item, context }: { item: Tokens.ListItem; context: InlineContext }) {
  const { labels } = useWording();
  if (!item.task) return <li>{renderBlocks(item.tokens, context)}</li>;
  return (
    <li part="task">
      <span
        part={`task-mark${item.checked ? " task-done" : ""}`}
        role="img"
        aria-label={item.checked ? labels.taskDone : labels.taskOpen}
      />
      {renderBlocks(item.tokens, context)}
    </li>
  );
}

const withoutCaret = (context: InlineContext): InlineContext => ({ ...context, isOpen: false });
