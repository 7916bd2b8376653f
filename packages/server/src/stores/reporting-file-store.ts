import type { FileStore } from "./file-store.js";
import { report } from "./reporting-store.js";

/** The same file store, whose failures are told apart from every other error: they are an outage, answered as 503. */
export function reportingFileStore(files: FileStore): FileStore {
  return {
    write: (...call) => report("storing a file", files.write(...call)),
    read: (...call) => report("reading a file", files.read(...call)),
    delete: (...call) => report("deleting a file", files.delete(...call)),
  };
}
