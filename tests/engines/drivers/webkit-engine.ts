import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../../support/listen.ts";
import { clickAt, strokesOf } from "./actions.ts";
import { beginVisit } from "./begin-visit.ts";
import type { Engine, Tab } from "./engine.ts";
import { withEyes } from "./hands.ts";
import { expressionOf, resultOf } from "./in-page.ts";
import { makeProfile } from "./profile.ts";
import { startProgram } from "./program.ts";
import { openWebDriver, type WebDriver } from "./web-driver.ts";

export interface WebKitOptions {
  /** The executable of WebKitWebDriver. */
  readonly webKitDriver: string;
  /** The executable of the browser it drives. */
  readonly webKitBrowser: string;
  /** The executable of Xvfb, for the screen it draws on. */
  readonly display: string;
  /** `prevented`: by Intelligent Tracking Prevention, as in Safari. */
  readonly tracking: "prevented" | "allowed";
}

const COOKIE_ARGUMENTS = { prevented: "--enable-itp", allowed: "--cookies-policy=always" };

/** WebKit over plain WebDriver. */
export function webKitEngine({ webKitDriver, webKitBrowser, display, tracking }: WebKitOptions): Engine {
  return {
    name: `WebKit with tracking ${tracking}`,
    visit: (proxyPort) =>
      beginVisit(async (onEnd) => {
        const profile = await makeProfile();
        onEnd(profile.remove);
        // Where the toolkit moves nothing, the engine tells pages that the visitor wants it so.
        const settings = join(profile.folder, ".config/gtk-3.0");
        await mkdir(settings, { recursive: true });
        await writeFile(join(settings, "settings.ini"), "[Settings]\ngtk-enable-animations=false\n");
        const port = await freePort();
        const screen = startProgram(display, ["-displayfd", "1", "-nolisten", "tcp"]);
        onEnd(screen.stop);
        const [screenNumber] = await screen.printed(/^\d+$/);
        const program = startProgram(webKitDriver, [`--port=${port}`], {
          DISPLAY: `:${screenNumber}`,
          HOME: profile.folder,
        });
        onEnd(program.stop);
        const address = `http://127.0.0.1:${port}`;
        await program.answers(`${address}/status`);
        const driver = await openWebDriver(address, {
          acceptInsecureCerts: true,
          "webkitgtk:browserOptions": {
            binary: webKitBrowser,
            // The driver's own setting for a proxy speaks TLS to it.
            args: ["--automation", COOKIE_ARGUMENTS[tracking], `--proxy=http://127.0.0.1:${proxyPort}`],
          },
        });
        onEnd(() => driver.command("DELETE", ""));
        return {
          tab: tabOf(driver, await driver.command<string>("GET", "/window")),
          async newTab() {
            // A tab behind another is never drawn, and the driver has no way to bring it in front.
            const opened = await driver.command<{ handle: string }>("POST", "/window/new", {
              type: "window",
            });
            return tabOf(driver, opened.handle);
          },
        };
      }),
  };
}

function tabOf(driver: WebDriver, handle: string): Tab {
  /** Commands go to the tab that was switched to last, so each is sent behind a switch of its own. */
  async function command<Value>(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: object,
  ): Promise<Value> {
    await driver.command("POST", "/window", { handle });
    return driver.command(method, path, body);
  }
  async function evaluate(run: (...args: never) => unknown, args: readonly unknown[]): Promise<unknown> {
    const script = `return ${expressionOf(run, args)};`;
    return resultOf(await command("POST", "/execute/sync", { script, args: [] }));
  }
  const act = (action: object) => command<void>("POST", "/actions", { actions: [action] });

  const evaluateIn: Tab["evaluate"] = async (run, ...args) =>
    (await evaluate(run, args)) as ReturnType<typeof run>;

  return {
    show: () => driver.command("POST", "/window", { handle }),
    open: (url) => command("POST", "/url", { url }),
    reload: () => command("POST", "/refresh"),
    back: () => command("POST", "/back"),
    evaluate: evaluateIn,
    ...withEyes({
      evaluate: evaluateIn,
      press: (point) =>
        act({
          type: "pointer",
          id: "mouse",
          parameters: { pointerType: "mouse" },
          actions: clickAt(point),
        }),
      write: (text) => act({ type: "key", id: "keyboard", actions: strokesOf(text) }),
    }),
  };
}
