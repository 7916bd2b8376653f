import { getDomain } from "tldts";

/** `localhost`, its subdomains and loopback addresses, which browsers trust without TLS. */
export function isLoopback(host: string): boolean {
  return (
    host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host)
  );
}

/** The part of a host that one owner has bought; the host itself where there is none, as for an IP address. */
export function registrableDomain(host: string): string {
  return getDomain(host, { allowPrivateDomains: true }) ?? host;
}

/** Whether browsers count two hosts as one site, their schemes aside. */
export function isSameSite(one: URL, other: URL): boolean {
  return registrableDomain(one.hostname) === registrableDomain(other.hostname);
}

/** A name under which anybody may register, such as `vercel.app`. */
export function isPublicSuffix(host: string): boolean {
  return getDomain(host, { allowPrivateDomains: true }) === null;
}
