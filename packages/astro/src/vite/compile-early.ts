/**
 * What tells an engine that all functions of a file are called as soon as it is loaded. Chromium then compiles them
 * while the file arrives, beside the page's own thread, instead of one after the other while the visitor waits. It has
 * to come before all code; to other engines it is a comment.
 * @see https://v8.dev/blog/explicit-compile-hints
 */
const HINT = "//# allFunctionsCalledOnLoad\n";

/** A file of a build, as far as it matters here. */
type BuiltFile = { type: "asset" } | { type: "chunk"; code: string; map?: object | null };

/** Has files of a build compiled early. One with a source map is left as its map says. */
export function compileEarly(files: readonly (BuiltFile | undefined)[]): void {
  for (const file of files) {
    if (file?.type === "chunk" && !file.map) file.code = HINT + file.code;
  }
}
