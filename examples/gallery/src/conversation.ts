import type { HistoryRow } from "@chatisle/client/protocol";
import type { Words } from "./words.js";

/** With an address of its own: one that holds the picture itself is shown as a file. */
const PERSON = new URL("./person.svg?no-inline", import.meta.url).href;

const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, "0")}:00Z`;

/** A question and its answer, as a backend keeps them. */
export function exchange(said: Words["delivery"], minute: number): readonly HistoryRow[] {
  const { question, answer, sources, next = [] } = said;
  const parts: NonNullable<HistoryRow["parts"]>[number][] = sources.map((source, index) => ({
    type: "source",
    id: String(index),
    url: "https://example.com/help",
    ...source,
  }));
  if (next.length > 0) parts.push({ type: "data", id: "next", name: "suggestions", value: next });
  return [
    { role: "human", content: question, id: `q${minute}`, created_at: at(minute) },
    { role: "assistant", content: answer, id: `a${minute}`, created_at: at(minute), parts, rating: 1 },
  ];
}

/** A conversation that is easy to read: short answers, a list, sources, what could be asked next. */
export const shopping = ({ delivery, lamps }: Words) => [...exchange(delivery, 1), ...exchange(lamps, 3)];

/** A conversation with all that markdown has. */
export const tracking = ({ delivery, tracking: said }: Words) => [
  ...exchange(delivery, 1),
  ...exchange(said, 3),
];

/** A reply that ends in the middle of a sentence. */
export const cutOff = ({ delivery, question, short }: Words): readonly HistoryRow[] => [
  ...exchange(delivery, 1),
  { role: "human", content: question, id: "q3", created_at: at(3) },
  { role: "assistant", content: short, id: "a3", created_at: at(3), status: "interrupted" },
];

/** Pictures and other files, of the visitor's and in the reply. */
export const withFiles = ({ parcel, delivery }: Words): readonly HistoryRow[] => [
  {
    role: "human",
    content: parcel.question,
    id: "q1",
    created_at: at(1),
    parts: [
      { type: "file", id: "1", url: PERSON, name: "person.svg", mediaType: "image/svg+xml" },
      { type: "file", id: "2", url: "/order.pdf", name: "order.pdf", mediaType: "application/pdf" },
    ],
  },
  {
    role: "assistant",
    content: delivery.answer,
    id: "a1",
    created_at: at(1),
    parts: [
      {
        type: "file",
        id: "3",
        url: "/terms.pdf",
        name: "terms-and-conditions-of-delivery-to-the-nordic-countries-2026.pdf",
        mediaType: "application/pdf",
      },
    ],
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

/** The same exchange in writings that differ in height, in direction and in where a line may end. */
export const MANY_WRITINGS: readonly HistoryRow[] = [
  [
    "ノルウェーに配送できますか？",
    "はい、**4〜6営業日**でお届けします。150ユーロ以上のご注文は送料が無料です。",
  ],
  ["可以送到挪威吗？", "可以，**4 至 6 个工作日**送达。订单满 150 欧元免运费。"],
  [
    "노르웨이로 배송하나요?",
    "네, **영업일 기준 4~6일** 안에 배송합니다. 150유로 이상 주문하시면 배송비가 무료입니다.",
  ],
  ["क्या आप नॉर्वे में डिलीवरी करते हैं?", "हाँ, **4 से 6 कार्य दिवसों** में। 150 यूरो से अधिक के ऑर्डर पर डिलीवरी निःशुल्क है।"],
  ["ส่งไปนอร์เวย์ได้ไหม", "ได้ ภายใน **4 ถึง 6 วันทำการ** จัดส่งฟรีเมื่อสั่งซื้อเกิน 150 ยูโร"],
  ["האם אתם שולחים לנורווגיה?", "כן, תוך **4 עד 6 ימי עסקים**. המשלוח חינם בהזמנה מעל 150 אירו."],
].flatMap(([question = "", answer = ""], index) => exchange({ question, answer, sources: [] }, index + 1));
