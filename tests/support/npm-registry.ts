import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import type { PackedPackage } from "../../scripts/packages/pack-packages.ts";
import { listen, type RunningServer } from "./listen.ts";

/**
 * An npm registry on this machine that has our packages as if they were published, and sends for all others to
 * another registry.
 * @param upstream - With a slash at the end.
 */
export async function startRegistry(
  packages: readonly PackedPackage[],
  upstream: string,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/").slice(1);
    const tarball = packages.find((each) => path === `tarballs/${basename(each.tarball)}`)?.tarball;
    const own = packages.find(({ name }) => path === name || path.startsWith(`${name}/`));
    if (tarball !== undefined) {
      createReadStream(tarball).pipe(response);
    } else if (own !== undefined) {
      const tarballUrl = `http://${request.headers.host}/tarballs/${basename(own.tarball)}`;
      describe(own, tarballUrl).then(
        (version) => {
          response.setHeader("content-type", "application/json");
          const isOneVersion = path !== own.name;
          response.end(JSON.stringify(isOneVersion ? version : withAllVersions(own, version)));
        },
        (error: Error) => response.writeHead(500).end(error.message),
      );
    } else {
      response.writeHead(302, { location: new URL(request.url?.slice(1) ?? "", upstream).href }).end();
    }
  });
  return listen(server);
}

/** What a registry says about one version. */
async function describe({ folder, tarball }: PackedPackage, tarballUrl: string) {
  const [manifest, bytes] = await Promise.all([
    readFile(join(folder, "package.json"), "utf8"),
    readFile(tarball),
  ]);
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  return { ...JSON.parse(manifest), dist: { tarball: tarballUrl, integrity } };
}

function withAllVersions({ name, version }: PackedPackage, description: unknown) {
  return { name, "dist-tags": { latest: version }, versions: { [version]: description } };
}
