/** Answers one request. What it throws becomes a 500 that tells nothing, or a 503 when the store has failed. */
export type Route = (request: Request) => Promise<Response>;
