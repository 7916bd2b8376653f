import { problem } from "./problem.js";

/** Refuses a page that is not on the list. A request without an `Origin` passes: reads on the same origin have none. */
export function refuseForeignOrigin(request: Request, origins: ReadonlySet<string>): Response | null {
  const origin = request.headers.get("origin");
  if (origin === null || origins.has(origin) || isOwnOrigin(request, origin)) return null;
  return problem(
    403,
    "origin_not_allowed",
    `${origin.slice(0, 200)} is not in the backend's list of origins. Add it to \`origins\` exactly as written here.`,
  );
}

/**
 * Refuses a write that another site's page could have caused with the visitor's cookie. CORS is no gate for that: it
 * only hides the answer. Nothing of the body has been read yet.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function refuseForgedWrite(request: Request, origins: ReadonlySet<string>): Response | null {
  return refuseForgedDeletion(request, origins) ?? refuseOtherThanJson(request);
}

/** The same for the method `DELETE`, which has no body: a form cannot send it, and a script on another site must ask. */
export function refuseForgedDeletion(request: Request, origins: ReadonlySet<string>): Response | null {
  if (!request.headers.has("origin")) {
    return problem(
      403,
      "origin_missing",
      "A write needs an Origin header. Browsers always send it; from a script, send one the backend allows.",
    );
  }
  return refuseForeignOrigin(request, origins) ?? refuseNavigation(request);
}

/** The same for files. A form can send them, so the page's origin alone decides. */
export function refuseForgedUpload(request: Request, origins: ReadonlySet<string>): Response | null {
  const refusal = refuseForgedDeletion(request, origins);
  if (refusal !== null) return refusal;
  if (/^multipart\/form-data\s*;\s*boundary=/i.test(request.headers.get("content-type") ?? "")) return null;
  return problem(
    415,
    "unsupported_media_type",
    "The body must be multipart/form-data with one field `file`: send a FormData, without a Content-Type of your own.",
  );
}

function refuseNavigation(request: Request): Response | null {
  const site = request.headers.get("sec-fetch-site");
  if (site === null || site === "same-origin") return null;
  if (site !== "none" && request.headers.get("sec-fetch-mode") === "cors") return null;
  return problem(
    403,
    "fetch_metadata",
    "The browser says that this write is no CORS request from a page (Sec-Fetch-Site, Sec-Fetch-Mode). Use fetch() " +
      "with mode: cors.",
  );
}

/** Only JSON: a form on another site can send every other type without asking first. */
function refuseOtherThanJson(request: Request): Response | null {
  const [type = "", ...parameters] = (request.headers.get("content-type") ?? "").toLowerCase().split(";");
  const isUtf8 = parameters.every((parameter) => /^\s*(charset\s*=\s*"?utf-8"?\s*)?$/.test(parameter));
  if (type.trim() === "application/json" && isUtf8) return null;
  return problem(
    415,
    "unsupported_media_type",
    "The body must be JSON: send Content-Type: application/json.",
  );
}

/** By the address, or by the browser's word where a proxy has changed the address. */
function isOwnOrigin(request: Request, origin: string): boolean {
  if (origin === "null") return false;
  return origin === new URL(request.url).origin || request.headers.get("sec-fetch-site") === "same-origin";
}
