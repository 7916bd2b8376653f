import { type HTMLElement, type Node, NodeType, parse } from "node-html-parser";

/** A page as its headings divide it. */
export interface PageOutline {
  /** The text of `<title>`. */
  readonly title: string;
  readonly sections: readonly OutlineSection[];
}

export interface OutlineSection {
  /** Empty before the first heading. */
  readonly heading: string;
  /** What a link to the section ends in; absent when nothing there has an id. */
  readonly id?: string;
  readonly text: string;
}

/**
 * Reads the text of a page: what is inside `<main>`, else `<body>`, in sections that begin at h1 to h3 and at the
 * `<summary>` of a `<details>`. Navigation, footers, page headers, forms and what is hidden are left out.
 */
export function outlinePage(html: string): PageOutline {
  const document = parse(html);
  const main = document.querySelector("main");
  const writer = createWriter();
  readElement(main ?? document.querySelector("body") ?? document, writer, {
    // Inside <main> a header holds the heading of an article; outside it is the site's.
    isHeaderRead: main !== null,
  });
  return { title: collapse(document.querySelector("title")?.text ?? ""), sections: writer.finish() };
}

const SECTION_TAGS: ReadonlySet<string> = new Set(["H1", "H2", "H3", "SUMMARY"]);
const SKIPPED_TAGS: ReadonlySet<string> = new Set(
  (
    "NAV FOOTER SCRIPT STYLE NOSCRIPT TEMPLATE HEAD FORM BUTTON SELECT TEXTAREA SVG CANVAS IFRAME AUDIO VIDEO " +
    "DIALOG CHAT-WIDGET"
  ).split(" "),
);
const BLOCK_TAGS: ReadonlySet<string> = new Set(
  (
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE H4 H5 H6 HEADER " +
    "HGROUP LI MAIN OL P PRE SECTION UL"
  ).split(" "),
);

interface Writer {
  text(text: string): void;
  /** Ends the line. The next one begins with `prefix`. */
  line(prefix?: string): void;
  section(heading: string, id: string | undefined): void;
  finish(): readonly OutlineSection[];
}

function createWriter(): Writer {
  const sections: OutlineSection[] = [];
  let current: Omit<OutlineSection, "text"> = { heading: "" };
  let lines: string[] = [];
  let open = { prefix: "", text: "" };

  function line(prefix = ""): void {
    const text = collapse(open.text);
    if (text === "" && prefix === "") return;
    if (text !== "") lines.push(open.prefix + text);
    open = { prefix, text: "" };
  }
  function closeSection(): void {
    line();
    if (lines.length > 0) sections.push({ ...current, text: lines.join("\n") });
    lines = [];
    open = { prefix: "", text: "" };
  }
  return {
    text(text) {
      open.text += text;
    },
    line,
    section(heading, id) {
      closeSection();
      current = { heading, ...(id !== undefined && { id }) };
    },
    finish() {
      closeSection();
      return sections;
    },
  };
}

interface Reading {
  readonly isHeaderRead: boolean;
}

function readElement(element: HTMLElement, writer: Writer, reading: Reading): void {
  let previous: Node | null = null;
  for (const node of element.childNodes) {
    // Two elements side by side are two words, also where the whitespace between them was minified away.
    if (previous?.nodeType === NodeType.ELEMENT_NODE && node.nodeType === NodeType.ELEMENT_NODE)
      writer.text(" ");
    if (node.nodeType === NodeType.TEXT_NODE) writer.text(node.text);
    else if (isElement(node)) readChild(node, element, writer, reading);
    previous = node;
  }
}

function readChild(element: HTMLElement, parent: HTMLElement, writer: Writer, reading: Reading): void {
  const tag = element.tagName;
  if (isSkipped(element, reading)) return;
  if (SECTION_TAGS.has(tag)) writer.section(collapse(element.text), element.id || parent.id || undefined);
  else if (tag === "BR") writer.line();
  else if (tag === "TABLE") readTable(element, writer);
  else if (tag === "DT") {
    writer.line();
    readElement(element, writer, reading);
    writer.text(/[?:]\s*$/.test(element.text) ? " " : ": ");
  } else if (BLOCK_TAGS.has(tag)) {
    // The value of a <dt> stays on its line.
    if (tag !== "DD") writer.line(tag === "LI" ? listMarker(element, parent) : "");
    readElement(element, writer, reading);
    writer.line();
  } else readElement(element, writer, reading);
}

/** A line for each row. With a header row, every cell says what it is: `Norway: Takes 5 days, Costs €18`. */
function readTable(table: HTMLElement, writer: Writer): void {
  const caption = table.querySelector("caption");
  const rows = table
    .querySelectorAll("tr")
    .map((row) => row.children.filter(({ tagName }) => /^T[DH]$/.test(tagName)));
  const [first = []] = rows;
  const hasHeader = rows.length > 1 && first.every(({ tagName }) => tagName === "TH");
  const labels = hasHeader ? first.map(({ text }) => collapse(text)) : [];
  if (caption !== null) writeLine(writer, caption.text);
  for (const row of hasHeader ? rows.slice(1) : rows) {
    const [name = "", ...values] = row.map(({ text }) => collapse(text));
    const cells = values.map((value, index) => `${labels[index + 1] ?? ""} ${value}`.trim());
    writeLine(writer, hasHeader ? `${name}: ${cells.join(", ")}` : [name, ...cells].join(", "));
  }
}

function writeLine(writer: Writer, text: string): void {
  writer.line();
  writer.text(text);
  writer.line();
}

function isSkipped(element: HTMLElement, { isHeaderRead }: Reading): boolean {
  return (
    SKIPPED_TAGS.has(element.tagName) ||
    (element.tagName === "HEADER" && !isHeaderRead) ||
    element.hasAttribute("hidden") ||
    element.getAttribute("aria-hidden") === "true"
  );
}

function listMarker(item: HTMLElement, list: HTMLElement): string {
  if (list.tagName !== "OL") return "- ";
  return `${list.children.indexOf(item) + 1}. `;
}

const isElement = (node: Node): node is HTMLElement => node.nodeType === NodeType.ELEMENT_NODE;
const collapse = (text: string) => text.replace(/\s+/g, " ").trim();
