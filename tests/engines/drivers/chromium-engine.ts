import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromiumFlags } from "../../../scripts/chromium/chromium-flags.ts";
import { beginVisit } from "./begin-visit.ts";
import type { Engine, Tab } from "./engine.ts";
import { withEyes } from "./hands.ts";
import { expressionOf, resultOf } from "./in-page.ts";
import { makeProfile } from "./profile.ts";
import { startProgram } from "./program.ts";
import { openRemote, type Remote } from "./remote.ts";

export interface ChromiumOptions {
  /** The executable. */
  readonly path: string;
  /** The profile's setting; distributions differ in what it is at first. */
  readonly thirdPartyCookies: "allowed" | "blocked";
}

/** Values of the preference `profile.cookie_controls_mode`. */
const COOKIE_CONTROLS_MODE = { allowed: 0, blocked: 1 };

/** Chromium over its own protocol, started here: the flags of launchers change what happens to cookies. */
export function chromiumEngine({ path, thirdPartyCookies }: ChromiumOptions): Engine {
  return {
    name: `Chromium with third-party cookies ${thirdPartyCookies}`,
    visit: (proxyPort) =>
      beginVisit(async (onEnd) => {
        const profile = await makeProfile();
        onEnd(profile.remove);
        await mkdir(join(profile.folder, "Default"));
        const preferences = { profile: { cookie_controls_mode: COOKIE_CONTROLS_MODE[thirdPartyCookies] } };
        await writeFile(join(profile.folder, "Default/Preferences"), JSON.stringify(preferences));
        const program = startProgram(path, [
          ...chromiumFlags(),
          "--headless=new",
          "--force-prefers-reduced-motion",
          // The screen that is its default is so low that the chat would cover the page, and its links.
          "--window-size=1024,768",
          "--remote-debugging-port=0",
          `--user-data-dir=${profile.folder}`,
          `--proxy-server=http://127.0.0.1:${proxyPort}`,
          "--ignore-certificate-errors",
          "about:blank",
        ]);
        onEnd(program.stop);
        const [, address = ""] = await program.printed(/DevTools listening on (ws:\S+)/);
        const remote = await openRemote(address);
        onEnd(remote.close);
        const { targetInfos } = await remote.send<Targets>("Target.getTargets");
        const first = targetInfos.find(({ type }) => type === "page");
        if (first === undefined) throw new Error("Chromium came up without a tab.");
        return {
          tab: await attach(remote, first.targetId),
          async newTab() {
            const { targetId } = await remote.send<Target>("Target.createTarget", { url: "about:blank" });
            return attach(remote, targetId);
          },
        };
      }),
  };
}

interface Target {
  readonly targetId: string;
}
interface Targets {
  readonly targetInfos: readonly (Target & { readonly type: string })[];
}
interface Evaluation {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
}

async function attach(remote: Remote, targetId: string): Promise<Tab> {
  const { sessionId } = await remote.send<{ sessionId: string }>("Target.attachToTarget", {
    targetId,
    flatten: true,
  });
  const send = <Result>(method: string, params?: object) => remote.send<Result>(method, params, sessionId);
  await send("Page.enable");

  async function loading(method: string, params?: object): Promise<void> {
    const loaded = remote.next("Page.loadEventFired", sessionId);
    await send(method, params);
    await loaded;
  }

  async function evaluate(run: (...args: never) => unknown, args: readonly unknown[]): Promise<unknown> {
    const { result, exceptionDetails } = await send<Evaluation>("Runtime.evaluate", {
      expression: expressionOf(run, args),
      // What a visitor's click may do, scripts of these tests may.
      userGesture: true,
    });
    if (exceptionDetails !== undefined) {
      throw new Error(`The page threw: ${exceptionDetails.exception?.description}`);
    }
    return resultOf(result.value);
  }

  const evaluateIn: Tab["evaluate"] = async (run, ...args) =>
    (await evaluate(run, args)) as ReturnType<typeof run>;

  return {
    show: () => send("Page.bringToFront"),
    open: (url) => loading("Page.navigate", { url }),
    reload: () => loading("Page.reload"),
    back: async () => {
      await evaluate(() => void setTimeout(() => history.back()), []);
    },
    evaluate: evaluateIn,
    ...withEyes({
      evaluate: evaluateIn,
      async press(point) {
        for (const type of ["mouseMoved", "mousePressed", "mouseReleased"]) {
          await send("Input.dispatchMouseEvent", { type, ...point, button: "left", clickCount: 1 });
        }
      },
      async write(text) {
        await send("Input.insertText", { text });
      },
    }),
  };
}
