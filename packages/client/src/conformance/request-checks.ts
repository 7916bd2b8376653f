import type { Check } from "./checks.js";
import { play, setStage } from "./play.js";

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 500) ?? "nothing";

/** Headers a browser sends to another origin without asking there first, or sets by itself. */
const SAFELISTED: ReadonlySet<string> = new Set([
  "accept",
  "accept-language",
  "content-language",
  "content-type",
]);

export const REQUEST_CHECKS: readonly Check[] = [
  {
    name: "Every request says which answers it reads, without a wildcard",
    scenario: "text",
    async run({ protocol }, answer) {
      const { requests } = await play(protocol(), answer);
      const accepted = requests.map(({ headers }) => headers.get("accept"));
      const isSaid = (accept: string | null) => accept !== null && accept !== "" && !accept.includes("*");
      return accepted.length > 0 && accepted.every(isSaid) ? null : `the Accept headers ${show(accepted)}`;
    },
  },
  {
    name: "No header is sent that another origin has to allow",
    scenario: "text",
    async run({ protocol, allowedHeaders = [] }, answer) {
      const { requests } = await play(protocol(), answer);
      const allowed = new Set(allowedHeaders.map((name) => name.toLowerCase()));
      const extra = requests
        .flatMap(({ headers }) => [...headers.keys()])
        .filter((name) => !SAFELISTED.has(name) && !allowed.has(name));
      return extra.length === 0 ? null : `the headers ${show(extra)}`;
    },
  },
  {
    name: "The visitor's text is sent once, in one request",
    scenario: "text",
    async run({ protocol }, answer) {
      const { requests } = await play(protocol(), answer);
      const carrying = requests.filter(({ body, url }) => body.includes("Hello") || url.includes("Hello"));
      return carrying.length === 1 ? null : `${carrying.length} requests with the text`;
    },
  },
  {
    name: "A second try of the same turn sends the same request",
    scenario: "text",
    async run({ protocol }, answer) {
      const adapter = protocol();
      const stage = setStage(adapter, answer);
      const turn = stage.turn("Hello");
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const reply = adapter.send(stage.context, turn)[Symbol.asyncIterator]();
        while (!(await reply.next()).done);
      }
      const [first, second] = stage.requests.map(({ method, url, body }) => show({ method, url, body }));
      return first === second ? null : `${first} and then ${second}`;
    },
  },
  {
    name: "Cookies travel as the adapter declares",
    scenario: "text",
    async run({ protocol }, answer) {
      const declared = protocol().credentials ?? "include";
      const { requests } = await play(protocol(), answer);
      const sent = requests.map(({ credentials }) => credentials);
      return sent.every((credentials) => credentials === declared) ? null : `${show(sent)}, not ${declared}`;
    },
  },
];
