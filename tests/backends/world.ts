import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright";
import { DEPLOYMENTS, deploymentPrograms } from "../../scripts/backends/deployments.ts";
import { nginxProgram } from "../../scripts/backends/nginx.ts";
import { type Program, startProgram } from "../../scripts/backends/program.ts";
import { makeCertificate } from "../support/certificate.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort } from "../support/listen.ts";
import { buildSite } from "./build-site.ts";
import type { Deployment } from "./deployment.ts";

/** Where the site's pages stand too, which no backend allows. */
export const STRANGER = "https://evil.test";

/** A deployment that runs, with its site and a browser that knows their names. */
export interface World {
  readonly deployment: Deployment;
  readonly browser: Browser;
  /** Where the backend keeps what it keeps. */
  readonly folder: string;
  /** Where the backend is on the loopback interface, under TLS. */
  readonly apiPort: number;
  /** What the backend has printed. */
  log(): string;
  /**
   * Ends every program and starts it again, as a redeploy does.
   * @param env - Replaces variables, from now on.
   */
  redeploy(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Kills the first of several instances. */
  killOne(): Promise<void>;
  /** Kills every instance that answers. */
  killAll(): Promise<void>;
  /** Starts anew what does not run any more. */
  repair(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Builds the site of a deployment and starts everything.
 * @param installedSite - A site in which our packages are installed.
 */
export async function createWorld(deployment: Deployment, installedSite: string): Promise<World> {
  const started: { stop(): Promise<unknown> }[] = [];
  const stop = async () => {
    for (const each of started.splice(0).reverse()) await each.stop();
  };
  try {
    return { ...(await startWorld(deployment, installedSite, started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startWorld(
  deployment: Deployment,
  installedSite: string,
  started: { stop(): Promise<unknown> }[],
): Promise<Omit<World, "stop">> {
  const { name, stack, variant = "" } = deployment;
  const { inner: innerCount, endsTls, servesSite } = DEPLOYMENTS[name];
  const siteHost = new URL(deployment.site).host;
  const apiHost = new URL(deployment.api).host;
  const strangeHost = new URL(STRANGER).host;

  const folder = await mkdtemp(join(tmpdir(), `chatisle-${name}-`));
  started.push({ stop: () => rm(folder, { recursive: true, force: true }) });
  const data = join(folder, "data");
  await mkdir(data);
  const certificate = await makeCertificate([...new Set([siteHost, apiHost, strangeHost])]);
  const files = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  await writeFile(files.cert, certificate.cert);
  await writeFile(files.key, certificate.key, { mode: 0o600 });
  const site = await buildSite(
    deployment,
    join(installedSite, "sites", `${name}-${stack}${variant && "-variant"}`),
  );

  const port = await freePort();
  const edgePort = await freePort();
  const inner = await Promise.all(Array.from({ length: innerCount }, freePort));
  const template = fileURLToPath(new URL("edge.conf.template", import.meta.url));
  const edge = await nginxProgram(template, join(folder, "edge"), edgePort, {
    TLS_CERTIFICATE: files.cert,
    TLS_KEY: files.key,
    STATIC_HOSTS: servesSite ? strangeHost : `${strangeHost} ${siteHost}`,
    SITE: site,
    BACKEND_HOST: endsTls ? "nobody.test" : apiHost,
    BACKEND_PORT: port,
  });
  started.push(await startProgram(edge));

  let env: Readonly<Record<string, string>> = {
    APP_ENV: "production",
    NODE_ENV: "production",
    ALLOWED_ORIGINS: deployment.site,
    ...deployment.env,
  };
  let printed = "";
  const programs: Program[] = [];
  /** Those that answer come first, what stands before them last. */
  const kill = async (count: number) => {
    await Promise.all(programs.slice(0, count).map((program) => program.kill()));
  };
  let expected = 0;
  const end = () => Promise.all(programs.splice(0).map((program) => program.stop()));
  started.push({ stop: end });
  async function start(): Promise<void> {
    const setting = { port, inner, folder: data, site, certificate: files, env };
    const descriptions = await deploymentPrograms(name, stack, setting);
    expected = descriptions.length;
    for (const description of descriptions) {
      const onOutput = (text: string) => {
        printed += text;
      };
      programs.push(await startProgram(description, onOutput));
    }
  }
  await start();

  const apiPort = endsTls ? port : edgePort;
  const hosts = {
    [apiHost]: apiPort,
    [siteHost]: servesSite ? apiPort : edgePort,
    [strangeHost]: edgePort,
  };
  const browser = await launchChromium({ hosts, certificate });
  started.push({ stop: () => browser.close() });
  return {
    deployment,
    browser,
    folder: data,
    apiPort,
    log: () => printed,
    async redeploy(changes = {}) {
      env = { ...env, ...changes };
      await end();
      await start();
    },
    killOne: () => kill(1),
    killAll: () => kill(Math.max(1, innerCount)),
    async repair() {
      if (programs.filter((program) => program.isRunning()).length === expected) return;
      await end();
      await start();
    },
  };
}
