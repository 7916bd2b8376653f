/** Of what is no address: enough to tell any two apart. */
const MAX_LENGTH = 64;

/**
 * What of a client's address is counted: all of IPv4, and the first 64 bits of IPv6, because a single connection has all
 * addresses behind them. A port, which some proxies add, is new with every connection.
 */
export function networkOf(address: string): string {
  const [, ipv4] = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?$/i.exec(address) ?? [];
  if (ipv4 !== undefined) return ipv4;
  const ipv6 = `http://[${address.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/%.*$/, "")}]`;
  if (!URL.canParse(ipv6)) return address.slice(0, MAX_LENGTH);
  const [before = [], after = []] = new URL(ipv6).hostname
    .slice(1, -1)
    .split("::")
    .map((groups) => groups.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  return `${[...before, ...zeros, ...after].slice(0, 4).join(":")}::/64`;
}
