import type { Plugin } from "vite";
import type { PublicPath } from "../same-domain/public-path.js";
import { serverModule } from "./server-module.js";

export interface ProxyPluginOptions {
  readonly target: string;
  /** The site's `base` included. */
  readonly path: PublicPath;
}

/** Serves `virtual:chatisle/proxy`: where the proxy route of the site leads. */
export function proxyPlugin({ target, path }: ProxyPluginOptions): Plugin {
  const constants = { target, path };
  return serverModule("proxy", () =>
    Object.entries(constants)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
      .join("\n"),
  );
}
