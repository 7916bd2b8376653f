/** What an attribute that holds JSON turned out to be. */
export type JsonAttribute<Value> =
  | { readonly ok: true; readonly value: Value | undefined }
  | { readonly ok: false; readonly problem: string; readonly fix: string };

/** The kinds of JSON that attributes of `<chat-widget>` hold, with the way to write each. */
const KINDS = {
  object: { name: "a JSON object", example: '{"…":"…"}' },
  list: { name: "a JSON list", example: '["…","…"]' },
  limits: { name: "a JSON object or false", example: '{"maxSize":5000000}' },
} as const;

const KIND_OF: Readonly<Record<string, keyof typeof KINDS>> = { prompts: "list", attachments: "limits" };

/** Reads an attribute that holds JSON. An absent one is undefined, and no fault. */
export function parseJsonAttribute(name: string, text: string | undefined): JsonAttribute<unknown> {
  if (text === undefined) return { ok: true, value: undefined };
  const kind = KIND_OF[name] ?? "object";
  const refuse = (problem: string): JsonAttribute<unknown> => ({
    ok: false,
    problem: `The attribute "${name}" of <chat-widget> ${problem}.`,
    fix: `Write ${KINDS[kind].name} in it, such as ${name}='${KINDS[kind].example}', or leave the attribute out.`,
  });
  try {
    const value: unknown = JSON.parse(text);
    return isOfKind(value, kind) ? { ok: true, value } : refuse(`is not ${KINDS[kind].name}`);
  } catch (error) {
    return refuse(`is not JSON (${error instanceof Error ? error.message : error})`);
  }
}

function isOfKind(value: unknown, kind: keyof typeof KINDS): boolean {
  if (kind === "list") return Array.isArray(value);
  if (kind === "limits" && value === false) return true;
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
