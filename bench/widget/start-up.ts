import { budget, type Figure, milliseconds, quantile, times } from "./figures.ts";
import type { OpenPage } from "./measured-page.ts";
import type { SubjectName } from "./page/main.ts";
import { scriptTime } from "./trace.ts";

const ROUNDS = 5;

/** What scripts spend from the first intent to a conversation that is painted and can be used, their loading included. */
async function startUp(openPage: OpenPage, name: SubjectName): Promise<number> {
  const measured = await openPage();
  const events = await measured.trace(async () => {
    await measured.prepare(name, 40);
    await measured.page.evaluate(() => window.bench.open());
  });
  await measured.close();
  return scriptTime(events, "usable");
}

export async function measureStartUp(openPage: OpenPage): Promise<Figure[]> {
  const rounds: { readonly widget: number; readonly bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ widget: await startUp(openPage, "widget"), bare: await startUp(openPage, "bareList") });
  }
  const widget = quantile(
    rounds.map((round) => round.widget),
    0.5,
  );
  const bare = quantile(
    rounds.map((round) => round.bare),
    0.5,
  );
  return [
    {
      measured: "start-up to usable: scripts",
      widget: `${milliseconds(widget)}, ${times(widget / bare)}`,
      bare: milliseconds(bare),
      budget: budget(widget / bare, 2, times),
    },
  ];
}
