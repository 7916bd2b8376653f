import type { Words } from "./words.js";

export const english: Words = {
  page: "A page with some text on it, so that there is something behind the chat. It is as plain as a page can be, and says nothing that anybody would want to read.",
  greeting: "Hello! Can we help you find the right lamp?",
  loadFailed: "The chat could not be loaded. Please reload the page.",
  prompts: ["Where is my order?", "What does delivery cost?", "Talk to a person"],
  disclaimer: "Answers come from an assistant and may be wrong.",
  question: "What does delivery cost?",
  secondQuestion: "And how long does it take?",
  begun: "Delivery is **free** above €150. Below that it depends on the country:\n\n- Denmark: €6.90\n- Nor",
  short: "Delivery is free above €150. Below that it",
  draft:
    "Hello,\n\nI have ordered two lamps for our reading room, one on Monday and one on Wednesday.\n\n" +
    "Could you send them together? And if that is possible:\n\n- not before ten in the morning\n- to the back door\n\nThank you very much!",
  searched: "deliver",
  delivery: {
    question: "Do you deliver to Norway?",
    answer: "Yes, within **4 to 6 working days**. Delivery is free above €150.",
    sources: [],
  },
  lamps: {
    question: "Which lamp is best for reading?",
    answer:
      "These three light your page and not your partner: [1]\n\n" +
      "- **Vega**, a clip for the headboard, €49\n- **Fjell**, with a swivel arm, €89\n- **Lys**, warm and dimmable, €129",
    sources: [{ title: "Lamps for the bedroom" }, { title: "How bright is bright enough?" }],
    next: ["Compare Fjell and Lys", "Show me Vega"],
  },
  tracking: {
    question: "And can I track the parcel?",
    answer:
      "You can. Ask our API, or open the link in the e-mail that we send when the parcel leaves. [1]\n\n" +
      "| Country | Days | Price |\n| --- | --- | ---: |\n| Denmark | 2–3 | €6.90 |\n| Norway | 4–6 | €14.90 |\n| Iceland | 6–9 | €24.90 |\n\n" +
      '```ts\nconst parcel = await fetch("/parcels/4711");\nconsole.log((await parcel.json()).status); // "on its way"\n```\n\n' +
      "- [x] packed\n- [x] handed to the carrier\n- [ ] delivered",
    sources: [
      {
        title: "Delivery and returns",
        quote: "Orders to Norway are cleared before they leave our warehouse.",
      },
    ],
  },
  parcel: {
    question: "Where is my parcel 4711?",
    answer: "It is in **Oslo**, and arrives tomorrow before noon.",
    thought: "The visitor names a parcel. I look it up before I answer.",
  },
  tool: { search: "Find the parcel", cancel: "Cancel order 4711" },
};
