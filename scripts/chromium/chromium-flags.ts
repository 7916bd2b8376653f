/**
 * Command-line flags for a Chromium that tests drive: no request of its own, and no sandbox for root, who cannot have one.
 * @param isRoot - Default: whether this process runs as root.
 */
export function chromiumFlags(isRoot = process.getuid?.() === 0): string[] {
  return [
    ...(isRoot ? ["--no-sandbox"] : []),
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
}
