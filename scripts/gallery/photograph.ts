/**
 * Photographs the gallery: `npm run gallery:photos`, after a build, or with the names of the states to photograph. Every
 * state in light and dark on a desktop, and in light on a phone and from right to left. With `--readme` it makes the
 * four pictures of the README instead.
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium } from "../../tests/support/chromium.ts";
import { buildGallery, galleryStates, showState } from "../../tests/support/gallery.ts";
import { serveFolder } from "../../tests/support/static-site.ts";
import { findChromium } from "../chromium/find-chromium.ts";

const DESKTOP = { width: 1000, height: 800 };
const PHONE = { width: 390, height: 844 };

/** The panel and its launcher, with a little of the page. */
const CORNER = { y: 20, width: 436, height: 780 };

const VIEWS = [
  { name: "light", viewport: DESKTOP, theme: "light", dir: "ltr", corner: { ...CORNER, x: 564 } },
  { name: "dark", viewport: DESKTOP, theme: "dark", dir: "ltr", corner: { ...CORNER, x: 564 } },
  { name: "phone", viewport: PHONE, theme: "light", dir: "ltr", corner: undefined },
  { name: "rtl", viewport: DESKTOP, theme: "light", dir: "rtl", corner: { ...CORNER, x: 0 } },
] as const;

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
  for (const { name, viewport, theme, dir, corner } of VIEWS) {
    const isPhone = viewport === PHONE;
    const context = await browser.newContext({ viewport, hasTouch: isPhone, isMobile: isPhone });
    const page = await context.newPage();
    for (const state of states) {
      try {
        await showState(page, server.url, { state, theme, dir });
      } catch (error) {
        // The others are worth a photo all the same, and so is the state that something has kept from coming about.
        console.error(error instanceof Error ? error.message : error);
        process.exitCode = 1;
      }
      await page.screenshot({
        path: join(out, `${state}.${name}.png`),
        ...(isForReadme && corner !== undefined && { clip: corner }),
      });
    }
    await context.close();
    console.log(`${name}: ${states.length} photos`);
  }
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
