/** The attributes that place a launcher. */
export const OFFSET_ATTRIBUTES = ["offset-x", "offset-y"] as const;

/**
 * Sets the custom property that an offset's attribute stands for: not every browser reads lengths from attributes.
 * Written through the style object, which no content security policy forbids.
 * @param value - CSS pixels; null, or what is no number, leaves the default.
 */
export function setOffset(
  host: HTMLElement,
  name: (typeof OFFSET_ATTRIBUTES)[number],
  value: string | null,
): void {
  const pixels = Number.parseFloat(value ?? "");
  if (Number.isNaN(pixels)) host.style.removeProperty(`--chatisle-${name}`);
  else host.style.setProperty(`--chatisle-${name}`, `${pixels}px`);
}
