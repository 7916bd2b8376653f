import { randomUUID } from "node:crypto";
import type { ChatStore, NewReply, StoredEvent, TurnClaim } from "../../src/index.js";

/** Short forms of what the suites do over and over, with the store of the running test. */
export function createStoreTools(current: () => ChatStore) {
  const reply = (id: string, fields: Partial<NewReply> = {}): NewReply => ({
    id,
    text: "Hi",
    parts: [],
    status: "done",
    createdAt: 2,
    ...fields,
  });
  const key = (id: string, owner = "visitor") => ({ owner, id });
  const add = (id: string, conversation = key("c")) =>
    current().addMessage(conversation, { id, text: `text of ${id}`, parts: [], createdAt: 1 });
  const claim = (fields: Partial<TurnClaim> = {}): TurnClaim => ({
    instance: "one",
    lease: 60_000,
    room: 9,
    ...fields,
  });
  const open = async (messageId: string, fields: Partial<TurnClaim> = {}, conversation = key("c")) => {
    const joining = await current().joinTurn(conversation, messageId, claim(fields));
    if (joining.status !== "opened") throw new Error(`The turn was not opened but ${joining.status}.`);
    return joining.turn;
  };
  /** Writes the reply to a message in a turn of its own. */
  const answer = async (messageId: string, written: NewReply, conversation = key("c")) => {
    const turn = await open(messageId, { wish: randomUUID() }, conversation);
    await current().endTurn(conversation, turn, "one", { events: [], reply: written });
    return turn;
  };
  const ids = async (query: Parameters<ChatStore["messages"]>[1], conversation = key("c")) =>
    (await current().messages(conversation, query)).map(({ id }) => id);
  const event = (seq: number, text = `event ${seq}`): StoredEvent => ({
    seq,
    event: { type: "delta", kind: "text", text },
  });
  return { key, add, claim, open, answer, ids, event, reply };
}
