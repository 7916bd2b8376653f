import type { Tokens } from "marked";
import type { ComponentChildren } from "preact";
import { CopyButton } from "../copy-button.js";
import { useWording } from "../panel-context.js";
import { Scroller } from "./scroller.js";

/** Code with its language and a way to copy it. */
export function CodeBlock({ token, caret }: { token: Tokens.Code; caret: ComponentChildren }) {
  const { labels } = useWording();
  const language = /^[^\s{,:]*/.exec(token.lang ?? "")?.[0] || labels.codeBlock;
  return (
    <div part="code-block" dir="ltr">
      <div part="code-header">
        <span>{language}</span>
        <CopyButton text={() => token.text} label={labels.copyCode} />
      </div>
      <Scroller part="code" label={language}>
        <pre>
          <code>
            {token.text}
            {caret}
          </code>
        </pre>
      </Scroller>
    </div>
  );
}
