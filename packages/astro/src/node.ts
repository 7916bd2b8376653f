export { type AcceptWebSocketsOptions, acceptWebSockets } from "./backend/accept-web-sockets.js";
export { proxyWebSockets, type WebSocketProxyOptions } from "./same-domain/proxy-web-sockets.js";
