/** Names that lead to the developer's own machine. */
const OWN_MACHINE = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;

/** Whether a page is seen by whoever builds it: what is wrong is then told in their words, not in the visitors'. */
export function isDeveloperPage(hostname: string): boolean {
  return OWN_MACHINE.test(hostname);
}
