import type { Protocol } from "../protocol/index.js";
import { place } from "./pick.js";
import { restAccount } from "./rest-account.js";
import { readConversations, removeConversation } from "./rest-conversations.js";
import type { RestDialect } from "./rest-dialect.js";
import { uploadFile } from "./rest-files.js";

type Extras = Required<
  Pick<
    Protocol,
    | "upload"
    | "feedback"
    | "conversations"
    | "removeConversation"
    | "signIn"
    | "requestCode"
    | "verifyCode"
    | "deleteData"
  >
>;

/** What the default protocol has beyond a conversation. */
export function restExtras({ options, conversationField }: RestDialect): Extras {
  const { paths = {} } = options;
  const listPath = paths.conversations ?? "/api/conversations";
  return {
    ...restAccount(paths),
    upload: (context, file, options) => uploadFile(context, paths.upload ?? "/upload", file, options),
    async feedback(context, { message, value, comment, conversation, signal }) {
      const json = place([
        ["message_id", message],
        ["value", value],
        ...(comment === undefined ? [] : [["comment", comment] as const]),
        ...conversationField(context, conversation),
      ]);
      await context.json({ path: paths.feedback ?? "/chat/feedback", json }, signal);
    },
    conversations: (context, query) => readConversations(context, listPath, query),
    removeConversation: (context, conversation, signal) =>
      removeConversation(context, listPath, conversation, signal),
  };
}
