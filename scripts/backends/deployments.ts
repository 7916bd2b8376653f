import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nginxProgram } from "./nginx.ts";
import type { ProgramDescription } from "./program.ts";
import { PYTHON } from "./python.ts";

/** The folders in examples/backends. */
export type DeploymentName =
  | "fastapi"
  | "flask-jwt"
  | "express-proxy"
  | "express-session"
  | "flask-stateless";

/** What speaks in a deployment: the framework it is named after, or `@chatisle/server` in its place. */
export type Stack = "framework" | "kit";

/** Where and how a deployment runs. */
export interface Setting {
  /** Where it is reached. */
  readonly port: number;
  /** Of what stands behind it, as many as {@link Shape.inner} says. */
  readonly inner: readonly number[];
  /** For databases and secrets. */
  readonly folder: string;
  /** The built site, for deployments that serve it themselves. */
  readonly site: string;
  /** Files of a certificate, for deployments that end TLS themselves. Without one they speak http. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** Added to the environment of every program: secrets, allowed origins. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What stands in a deployment. */
export interface Shape {
  /** How many programs stand behind the one that is reached from outside. */
  readonly inner: number;
  /** Whether it ends TLS itself. The others leave that to the host's load balancer. */
  readonly endsTls: boolean;
  /** Whether it serves the site's pages too, and so is on their origin. */
  readonly servesSite: boolean;
}

export const DEPLOYMENTS: Readonly<Record<DeploymentName, Shape>> = {
  fastapi: { inner: 0, endsTls: false, servesSite: false },
  "flask-jwt": { inner: 0, endsTls: false, servesSite: false },
  "express-proxy": { inner: 1, endsTls: false, servesSite: true },
  "express-session": { inner: 1, endsTls: true, servesSite: true },
  "flask-stateless": { inner: 2, endsTls: true, servesSite: false },
};

const FOLDER = fileURLToPath(new URL("../../examples/backends", import.meta.url));

/** The programs of a deployment, in the order in which they start. */
export async function deploymentPrograms(
  name: DeploymentName,
  stack: Stack,
  setting: Setting,
): Promise<readonly ProgramDescription[]> {
  const { port, inner, folder, site, certificate } = setting;
  const cwd = join(FOLDER, name);
  const database = join(folder, "chat.sqlite");
  const shared = {
    DATABASE: database,
    SECRETS: folder,
    PYTHONDONTWRITEBYTECODE: "1",
    // As `serve` of @chatisle/server reads them: whatever stands before it ends TLS.
    DATABASE_URL: database,
    TRUST_PROXY: "1",
  };
  const program = (title: string, command: string, args: readonly string[], at: number, more = {}) => ({
    name: title,
    command,
    args,
    cwd,
    env: { ...shared, PORT: String(at), ...more, ...setting.env },
    port: at,
  });
  const node = (file: string, at: number, more = {}) => program(file, process.execPath, [file], at, more);
  const flask = (at: number) =>
    program("flask", PYTHON, ["-m", "flask", "--app", "app", "run", "--port", String(at)], at);
  const tls =
    certificate === undefined
      ? { LISTEN: port, TLS: "" }
      : {
          LISTEN: `${port} ssl`,
          TLS: `ssl_certificate ${certificate.cert}; ssl_certificate_key ${certificate.key};`,
        };
  const nginx = (variables: Readonly<Record<string, string | number>>) =>
    nginxProgram(join(cwd, "nginx.conf.template"), join(folder, "nginx"), port, {
      ...tls,
      SITE: site,
      ...variables,
    });
  const [first = 0, second = 0] = inner;
  const isKit = stack === "kit";

  switch (name) {
    case "fastapi":
      return isKit
        ? [node("kit.js", port)]
        : [program("uvicorn", PYTHON, ["-m", "uvicorn", "app:app", "--port", String(port)], port)];
    case "flask-jwt":
      return [isKit ? node("kit.js", port) : flask(port)];
    case "express-proxy":
      return [
        node(isKit ? "kit.js" : "service.js", first),
        node("front.js", port, { SERVICE: `http://127.0.0.1:${first}`, SITE: site }),
      ];
    case "express-session":
      return [node(isKit ? "kit.js" : "server.js", first), await nginx({ APP_PORT: first })];
    case "flask-stateless":
      return [
        isKit ? node("kit.js", first) : flask(first),
        isKit ? node("kit.js", second) : flask(second),
        await nginx({ FIRST_PORT: first, SECOND_PORT: second }),
      ];
  }
}
