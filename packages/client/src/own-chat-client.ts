import { computed, effect, untracked } from "@preact/signals-core";
import { parseBaseUrl } from "./base-url.js";
import { createBelongings } from "./belongings.js";
import type { ChatClient, ChatClientOptions } from "./chat-client.js";
import { createChatContext, READ_TIMEOUT } from "./chat-context.js";
import { memoryStorage, resilientStorage } from "./chat-storage.js";
import { systemClock } from "./clock.js";
import { createConversation } from "./conversation.js";
import { sessionMark } from "./fingerprint.js";
import { newId as randomId } from "./new-id.js";
import { createOutbox } from "./outbox.js";
import { browserPageLife } from "./page-life.js";
import { type Capability, ChatError, type SessionInfo } from "./protocol/index.js";
import { resolveProtocol } from "./resolve-protocol.js";
import { createSession } from "./session.js";
import { isWell, sessionOf } from "./session-state.js";
import { openTabs } from "./tabs.js";
import { createHttp } from "./transport/http.js";

/** Where the probe knocks. A backend without this path answers too: 404 is a sign of life. */
const PROBE_PATH = "/api/health";
const CAPABILITIES: readonly Capability[] = [
  "stop",
  "resume",
  "dedupe",
  "upload",
  "feedback",
  "edit",
  "regenerate",
  "conversations",
];

/**
 * A client of its own, shared with nobody.
 * @throws {@link ChatError} `invalid` for an unusable base URL or protocol.
 */
export function createOwnChatClient(options: ChatClientOptions): ChatClient {
  const { key = "default", clock = systemClock, newId = randomId, random = Math.random } = options;
  const address = parseBaseUrl(options.baseUrl);
  if (!address.ok) throw new ChatError("invalid", `${address.problem} ${address.fix}`);
  const { baseUrl } = address;
  const protocol = resolveProtocol(options.protocol);
  const storage = resilientStorage(() => options.storage ?? browserStorage());
  const storageKey = (name: string) => `chatisle:${key}:${baseUrl}:${name}`;
  const disposal = new AbortController();

  const page = options.page ?? browserPageLife();
  const tabs = openTabs(storageKey("tabs"), clock);

  const http = createHttp({
    baseUrl,
    credentials: protocol.credentials ?? "include",
    ...(options.fetch !== undefined && { fetch: options.fetch }),
    clock,
    isLeaving: page.isLeaving,
  });
  const belongings = createBelongings(storage, storageKey, newId);
  const { draft, setDraft, conversationId } = belongings;
  const context = createChatContext({
    http,
    baseUrl,
    clock,
    random,
    newId,
    conversationId,
    session: () => sessionOf(session.state.peek()),
  });

  const session = createSession({
    protocol,
    context,
    clock,
    random,
    page,
    signal: disposal.signal,
    probe: () => http.probe(PROBE_PATH, { signal: disposal.signal, timeout: READ_TIMEOUT }),
    onHealthy: () => tabs.tell({ type: "healthy" }),
  });
  tabs.listen(({ type }) => {
    if (type === "healthy") session.hearHealthy();
  });

  const capabilities = computed(() => {
    const info = sessionOf(session.state.value);
    return new Set(
      CAPABILITIES.filter(
        (name) => protocol.supports?.(name, info) ?? (name in protocol && name !== "dedupe"),
      ),
    );
  });
  const conversation = createConversation({
    protocol,
    context,
    outbox: createOutbox(storage, storageKey("outbox")),
    clock,
    signal: disposal.signal,
    session,
    tabs,
    supports: (name) => capabilities.peek().has(name),
  });
  let started: Promise<void> | undefined;

  let wasWell = true;
  /** The session that the transcript belongs to. */
  let shown: SessionInfo | null = null;
  const stopFollowing = effect(() => {
    const state = session.state.value;
    const current = sessionOf(state) ?? shown;
    const isOther = shown !== null && sessionMark(current) !== sessionMark(shown);
    const isBack = isWell(state) && !wasWell;
    wasWell = isWell(state);
    shown = current;
    untracked(() => {
      if (current?.subject !== undefined) belongings.greet(current.subject);
      if (isOther) conversation.forget();
      if (isOther) void started?.then(conversation.load);
      // What failed while the backend was away is made good once it is back.
      else if (isBack) void started?.then(conversation.recover);
    });
  });

  async function load(session: Promise<void>): Promise<void> {
    await session;
    await conversation.load();
    await conversation.drain();
  }
  async function reload(): Promise<void> {
    await started;
    if (conversation.reply.peek().status !== "idle") return;
    started = load(session.reopen());
    await started;
  }
  const stopListening = page.listen((event) => {
    // Every connection of a page from the browser's cache is dead, and its transcript may be hours old.
    if (event === "restored" && started !== undefined) void reload();
  });
  const start = () => (started ??= load(session.open()));

  return {
    key,
    baseUrl,
    session: session.state,
    history: conversation.history,
    messages: conversation.messages,
    reply: conversation.reply,
    draft,
    capabilities,
    start,
    reload,
    send(text) {
      if (text.trim() === "") return null;
      const id = conversation.enqueue(text);
      setDraft("");
      // Session and history come first: the one opens the cookie, the other must not overtake the message.
      void start().then(() => conversation.drain());
      return id;
    },
    retry: conversation.retry,
    takeBack(messageId) {
      const text = conversation.takeBack(messageId);
      if (text === null) return;
      setDraft(draft.peek() === "" ? text : `${text}\n${draft.peek()}`);
      // What waited behind it may go now.
      void conversation.drain();
    },
    stop: conversation.stop,
    loadOlder: conversation.loadOlder,
    setDraft,
    dispose() {
      stopFollowing();
      stopListening();
      disposal.abort();
      tabs.close();
      protocol.close?.();
    },
  };
}

/** Undefined where there is none, as on a server. Throws where the browser forbids it. */
function browserStorage() {
  return "localStorage" in globalThis && "document" in globalThis ? globalThis.localStorage : memoryStorage();
}
