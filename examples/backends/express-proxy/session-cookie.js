import { isProduction } from "../settings.js";
import { WEEK } from "./store.js";

/** The prefix keeps other subdomains from writing the cookie; it needs https. */
const NAME = isProduction ? "__Host-chat" : "chat_dev";
const OPTIONS = { path: "/", httpOnly: true, sameSite: "lax", secure: isProduction };

/** The token that a request or a WebSocket's upgrade came with. */
export const tokenOf = ({ headers }) => readCookie(headers, NAME);

export const writeToken = (response, token) => response.cookie(NAME, token, { ...OPTIONS, maxAge: WEEK });
export const clearToken = (response) => response.clearCookie(NAME, OPTIONS);

export function readCookie({ cookie = "" }, name) {
  const pair = cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
