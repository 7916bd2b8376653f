import { afterAll, beforeAll, describe, inject, onTestFailed, onTestFinished, test } from "vitest";
import { CASES } from "./cases.ts";
import type { Deployment } from "./deployment.ts";
import { expressProxy, expressProxyKit } from "./deployments/express-proxy.ts";
import { expressSession, expressSessionKit } from "./deployments/express-session.ts";
import { fastapi, fastapiKit, fastapiSameSite, fastapiSameSiteKit } from "./deployments/fastapi.ts";
import { flaskJwt, flaskJwtKit } from "./deployments/flask-jwt.ts";
import { flaskStateless, flaskStatelessKit } from "./deployments/flask-stateless.ts";
import { visit } from "./visitor.ts";
import { createWorld, type World } from "./world.ts";

const DEPLOYMENTS: readonly Deployment[] = [
  fastapi,
  fastapiKit,
  fastapiSameSite,
  fastapiSameSiteKit,
  flaskJwt,
  flaskJwtKit,
  expressProxy,
  expressProxyKit,
  expressSession,
  expressSessionKit,
  flaskStateless,
  flaskStatelessKit,
];

/** What a change is checked with, in three minutes: those that differ most. The command runs all. */
const SAMPLE: readonly Deployment[] = [fastapi, flaskJwt, expressProxy, flaskStateless];

const chosen = process.env.BACKENDS === "sample" ? SAMPLE : DEPLOYMENTS;

const title = ({ name, stack, variant }: Deployment) =>
  [stack === "kit" ? `@chatisle/server in ${name}` : name, variant].filter(Boolean).join(" ");

describe.each(chosen.map((deployment) => [title(deployment), deployment] as const))("%s", (_, deployment) => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld(deployment, inject("installedSite"));
  });
  afterAll(() => world?.stop());

  for (const { name, run } of CASES.filter(({ appliesTo }) => appliesTo?.(deployment) ?? true)) {
    test(name, async () => {
      onTestFailed(() => console.error(world.log()));
      await world.repair();
      const visitor = await visit(world);
      onTestFinished(() => visitor.context.close());
      await run(visitor, world);
    });
  }
});
