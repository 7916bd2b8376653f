import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileStore } from "./file-store.js";

/** Files in a folder, each under its id. Instances on several machines need one they share. */
export function folderFiles({ path }: { readonly path: string }): FileStore {
  return {
    async write(id, bytes) {
      await mkdir(path, { recursive: true });
      // Under another name first: a file that is there is whole.
      await writeFile(join(path, `${id}.part`), bytes);
      await rename(join(path, `${id}.part`), join(path, id));
    },
    async read(id) {
      try {
        return new Uint8Array(await readFile(join(path, id)));
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }
    },
    delete: (id) => rm(join(path, id), { force: true }),
  };
}
