import { type Message, textOf } from "@chatisle/client";
import type { Part, PartOf } from "@chatisle/client/protocol";
import { Fragment } from "preact";
import { useRef } from "preact/hooks";
import { sameList, sourcesOf } from "../model/source-parts.js";
import { lazy } from "./lazy.js";
import { MessageText } from "./message-text.js";
import type { MessageVerbs } from "./message-verbs.js";
import { usePanelOptions } from "./panel-context.js";
import { ReplyText } from "./reply-text.js";
import { Sources } from "./sources.js";
import { Typing } from "./typing.js";

const Files = lazy(() => import("./parts/parts.js").then((module) => module.Files));
const Reasoning = lazy(() => import("./parts/parts.js").then((module) => module.Reasoning));
const Tool = lazy(() => import("./parts/parts.js").then((module) => module.Tool));

/** What an assistant has to say and to show, in the order it came; its sources last. */
export function MessageParts({ message, verbs }: { message: Message; verbs: MessageVerbs }) {
  const sources = useRef(sourcesOf(message));
  sources.current = sameList(sources.current, sourcesOf(message));
  const { images } = usePanelOptions();
  const isArriving = message.status === "pending" || message.status === "streaming";
  const shown = message.parts.filter(isShown);
  const draw = (part: Part, isLast: boolean) => {
    switch (part.type) {
      case "text":
        return (
          <div part="body">
            <ReplyText
              text={part.text}
              isStreaming={isLast && message.status === "streaming"}
              sources={sources.current}
              images={images}
            />
          </div>
        );
      case "reasoning":
        return <Reasoning part={part} isThinking={isLast && isArriving} />;
      case "tool":
        return (
          <Tool
            tool={part}
            isArriving={isArriving}
            onAnswer={(id, isAllowed) => verbs.answer(message.id, id, isAllowed)}
          />
        );
      case "file":
        return <Files files={[part]} />;
      default:
        return null;
    }
  };
  return (
    <>
      {shown.map((part, index) => (
        <Fragment key={`${part.type} ${part.id}`}>{draw(part, index === shown.length - 1)}</Fragment>
      ))}
      {isArriving && shown.at(-1)?.type !== "text" && <Typing />}
      <Sources sources={sources.current} />
    </>
  );
}

function isShown(part: Part): boolean {
  if (part.type === "text" || part.type === "reasoning") return part.text.trim() !== "";
  return part.type === "tool" || part.type === "file";
}

/** What the visitor has written and attached. It is shown as it was written. */
export function OwnWords({ message }: { message: Message }) {
  const text = textOf(message);
  const files = message.parts.filter((part): part is PartOf<"file"> => part.type === "file");
  return (
    <>
      {files.length > 0 && <Files files={files} />}
      {text !== "" && (
        <div part="bubble">
          <MessageText text={text} />
        </div>
      )}
    </>
  );
}
