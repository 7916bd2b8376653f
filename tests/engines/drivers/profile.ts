import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for a browser's profile. */
export interface Profile {
  readonly folder: string;
  remove(): Promise<void>;
}

export async function makeProfile(): Promise<Profile> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "chatisle-profile-")));
  return {
    folder,
    // A browser that was just ended may still write its last files.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
