import type { Tokens } from "marked";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { lateModule } from "../../model/late-module.js";
import { CopyButton } from "../copy-button.js";
import { longText } from "../long-text.js";
import { usePanelOptions, useWording } from "../panel-context.js";
import { Scroller } from "./scroller.js";

/** Only sites that want colours load what finds them. Until it is there, code is plain text. */
const colours = lateModule(() => import("./highlighted-code.js"));

/** Code with its language and a way to copy it. */
export function CodeBlock({ token, caret }: { token: Tokens.Code; caret: ComponentChildren }) {
  const { labels } = useWording();
  const { hasHighlight } = usePanelOptions();
  const language = /^[^\s{,:]*/.exec(token.lang ?? "")?.[0] ?? "";
  const name = language || labels.codeBlock;
  useEffect(() => {
    if (hasHighlight) colours.load();
  }, [hasHighlight]);
  const loading = colours.state.value;
  // Code that is still being written would change its colours with every word.
  const isColoured = hasHighlight && !caret && loading.status === "loaded";
  return (
    <div part="code-block" dir="ltr">
      <div part="code-header">
        <span>{name}</span>
        <CopyButton text={() => token.text} label={labels.copyCode} />
      </div>
      <Scroller part="code" label={name}>
        <pre>
          {isColoured ? (
            <loading.module.HighlightedCode text={token.text} language={language} />
          ) : (
            <code>
              {longText(token.text)}
              {caret}
            </code>
          )}
        </pre>
      </Scroller>
    </div>
  );
}
