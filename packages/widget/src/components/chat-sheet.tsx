import type { ChatClient } from "@chatisle/client";
import { lazy } from "./lazy.js";
import { useWording } from "./panel-context.js";
import { Piece } from "./render-functions.js";
import { Sheet } from "./sheet.js";

/** What stands over the conversation. */
export type SheetName = "none" | "sign-in" | "conversations";

const SignInForm = lazy(() => import("./sign-in-form.js").then((module) => module.SignInForm));
const ConversationList = lazy(() =>
  import("./conversation-list.js").then((module) => module.ConversationList),
);

interface ChatSheetProps {
  readonly name: SheetName;
  readonly client: ChatClient;
  onClose(): void;
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
