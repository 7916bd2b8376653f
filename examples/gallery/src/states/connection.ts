import { HttpResponse, http } from "msw";
import { silence } from "../backend.js";
import { exchange } from "../conversation.js";
import { kit, path, type States, words } from "../state.js";

const someone = { session_id: "s", v: 1, state: "active", is_anonymous: false, subject: "ada" } as const;

/** A session of somebody, which the backend then says is over. */
const expired = [
  http.get(path("/api/session"), () => HttpResponse.json({ ...someone, capabilities: ["code"] })),
  http.post(path("/chat"), () => HttpResponse.json({ code: "expired", detail: "Over." }, { status: 401 })),
  http.post(path("/api/auth/code"), () => new HttpResponse(null, { status: 204 })),
];

/** What is wrong between the visitor and the backend. */
export const CONNECTION: States = {
  offline: {
    title: "Offline",
    backend: kit(exchange(words.delivery, 1)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("message-assistant");
      visitor.losesTheNetwork();
      await visitor.writes(words.question);
      await visitor.sees("banner-offline");
    },
  },
  reconnecting: {
    title: "Reconnecting",
    handlers: [
      http.get(path("/api/session"), () => HttpResponse.json(someone), { once: true }),
      http.get(path("/api/session"), silence),
      http.post(path("/chat"), () =>
        HttpResponse.json({ code: "unknown_key", detail: "", retry: true }, { status: 401 }),
      ),
    ],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("status-online");
      await visitor.writes(words.question);
      await visitor.sees("status-reconnecting");
    },
  },
  unavailable: {
    title: "Out of reach",
    backend: { scenario: "unreachable" },
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("banner-unavailable");
    },
  },
  expired: {
    title: "Session expired",
    handlers: expired,
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("status-online");
      await visitor.writes(words.question);
      await visitor.sees("banner-expired");
    },
  },
  "sign-in": {
    title: "Signing in",
    handlers: expired,
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("status-online");
      await visitor.writes(words.question);
      await visitor.sees("banner-expired");
      await visitor.presses("link-button");
      await visitor.sees("field");
    },
  },
  "sign-in-code": {
    title: "Signing in, a wrong code",
    handlers: [
      ...expired,
      http.post(path("/api/auth/code/verify"), () => new HttpResponse(null, { status: 401 })),
    ],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("status-online");
      await visitor.writes(words.question);
      await visitor.presses("link-button");
      await visitor.types("ada@example.com", "field");
      await visitor.presses("primary");
      await visitor.sees("field", '[autocomplete="one-time-code"]');
      await visitor.types("123456", "field");
      await visitor.presses("primary");
      await visitor.sees("form-failure", ":not(:empty)");
    },
  },
  "rate-limited": {
    title: "Too many messages",
    backend: { scenario: "rate-limited", retryAfter: 45 },
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("status-online");
      await visitor.writes(words.question);
      await visitor.sees("banner-throttled");
    },
  },
  "cookies-blocked": {
    title: "No cookies",
    backend: { scenario: "anonymous" },
    handlers: [http.post(path("/chat"), () => new HttpResponse(null, { status: 401 }))],
    prepare: () => Object.defineProperty(navigator, "cookieEnabled", { value: false }),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.question);
      await visitor.sees("banner-cookies");
    },
  },
  misconfigured: {
    title: "Wrong option, seen by the developer",
    options: { apiBaseUrl: "api.example.com" },
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("card-misconfigured");
    },
  },
};
