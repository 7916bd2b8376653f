import { type Figure, milliseconds, quantile } from "./figures.ts";
import type { OpenPage } from "./measured-page.ts";

const TEXT =
  "What does it cost to send a parcel of three kilos to Norway, and how long does it take? ".repeat(2);
/** A fast typist, in milliseconds. */
const KEY_DELAY = 60;

export async function measureTyping(openPage: OpenPage): Promise<Figure[]> {
  const measured = await openPage("widget", 1_000);
  const { page } = measured;
  await page.evaluate(() => window.bench.open());
  await page.getByRole("textbox").focus();
  const type = () => page.keyboard.type(TEXT, { delay: KEY_DELAY });
  const start = await measured.use();
  await type();
  const end = await measured.use();
  await measured.slowDown(4);
  await page.evaluate(() => window.bench.watchKeys());
  await type();
  const times = await page.evaluate(() => window.bench.keyTimes());
  await measured.close();
  return [
    {
      measured: "key to frame, 1,000 messages, 4 × slower: p95",
      widget: `${milliseconds(quantile(times, 0.95))} (median ${milliseconds(quantile(times, 0.5))})`,
      budget: "32 ms",
    },
    {
      measured: "main thread of one key, not slowed",
      widget: milliseconds((end.mainThread - start.mainThread) / TEXT.length),
    },
  ];
}
