/** Names that lead to the developer's own machine. */
const OWN_MACHINE = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;

/** Whether a page is seen by whoever builds it: what is wrong is then told in their words, not in the visitors'. */
export function isDeveloperPage(hostname: string): boolean {
  return OWN_MACHINE.test(hostname);
}

/** The command that finds out why a site cannot use a backend. */
export function doctorCommand(baseUrl: string, page: string): string {
  const { origin } = new URL(page);
  return `npx chatisle doctor ${new URL(baseUrl || "/", page).href} --origin ${origin}`;
}
