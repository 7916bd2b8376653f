import { computed, signal } from "@preact/signals-core";
import { createAccount } from "./account.js";
import { createBelongings } from "./belongings.js";
import { capabilitiesOf } from "./capabilities.js";
import type { ChatClient, ChatClientOptions } from "./chat-client.js";
import { createChatContext } from "./chat-context.js";
import { type ChatStorage, memoryStorage, resilientStorage } from "./chat-storage.js";
import { systemClock } from "./clock.js";
import { createConversation } from "./conversation.js";
import type { ConversationId } from "./conversation-id.js";
import { createConversationList } from "./conversation-list.js";
import { createDeparture } from "./departure.js";
import { hintAtTrouble } from "./hint-at-trouble.js";
import { createLink } from "./link.js";
import { loadReplies } from "./load-replies.js";
import { createLocalTranscript } from "./local-transcript.js";
import { newId as randomId } from "./new-id.js";
import { createOpenQuestion } from "./open-question.js";
import { createOutbox } from "./outbox.js";
import { browserPageLife } from "./page-life.js";
import { leaveDraft, takeDraft } from "./page-marks.js";
import type { Capability, SessionInfo } from "./protocol/index.js";
import { resolveProtocol } from "./resolve-protocol.js";
import { createSession } from "./session.js";
import { sessionOf } from "./session-state.js";
import { createShownConversation } from "./shown-conversation.js";
import { suggestionsIn } from "./suggestions.js";
import { openTabs } from "./tabs.js";
import { createVisit } from "./visit.js";

/**
 * A client of its own, shared with nobody.
 * @throws {@link ChatError} `invalid` for an unusable base URL or protocol.
 */
export function createOwnChatClient(options: ChatClientOptions): ChatClient {
  const { key = "default", clock = systemClock, newId = randomId, random = Math.random } = options;
  const protocol = resolveProtocol(options.protocol);
  const page = options.page ?? browserPageLife();
  const link = createLink({ ...options, protocol, page, clock });
  const { baseUrl, credential } = link;
  const storage = resilientStorage(() => options.storage ?? browserStorage(options.persist));
  const storageKey = (name: string) => `chatisle:${key}:${baseUrl}:${name}`;
  const disposal = new AbortController();
  const tabs = openTabs(storageKey("tabs"), clock);
  const belongings = createBelongings(storage, storageKey, takeDraft(key));
  const { draft, setDraft } = belongings;
  const contextOf = (conversationId: () => ConversationId) =>
    createChatContext({
      ...link,
      clock,
      random,
      page,
      newId,
      conversationId,
      session: () => sessionOf(session.state.peek()),
    });
  const context = contextOf(() => conversation().conversationId);
  const departure = createDeparture({ protocol, context, storage, key: storageKey("departure") });

  const session = createSession({
    protocol,
    context,
    clock,
    random,
    page,
    signal: disposal.signal,
    probe: () => link.probe(disposal.signal),
    tabs,
    departure,
  });

  /** What the backend offers does not end with the session in which it said so. */
  const announced = signal<SessionInfo | null>(null);
  const capabilities = computed(() => capabilitiesOf(protocol, announced.value));
  const supports = (name: Capability) => capabilities.peek().has(name);
  const outbox = createOutbox(storage, storageKey("outbox"));
  const kept =
    protocol.history === undefined ? createLocalTranscript(storage, storageKey("transcript"), clock) : null;
  const openQuestion = createOpenQuestion(storage, storageKey("asked"), clock);
  const shown = createShownConversation({
    storage,
    key: storageKey("conversation"),
    newId,
    outbox,
    signal: disposal.signal,
    kept,
    openQuestion,
    create: (conversationId, isNew, signal) =>
      createConversation({
        protocol,
        context: contextOf(() => conversationId),
        conversationId,
        isNew,
        outbox,
        clock,
        random,
        signal,
        session,
        tabs,
        supports,
        kept,
        openQuestion,
        page,
      }),
  });
  const conversation = () => shown.current.peek();
  const messages = computed(() => shown.current.value.messages.value);
  const list = createConversationList({
    protocol,
    context,
    session,
    signal: disposal.signal,
    isOffered: () => supports("conversations"),
  });
  const visit = createVisit({
    session,
    shown,
    list,
    outbox,
    belongings,
    page,
    tabs,
    departure,
    credential,
    announced,
    onSignInRequired: options.onSignInRequired,
  });
  const stopHinting = hintAtTrouble({ session, credential, api: baseUrl });
  const account = createAccount({
    key,
    protocol,
    context,
    session,
    visit,
    departure,
    supports,
    keepDraft: () => leaveDraft(key, draft.peek()),
    signal: disposal.signal,
  });
  /** Session and history come first: the one opens the cookie, the other must not overtake the message. */
  const sendNow = () => void visit.start().then(() => conversation().drain());

  return {
    key,
    baseUrl,
    session: session.state,
    history: computed(() => shown.current.value.history.value),
    messages,
    reply: computed(() => shown.current.value.reply.value),
    draft,
    capabilities,
    suggestions: computed(() => suggestionsIn(messages.value)),
    conversation: computed(() => shown.current.value.id.value),
    conversations: list.state,
    start: visit.start,
    reload: visit.reload,
    ...account,
    send(text, { attachments = [] } = {}) {
      if (text.trim() === "" && attachments.length === 0) return null;
      const id = conversation().enqueue(text, attachments);
      setDraft("");
      sendNow();
      return id;
    },
    edit(messageId, text) {
      const id = text.trim() === "" ? null : conversation().enqueueEdit(messageId, text);
      if (id !== null) sendNow();
      return id;
    },
    regenerate: (messageId) => void conversation().regenerate(messageId),
    rate: (...rating) => conversation().rate(...rating),
    answer: (...answer) => void conversation().answer(...answer),
    async upload(file, uploadOptions) {
      const loaded = await loadReplies();
      const isOffered = () => supports("upload");
      return loaded.ok
        ? loaded.value.upload(
            { protocol, context, session, signal: disposal.signal, isOffered },
            file,
            uploadOptions,
          )
        : loaded;
    },
    retry: (messageId) => conversation().retry(messageId),
    takeBack(messageId) {
      const text = conversation().takeBack(messageId);
      if (text === null) return;
      setDraft(draft.peek() === "" ? text : `${text}\n${draft.peek()}`);
      // What waited behind it may go now.
      void conversation().drain();
    },
    stop: () => conversation().stop(),
    loadOlder: () => conversation().loadOlder(),
    loadConversations: list.load,
    loadMoreConversations: list.loadMore,
    async openConversation(id) {
      if (id === conversation().id.peek()) return;
      shown.open(id);
      await visit.refresh();
    },
    newConversation() {
      if (messages.peek().length === 0) return;
      shown.begin();
      void visit.refresh();
    },
    async removeConversation(id) {
      const outcome = await list.remove(id);
      if (outcome.ok) shown.remove(id);
      return outcome;
    },
    setDraft(text) {
      // Loaded by the first letter, it is there when the message goes.
      if (draft.peek() === "" && text !== "") void loadReplies();
      setDraft(text);
    },
    dispose() {
      visit.dispose();
      stopHinting();
      disposal.abort();
      tabs.close();
      protocol.close?.();
    },
  };
}

/** Memory where there is no page, as on a server. Throws where the browser forbids it. */
function browserStorage(persist: ChatClientOptions["persist"]): ChatStorage {
  if (persist === "none" || !("document" in globalThis)) return memoryStorage();
  return persist === "session" ? globalThis.sessionStorage : globalThis.localStorage;
}
