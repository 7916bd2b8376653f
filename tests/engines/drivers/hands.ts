import { setTimeout as delay } from "node:timers/promises";
import type { Path, Tab } from "./engine.ts";
import { aimAt, hasFocus, textIn } from "./in-page.ts";

/** Milliseconds between two looks: what is at one place in both is at rest. */
const LOOK_EVERY = 500;
/** Milliseconds until a visitor gives up; busy machines draw pages slowly. */
const PATIENCE = 60_000;

/** What a browser's protocol does blindly. */
export interface Hands {
  readonly evaluate: Tab["evaluate"];
  /** Clicks at a point of the window. */
  press(point: { readonly x: number; readonly y: number }): Promise<void>;
  /** Types into whatever has the focus. */
  write(text: string): Promise<void>;
}

/** Clicks and types as a visitor does, who looks first at what there is, and then at what came of it. */
export function withEyes({ evaluate, press, write }: Hands): Pick<Tab, "click" | "type"> {
  async function click(path: Path): Promise<void> {
    let last = await evaluate(aimAt, path);
    for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
      await delay(LOOK_EVERY);
      const aim = await evaluate(aimAt, path);
      if (aim?.isHit && aim.x === last?.x && aim.y === last.y) return press({ x: aim.x, y: aim.y });
      last = aim;
    }
    const trouble = last === null ? "is not there" : last.isHit ? "does not rest" : "is covered or disabled";
    throw new Error(`${path.join(" » ")} cannot be clicked: it ${trouble}.`);
  }

  return {
    click,
    async type(path, text) {
      const end = Date.now() + PATIENCE;
      do await click(path);
      while (!(await evaluate(hasFocus, path)) && Date.now() < end);
      const whole = `${await evaluate(textIn, path)}${text}`;
      await write(text);
      let value: string | null = null;
      for (const end = Date.now() + PATIENCE; Date.now() < end; await delay(LOOK_EVERY)) {
        value = await evaluate(textIn, path);
        if (value === whole) return;
      }
      throw new Error(`${path.join(" » ")} does not hold what was typed, but ${JSON.stringify(value)}.`);
    },
  };
}
