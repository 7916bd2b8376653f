import { findChromium } from "../../scripts/chromium/find-chromium.ts";
import { findEngines } from "../../scripts/engines/find-engines.ts";
import { chromiumEngine } from "./drivers/chromium-engine.ts";
import type { Engine } from "./drivers/engine.ts";
import { firefoxEngine } from "./drivers/firefox-engine.ts";
import { webKitEngine } from "./drivers/webkit-engine.ts";
import { PAGES, type PageName } from "./environments.ts";

/** A browser that comes to one of the pages. */
export interface Case {
  readonly engine: Engine;
  readonly page: PageName;
  /** Whether the session can live in a cookie there. Otherwise it lives in the page. */
  readonly keepsCookies: boolean;
}

/** What a browser does with the cookie of a backend on another site. */
interface Setup {
  readonly engine: Engine;
  readonly keepsForeignCookies: boolean;
}

function setups(): readonly Setup[] {
  const chromium = findChromium();
  const engines = findEngines();
  if (chromium.status !== "found" || engines.status !== "found") {
    throw new Error('A browser is missing. "npm run test:engines" installs it, or says what to install.');
  }
  const { path } = chromium;
  const { programs } = engines;
  return [
    // The cookie is partitioned, which blocking leaves alone.
    { engine: chromiumEngine({ path, thirdPartyCookies: "allowed" }), keepsForeignCookies: true },
    { engine: chromiumEngine({ path, thirdPartyCookies: "blocked" }), keepsForeignCookies: true },
    {
      engine: firefoxEngine({ path: programs.firefox, thirdPartyCookies: "partitioned" }),
      keepsForeignCookies: true,
    },
    {
      engine: firefoxEngine({ path: programs.firefox, thirdPartyCookies: "blocked" }),
      keepsForeignCookies: false,
    },
    { engine: webKitEngine({ ...programs, tracking: "allowed" }), keepsForeignCookies: true },
    { engine: webKitEngine({ ...programs, tracking: "prevented" }), keepsForeignCookies: false },
  ];
}

/** Each engine once, with the setting that blocks nothing: what gives an attacker most. */
export function openEngines(): readonly Engine[] {
  return setups()
    .map(({ engine }) => engine)
    .filter(({ name }) => !/blocked|prevented/.test(name));
}

/** In a sample, each engine comes to the page that asks most of it, with the setting that lets least through. */
const SAMPLE: Readonly<Record<PageName, RegExp>> = {
  production: /WebKit with tracking prevented/,
  www: /Chromium with third-party cookies blocked/,
  staging: /Firefox with third-party cookies partitioned/,
  preview: /blocked|prevented/,
};

/** Every browser on every page, or with `ENGINES=sample` in the environment every browser and every page. */
export function cases(): readonly Case[] {
  const isSample = process.env.ENGINES === "sample";
  const names = Object.keys(PAGES) as PageName[];
  return names.flatMap((page) =>
    setups()
      .filter(({ engine }) => !isSample || SAMPLE[page].test(engine.name))
      .map(({ engine, keepsForeignCookies }) => ({
        engine,
        page,
        keepsCookies: keepsForeignCookies || PAGES[page].relation !== "cross site",
      })),
  );
}
