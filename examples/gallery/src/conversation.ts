import type { HistoryRow } from "@chatisle/client/protocol";

const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, "0")}:00Z`;

export const CONVERSATION: readonly HistoryRow[] = [
  { role: "human", content: "Do you deliver to Norway?", id: "q1", created_at: at(1) },
  {
    role: "assistant",
    content:
      "Yes. Parcels to **Norway** take 4 to 6 working days and cost €14.90; above €150 they are free. [1]\n\n" +
      "| Country | Days | Price |\n| --- | --- | ---: |\n| Denmark | 2–3 | €6.90 |\n| Norway | 4–6 | €14.90 |\n| Iceland | 6–9 | €24.90 |\n\n" +
      "Customs are paid in advance, so nothing is due at the door.",
    id: "a1",
    created_at: at(1),
    parts: [
      {
        type: "source",
        id: "1",
        url: "https://example.com/delivery",
        title: "Delivery and returns",
        quote: "Orders to Norway are cleared before they leave our warehouse.",
      },
    ],
  },
  { role: "human", content: "And can I track the parcel?", id: "q2", created_at: at(3) },
  {
    role: "assistant",
    content:
      "You can. Ask our API, or open the link in the e-mail that we send when the parcel leaves:\n\n" +
      '```ts\nconst parcel = await fetch("/parcels/4711");\nconsole.log((await parcel.json()).status); // "on its way"\n```\n\n' +
      "- [x] packed\n- [x] handed to the carrier\n- [ ] delivered",
    id: "a2",
    created_at: at(3),
    rating: 1,
  },
];

export const LONG_CONVERSATION: readonly HistoryRow[] = Array.from({ length: 100 }, (_, index) => [
  { role: "human" as const, content: `Question ${index + 1}`, id: `q${index}`, created_at: at(index % 60) },
  {
    role: "assistant" as const,
    content: `Answer ${index + 1}. ${"It takes a line or two to say what has to be said. ".repeat(3)}`,
    id: `a${index}`,
    created_at: at(index % 60),
  },
]).flat();

export const HARD_TO_LAY_OUT: readonly HistoryRow[] = [
  { role: "human", content: "x".repeat(400), id: "q1", created_at: at(1) },
  {
    role: "assistant",
    content:
      `${"Donaudampfschifffahrtsgesellschaftskapitän".repeat(6)}\n\n` +
      `| ${Array.from({ length: 14 }, (_, index) => `Column ${index + 1}`).join(" | ")} |\n` +
      `| ${"--- | ".repeat(14)}\n` +
      `| ${Array.from({ length: 14 }, (_, index) => `${index * 1234.5}`).join(" | ")} |\n\n` +
      `\`\`\`sh\ncurl -sS https://api.example.com/v1/parcels?country=NO\\&limit=100\\&fields=id,status,carrier,price,weight | jq .\n\`\`\`\n\n` +
      "1. one\n   1. inner\n      - innermost\n2. two\n\n> A quotation that goes on for longer than one line of the panel is wide.",
    id: "a1",
    created_at: at(1),
  },
];

export const WITH_STEPS: readonly HistoryRow[] = [
  { role: "human", content: "Where is my parcel 4711?", id: "q1", created_at: at(1) },
  {
    role: "assistant",
    content: "It is in Oslo, and arrives tomorrow before noon.",
    id: "a1",
    created_at: at(1),
    parts: [
      {
        type: "reasoning",
        id: "r",
        text: "The visitor names a parcel. I look it up before I answer.",
        done: true,
      },
      {
        type: "tool",
        id: "t",
        name: "find_parcel",
        title: "Find parcel",
        input: { id: 4711 },
        output: { city: "Oslo", due: "2026-11-21" },
        state: "done",
      },
      {
        type: "file",
        id: "f",
        url: "https://example.com/label.pdf",
        mediaType: "application/pdf",
        name: "label.pdf",
      },
    ],
  },
];
