import type { ChatClient } from "@chatisle/client";
import type { Conversation } from "../model/conversation.js";
import { lazy } from "./lazy.js";
import { useWording } from "./panel-context.js";
import { Piece } from "./render-functions.js";
import { Sheet } from "./sheet.js";

/** What stands over the conversation. */
export type SheetName = "none" | "sign-in" | "conversations" | "search";

const SignInForm = lazy(() => import("./sign-in-form.js").then((module) => module.SignInForm));
const ConversationList = lazy(() =>
  import("./conversation-list.js").then((module) => module.ConversationList),
);
const Search = lazy(() => import("./search.js").then((module) => module.Search));

interface ChatSheetProps {
  readonly name: SheetName;
  readonly client: ChatClient;
  readonly conversation: Conversation;
  onClose(): void;
  /** A message was found. */
  onFound(messageId: string): void;
}

export function ChatSheet(props: ChatSheetProps) {
  const { labels } = useWording();
  switch (props.name) {
    case "none":
      return null;
    case "sign-in":
      return (
        <Sheet title={labels.signIn} onClose={props.onClose}>
          <Piece name="signIn" of={signInProps(props)}>
            <SignInForm client={props.client} onSignedIn={props.onClose} />
          </Piece>
        </Sheet>
      );
    case "search":
      return (
        <Sheet title={labels.search} onClose={props.onClose}>
          <Search client={props.client} conversation={props.conversation} onFound={props.onFound} />
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

const signInProps = ({ client, onClose }: ChatSheetProps) => ({
  signIn: client.signIn,
  requestCode: client.requestCode,
  verifyCode: client.verifyCode,
  close: onClose,
});
