/**
 * Photographs the gallery: `npm run gallery:photos`, after a build, or with the names of the states to photograph. Every
 * state in light and dark on a desktop, in light on a phone and from right to left, and some states as those see them
 * who zoom in, have turned the phone or have colours of their own. With `--readme` it makes the four pictures of the
 * README instead.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright";
import { launchChromium } from "../../tests/support/chromium.ts";
import { buildGallery, galleryStates, showState } from "../../tests/support/gallery.ts";
import { serveFolder } from "../../tests/support/static-site.ts";
import { findChromium } from "../chromium/find-chromium.ts";

const DESKTOP = { width: 1600, height: 800 };
const PHONE = { width: 390, height: 844 };

/** The panel and its launcher, with a little of the page. */
const CORNER = { y: 8, width: 440, height: 792 };

/** When it is in the photos: shortly after what was said in them. */
const NOW = "2026-11-20T10:04:00Z";

interface View {
  readonly name: string;
  readonly context: BrowserContextOptions;
  readonly theme?: "dark";
  readonly dir?: "rtl";
  /** What of the page is in the README's picture. Default: all of it. */
  readonly corner?: { x: number; y: number; width: number; height: number };
}

const VIEWS: readonly View[] = [
  { name: "light", context: { viewport: DESKTOP }, corner: { ...CORNER, x: 1160 } },
  { name: "dark", context: { viewport: DESKTOP }, theme: "dark", corner: { ...CORNER, x: 1160 } },
  { name: "phone", context: { viewport: PHONE, hasTouch: true, isMobile: true } },
  { name: "rtl", context: { viewport: DESKTOP }, dir: "rtl", corner: { ...CORNER, x: 0 } },
];

/** Views in which the states look different that have much to show, or are drawn with colour alone. */
const FURTHER_VIEWS: readonly View[] = [
  { name: "forced-colors", context: { viewport: DESKTOP, forcedColors: "active" } },
  { name: "reduced-motion", context: { viewport: DESKTOP, reducedMotion: "reduce" } },
  { name: "landscape", context: { viewport: { width: 667, height: 375 }, hasTouch: true, isMobile: true } },
  { name: "zoom-200", context: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 } },
  { name: "zoom-400", context: { viewport: { width: 320, height: 200 }, deviceScaleFactor: 4 } },
];
const FURTHER_STATES = new Set([
  "greeting",
  "closed-badge",
  "load-failed",
  "empty",
  "conversation",
  "markdown",
  "streaming",
  "search-found",
  "draft",
  "attachments",
  "offline",
  "failed",
  "sign-in",
  "conversations",
]);

/** Sizes that a visitor chooses, for which a phone has no room. */
const DESKTOP_STATES = new Set(["enlarged", "sidebar-wide", "sidebar-narrow"]);

/** Device pixels for each of a README picture: it is shown small, and looked at closely. */
const README_SCALE = 2;

const search = findChromium();
if (search.status === "found") process.env.CHROMIUM_PATH = search.path;

const [option, ...others] = process.argv.slice(2);
const isForReadme = option === "--readme";
const wanted = option === undefined ? [] : isForReadme ? ["conversation"] : [option, ...others];
const states = wanted.length > 0 ? wanted : await galleryStates();
const out = join(import.meta.dirname, "../..", isForReadme ? "docs/images" : "examples/gallery/photos");
const folder = await mkdtemp(join(tmpdir(), "chatisle-gallery-"));

await mkdir(out, { recursive: true });
await buildGallery(folder);
const server = await serveFolder(folder);
const browser = await launchChromium();
try {
  for (const view of isForReadme ? VIEWS : [...VIEWS, ...FURTHER_VIEWS]) {
    const context = await browser.newContext({
      ...view.context,
      timezoneId: "UTC",
      ...(isForReadme && { deviceScaleFactor: README_SCALE }),
    });
    const page = await context.newPage();
    await page.clock.install({ time: NOW });
    const shown = states.filter(
      (state) =>
        (VIEWS.includes(view) || FURTHER_STATES.has(state)) &&
        !(view.context.isMobile && DESKTOP_STATES.has(state)),
    );
    for (const state of shown) {
      try {
        await showState(page, server.url, { state, theme: view.theme ?? "light", dir: view.dir ?? "ltr" });
      } catch (error) {
        // The others are worth a photo all the same, and so is the state that something has kept from coming about.
        console.error(error instanceof Error ? error.message : error);
        process.exitCode = 1;
      }
      const place = join(out, `${state}.${view.name}`);
      if (isForReadme)
        await writeFile(`${place}.webp`, await toWebp(page, await page.screenshot(clipOf(view))));
      else await page.screenshot({ path: `${place}.png` });
    }
    await context.close();
    console.log(`${view.name}: ${shown.length} photos`);
  }
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}

function clipOf({ corner }: View): { clip?: NonNullable<View["corner"]> } {
  return corner ? { clip: corner } : {};
}

/** The same picture, less than half as large. */
async function toWebp(page: Page, png: Buffer): Promise<Buffer> {
  const bytes = await page.evaluate(async (data) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.85 });
    return [...new Uint8Array(await blob.arrayBuffer())].map((byte) => String.fromCharCode(byte)).join("");
  }, png.toString("base64"));
  return Buffer.from(bytes, "latin1");
}
