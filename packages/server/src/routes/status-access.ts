import { problem } from "../http/problem.js";

/**
 * Refuses whoever does not know the status token: as `Authorization: Bearer …`, or as the password that a browser asks
 * for, with any name.
 */
export async function refuseStranger(request: Request, token: string): Promise<Response | null> {
  const presented = presentedToken(request.headers.get("authorization") ?? "");
  if (presented !== null && (await isSame(presented, token))) return null;
  return problem(401, "status_token", "This page needs the status token.", {
    headers: { "www-authenticate": 'Basic realm="chatisle status", charset="UTF-8"' },
  });
}

function presentedToken(authorization: string): string | null {
  const [, scheme = "", credential = ""] = /^(Bearer|Basic) +(\S+)$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== "basic") return credential === "" ? null : credential;
  try {
    return atob(credential).split(":").slice(1).join(":");
  } catch {
    return null; // No base64 is no password.
  }
}

/** By their digests, so that the time says nothing about where two tokens differ. */
async function isSame(one: string, other: string): Promise<boolean> {
  const [left, right] = await Promise.all(
    [one, other].map(
      async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
    ),
  );
  return left !== undefined && right !== undefined && left.every((byte, index) => byte === right[index]);
}
