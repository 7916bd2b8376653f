import type { ChatClient } from "@chatisle/client";
import { lazy } from "./lazy.js";
import { useWording } from "./panel-context.js";
import { Sheet } from "./sheet.js";

/** What stands over the conversation. */
export type SheetName = "none" | "sign-in" | "conversations";

const SignInForm = lazy(() => import("./sign-in-form.js").then((module) => module.SignInForm));
const ConversationList = lazy(() =>
  import("./conversation-list.js").then((module) => module.ConversationList),
);

export function ChatSheet(props: { name: SheetName; client: ChatClient; onClose(): void }) {
  const { labels } = useWording();
  switch (props.name) {
    case "none":
      return null;
    case "sign-in":
      return (
        <Sheet title={labels.signIn} onClose={props.onClose}>
          <SignInForm client={props.client} onSignedIn={props.onClose} />
        </Sheet>
      );
    case "conversations":
      return (
        <Sheet title={labels.conversations} onClose={props.onClose}>
          <ConversationList client={props.client} onOpen={props.onClose} />
        </Sheet>
      );
  }
}
