import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clickAt, strokesOf } from "./actions.ts";
import { beginVisit } from "./begin-visit.ts";
import type { Engine, Tab } from "./engine.ts";
import { withEyes } from "./hands.ts";
import { expressionOf, resultOf } from "./in-page.ts";
import { makeProfile } from "./profile.ts";
import { startProgram } from "./program.ts";
import { openRemote, type Remote } from "./remote.ts";

export interface FirefoxOptions {
  /** The executable. */
  readonly path: string;
  /** `partitioned`: kept apart for each site that a page belongs to, as Firefox does by itself. */
  readonly thirdPartyCookies: "partitioned" | "blocked";
}

/** Values of the preference `network.cookie.cookieBehavior`. */
const COOKIE_BEHAVIOR = { partitioned: 5, blocked: 1 };

/** Firefox over WebDriver BiDi, started here: launchers write cookie settings of their own into its profile. */
export function firefoxEngine({ path, thirdPartyCookies }: FirefoxOptions): Engine {
  return {
    name: `Firefox with third-party cookies ${thirdPartyCookies}`,
    visit: (proxyPort) =>
      beginVisit(async (onEnd) => {
        const profile = await makeProfile();
        onEnd(profile.remove);
        const preferences = {
          ...QUIET,
          "ui.prefersReducedMotion": 1,
          "network.cookie.cookieBehavior": COOKIE_BEHAVIOR[thirdPartyCookies],
          "network.proxy.type": 1,
          "network.proxy.http": "127.0.0.1",
          "network.proxy.http_port": proxyPort,
          "network.proxy.ssl": "127.0.0.1",
          "network.proxy.ssl_port": proxyPort,
        };
        const lines = Object.entries(preferences).map(
          ([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});`,
        );
        await writeFile(join(profile.folder, "user.js"), lines.join("\n"));
        const program = startProgram(
          path,
          ["--headless", "--no-remote", "--profile", profile.folder, "--remote-debugging-port", "0"],
          // Firefox refuses to run as root in another user's home.
          { HOME: profile.folder },
        );
        onEnd(program.stop);
        const [, address] = await program.printed(/WebDriver BiDi listening on (ws:\S+)/);
        const remote = await openRemote(`${address}/session`);
        onEnd(remote.close);
        await remote.send("session.new", { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
        const { contexts } = await remote.send<{ contexts: readonly Context[] }>("browsingContext.getTree");
        const [first] = contexts;
        if (first === undefined) throw new Error("Firefox came up without a tab.");
        return {
          tab: tabOf(remote, first.context),
          async newTab() {
            const { context } = await remote.send<Context>("browsingContext.create", { type: "tab" });
            return tabOf(remote, context);
          },
        };
      }),
  };
}

interface Context {
  readonly context: string;
}
type Evaluation =
  | { readonly type: "success"; readonly result: { readonly value?: unknown } }
  | { readonly type: "exception"; readonly exceptionDetails: { readonly text: string } };

function tabOf(remote: Remote, context: string): Tab {
  async function evaluate(run: (...args: never) => unknown, args: readonly unknown[]): Promise<unknown> {
    const answer = await remote.send<Evaluation>("script.evaluate", {
      expression: expressionOf(run, args),
      target: { context },
      awaitPromise: false,
      userActivation: true,
    });
    if (answer.type === "exception") throw new Error(`The page threw: ${answer.exceptionDetails.text}`);
    return resultOf(answer.result.value);
  }

  const evaluateIn: Tab["evaluate"] = async (run, ...args) =>
    (await evaluate(run, args)) as ReturnType<typeof run>;
  const act = async (action: object) => {
    await remote.send("input.performActions", { context, actions: [action] });
  };

  return {
    async show() {
      await remote.send("browsingContext.activate", { context });
    },
    async open(url) {
      await remote.send("browsingContext.navigate", { context, url, wait: "complete" });
    },
    async reload() {
      await remote.send("browsingContext.reload", { context, wait: "complete" });
    },
    async back() {
      await remote.send("browsingContext.traverseHistory", { context, delta: -1 });
    },
    evaluate: evaluateIn,
    ...withEyes({
      evaluate: evaluateIn,
      press: (point) => act({ type: "pointer", id: "mouse", actions: clickAt(point) }),
      write: (text) => act({ type: "key", id: "keyboard", actions: strokesOf(text) }),
    }),
  };
}

/** No requests of its own, and nothing that it shows at a first start. */
const QUIET = {
  "app.normandy.enabled": false,
  "app.update.disabledForTesting": true,
  "browser.aboutwelcome.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.getAddons.cache.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.dns.disablePrefetch": true,
  "services.settings.server": "data:,",
  "toolkit.telemetry.reportingpolicy.firstRun": false,
};
