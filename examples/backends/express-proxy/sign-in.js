/**
 * Sign-in by redirect, as OAuth does it: off to the provider, and back with a code that the service exchanges.
 * All on one domain, so the cookie that is set on the way back is the one the chat uses.
 */
import { createHash, randomBytes } from "node:crypto";
import { Router } from "express";
import { isProduction } from "../settings.js";
import { readCookie } from "./session-cookie.js";

const CALLBACK = "/api/v1/auth/callback";
/** What is remembered between the way out and the way back. Lax: the way back is a navigation from the provider. */
const TRIP = isProduction ? "__Host-sign-in" : "sign_in_dev";
const OPTIONS = { path: "/", httpOnly: true, sameSite: "lax", secure: isProduction, maxAge: 10 * 60 * 1000 };

/** @param signIn - Writes the session of a user into the answer. */
export function signInRoutes(provider, signIn) {
  const router = Router();

  router.get("/auth/login", (request, response) => {
    const trip = {
      state: random(),
      verifier: random(),
      returnTo: ownPath(request.query.return_to, request.headers.host),
    };
    response.cookie(TRIP, Buffer.from(JSON.stringify(trip)).toString("base64url"), OPTIONS);
    const question = new URLSearchParams({
      response_type: "code",
      client_id: provider.clientId,
      redirect_uri: CALLBACK,
      state: trip.state,
      code_challenge: createHash("sha256").update(trip.verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    response.redirect(`${provider.authorizeUrl}?${question}`);
  });

  router.get("/auth/callback", async (request, response) => {
    const trip = JSON.parse(
      Buffer.from(readCookie(request.headers, TRIP) ?? "", "base64url").toString() || "null",
    );
    // Otherwise another person's answer could be slipped to this visitor.
    if (trip === null || trip.state !== request.query.state) {
      return response
        .status(403)
        .send("This answer belongs to no sign-in of this browser. Please try again.");
    }
    const user = await provider.redeem(String(request.query.code), trip.verifier);
    await signIn(user, request, response);
    response.clearCookie(TRIP, OPTIONS).redirect(trip.returnTo);
  });

  return router;
}

const random = () => randomBytes(24).toString("base64url");

/** The path of a page of this site: a link that led anywhere else would lend our name to others. */
function ownPath(text, host) {
  const home = new URL(`https://${host}/`);
  const url = URL.canParse(String(text), home) ? new URL(String(text), home) : home;
  return url.host === home.host ? `${url.pathname}${url.search}${url.hash}` : "/";
}
