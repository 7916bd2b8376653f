import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { build } from "vite";

/** How a state of the gallery is looked at. */
export interface GalleryView {
  readonly state: string;
  readonly theme?: "light" | "dark";
  readonly dir?: "ltr" | "rtl";
}

const root = fileURLToPath(new URL("../../examples/gallery", import.meta.url));

/** Builds the gallery into a folder. The packages have to be built. */
export async function buildGallery(outDir: string): Promise<void> {
  await build({ root, logLevel: "error", build: { outDir, emptyOutDir: true } });
}

/** The names of its states. They are read from the source, which a browser has to run. */
export async function galleryStates(): Promise<string[]> {
  const folder = `${root}/src/states`;
  const sources = await Promise.all(
    (await readdir(folder)).map((name) => readFile(`${folder}/${name}`, "utf8")),
  );
  return sources.flatMap((source) => {
    const [, table = ""] = source.split(": States = ");
    return [...table.matchAll(/^ {2}"?([a-z-]+)"?: \{/gm)].map(([, name = ""]) => name);
  });
}

/** Brings a page to a state. */
export async function showState(page: Page, base: string, view: GalleryView): Promise<void> {
  const query = new URLSearchParams({ ...view });
  await page.goto(`${base}/?${query}`);
  await page.waitForSelector("html:is([data-shown], [data-failed])", { state: "attached", timeout: 30_000 });
  const failure = await page.locator("html").getAttribute("data-failed");
  if (failure !== null) throw new Error(`The gallery could not show ${query}: ${failure}`);
  await settle(page);
}

/** Lets what moves arrive, except for what never does. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const isMoving = (animation: Animation) =>
      animation.playState === "running" &&
      animation.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY;
    // A document gives the animations of its own tree, not those of the shadow trees in it.
    const moving = (root: Document | ShadowRoot): Animation[] => [
      ...root.getAnimations().filter(isMoving),
      ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? moving(shadowRoot) : [])),
    ];
    // What has arrived may set something else in motion.
    for (let frames = 0, stillFrames = 0; frames < 60 && stillFrames < 5; frames++) {
      const animations = moving(document);
      for (const animation of animations) animation.finish();
      stillFrames = animations.length === 0 ? stillFrames + 1 : 0;
      await nextFrame();
    }
  });
}
