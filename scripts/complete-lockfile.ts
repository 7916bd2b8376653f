/**
 * Completes package-lock.json: `node scripts/complete-lockfile.ts`, after an `npm install` that changed it.
 *
 * Compilers come as one optional package for each platform. npm leaves those out of the lock file that the registry of
 * the moment does not have, and `npm ci` then refuses the lock file on every machine. Their versions are known all the
 * same, because the packages that want them name them exactly.
 */
import { readFileSync, writeFileSync } from "node:fs";

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const FILE = "package-lock.json";
const SYSTEMS: Readonly<Record<string, string>> = { linuxmusl: "linux", windows: "win32", macos: "darwin" };
const PROCESSORS: Readonly<Record<string, string>> = {
  wasm32: "wasm32",
  "arm-eabi": "arm",
  gnueabihf: "arm",
};
const KNOWN_SYSTEMS = ["android", "darwin", "freebsd", "linux", "openharmony", "win32", "wasi"];
const KNOWN_PROCESSORS = ["arm64", "x64", "ppc64", "s390x", "ia32", "riscv64", "arm", "wasm32"];

const lock = JSON.parse(readFileSync(FILE, "utf8")) as { packages: Record<string, LockedPackage> };

/** Whether the package that Node would find from a folder has this very version. */
function isLocked(from: string, name: string, version: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf("/node_modules/"), 0))) {
    const found = lock.packages[folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`];
    if (found !== undefined || folder === "") return found?.version === version;
  }
}

/** The platform that a package is for, from its name, so that npm does not even ask for it elsewhere. */
function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } {
  const words = name.split(/[/-]/).map((word) => SYSTEMS[word] ?? word);
  const system = words.find((word) => KNOWN_SYSTEMS.includes(word));
  const processor = words
    .map((word) => PROCESSORS[word] ?? word)
    .find((word) => KNOWN_PROCESSORS.includes(word));
  const libc = name.includes("musl")
    ? "musl"
    : system === "linux" && name.includes("gnu")
      ? "glibc"
      : undefined;
  return {
    ...(processor !== undefined && { cpu: [processor] }),
    ...(libc !== undefined && { libc: [libc] }),
    ...(system !== undefined && system !== "wasi" && { os: [system] }),
  };
}

const added: string[] = [];
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    // A range would leave a choice that only a registry can make.
    if (!/^\d/.test(version) || isLocked(path, name, version)) continue;
    // Beside the package that wants it, so that no other version of the same name is in the way.
    const place = lock.packages[`node_modules/${name}`]
      ? `${path}/node_modules/${name}`
      : `node_modules/${name}`;
    lock.packages[place] = {
      version,
      ...(dev && { dev }),
      ...platformOf(name),
      optional: true,
    } as LockedPackage;
    added.push(`${name}@${version}`);
  }
}

const [root, ...others] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([
  root ?? ["", {}],
  ...others.sort(([a], [b]) => a.localeCompare(b, "en")),
]);
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? "Nothing was missing." : `Added ${added.length}: ${added.join(", ")}`);
