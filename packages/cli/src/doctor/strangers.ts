import { registrableDomain } from "../cookies/site.js";

/** Origins that a careless allow-list lets in, made from the one that belongs there. */
export function strangersTo(site: string): string[] {
  const { protocol, hostname, port } = new URL(site);
  const end = port === "" ? "" : `:${port}`;
  const domain = registrableDomain(hostname);
  const suffix = domain.slice(domain.indexOf(".") + 1);
  return [
    "https://evil.example",
    "null",
    // Lists that ask how an origin begins.
    `${protocol}//${hostname}.evil.example${end}`,
    // Patterns whose dot means any character.
    ...(hostname.includes(".") ? [`${protocol}//${hostname.replace(".", "x")}${end}`] : []),
    ...(protocol === "https:" ? [`http://${hostname}${end}`] : []),
    // Patterns that let in every customer of a hosting provider.
    ...(suffix.includes(".") ? [`${protocol}//attacker.${suffix}${end}`] : []),
  ];
}
