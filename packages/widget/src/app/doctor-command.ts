/** The command that finds out why a site cannot use a backend. */
export function doctorCommand(baseUrl: string, page: string): string {
  const { origin } = new URL(page);
  return `npx chatisle doctor ${new URL(baseUrl || "/", page).href} --origin ${origin}`;
}
