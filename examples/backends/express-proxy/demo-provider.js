/** A stand-in for Google, Auth0 or Keycloak, with one user and no password. Put yours in its place. */
import { createHash, randomBytes } from "node:crypto";
import { Router } from "express";

export function demoProvider() {
  const codes = new Map();
  const routes = Router();

  routes.get("/provider/authorize", ({ query }, response) => {
    const code = randomBytes(16).toString("base64url");
    codes.set(code, query.code_challenge);
    const back = `${query.redirect_uri}?${new URLSearchParams({ code, state: query.state })}`;
    response.send(
      `<!doctype html><title>Sign in</title><a href="${back.replaceAll("&", "&amp;")}">Continue as Ada</a>`,
    );
  });

  return {
    routes,
    clientId: "chat",
    authorizeUrl: "/api/v1/provider/authorize",
    /** With a real provider: a POST to its token endpoint. */
    async redeem(code, verifier) {
      const challenge = codes.get(code);
      codes.delete(code);
      if (challenge !== createHash("sha256").update(verifier).digest("base64url"))
        throw new Error("A wrong code.");
      return "ada";
    },
  };
}
