import { brotliCompressSync } from "node:zlib";

/** What a closed launcher adds to a page. */
export interface PageCost {
  /** Bytes of the loader, compressed by itself. */
  readonly script: number;
  /** Bytes that the launcher's markup and style add to the compressed page. */
  readonly markup: number;
  /** Addresses that the launcher makes the browser request while it is closed. */
  readonly requests: readonly string[];
  /** Addresses of the app that the loader loads on intent. */
  readonly apps: readonly string[];
}

const LAUNCHER = /<chat-widget\b[\s\S]*?<\/chat-widget>/g;
const SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script>/g;

/** The size of a text as a server would send it, in bytes. */
export const brotliSize = (text: string): number => brotliCompressSync(text).byteLength;

/** Measures the launcher in a built page whose only scripts are the launcher's. */
export function pageCost(html: string): PageCost {
  const scripts = [...html.matchAll(SCRIPT)];
  const launchers = html.match(LAUNCHER) ?? [];
  const withoutScript = html.replaceAll(SCRIPT, "");
  const code = scripts.map(([, text = ""]) => text).join("");
  const own = [...launchers, ...scripts.map(([script]) => script)].join("");
  return {
    script: brotliSize(code),
    markup: brotliSize(withoutScript) - brotliSize(withoutScript.replaceAll(LAUNCHER, "")),
    requests: requestedBy(own),
    apps: code.match(/[^"'`\s]*chatisle-app\.[\w-]+\.js/g) ?? [],
  };
}

/** Links that a visitor follows (`<a href>`) are no requests. */
function requestedBy(markup: string): string[] {
  const attributes = markup.matchAll(/<(?!a\b)[\w-]+\b[^>]*?\s(?:src|href)="([^"]*)"/g);
  const styles = markup.matchAll(/(?:url\(|@import)\s*["']?([^"')\s]+)/g);
  return [...attributes, ...styles].map(([, address = ""]) => address);
}
