/** A `Set-Cookie` header, taken apart. The value itself is left behind: nothing here may print it. */
export interface SetCookie {
  readonly name: string;
  /** Bytes of name and value together, which is what browsers limit. */
  readonly size: number;
  readonly isAscii: boolean;
  readonly isSecure: boolean;
  readonly isHttpOnly: boolean;
  readonly isPartitioned: boolean;
  /** Absent or unknown: the browser decides. */
  readonly sameSite: "Strict" | "Lax" | "None" | undefined;
  /** Without a leading dot, in lower case. Absent: the cookie is for this host alone. */
  readonly domain: string | undefined;
  readonly path: string;
  /** Seconds. Absent: until the browser is closed. */
  readonly maxAge: number | undefined;
  /** Whether the header deletes the cookie. */
  readonly isRemoval: boolean;
}

const SAME_SITE = { strict: "Strict", lax: "Lax", none: "None" } as const;

export function parseSetCookie(header: string): SetCookie {
  const [pair = "", ...rest] = header.split(";");
  const attributes = new Map(
    rest.map((attribute) => {
      const [name = "", ...value] = attribute.split("=");
      return [name.trim().toLowerCase(), value.join("=").trim()];
    }),
  );
  const maxAge = Number.parseInt(attributes.get("max-age") ?? "", 10);
  const expires = Date.parse(attributes.get("expires") ?? "");
  const path = attributes.get("path") ?? "/";
  const domain = attributes.get("domain")?.replace(/^\./, "").toLowerCase();
  return {
    name: pair.slice(0, Math.max(pair.indexOf("="), 0)).trim(),
    size: Buffer.byteLength(pair.trim()) - 1,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are part of ASCII.
    isAscii: /^[\x00-\x7f]*$/.test(pair),
    isSecure: attributes.has("secure"),
    isHttpOnly: attributes.has("httponly"),
    isPartitioned: attributes.has("partitioned"),
    sameSite: SAME_SITE[attributes.get("samesite")?.toLowerCase() as keyof typeof SAME_SITE],
    domain: domain === "" ? undefined : domain,
    path: path.startsWith("/") ? path : "/",
    maxAge: Number.isNaN(maxAge) ? undefined : maxAge,
    isRemoval: maxAge <= 0 || (Number.isNaN(maxAge) && expires <= 0),
  };
}
