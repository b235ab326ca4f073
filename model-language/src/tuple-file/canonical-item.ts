/** A JSON string. */
const TEXT = String.raw`"(?:[^"\\\n]|\\.)*"`;
const ITEM = new RegExp(
  `^- user: (${TEXT})\n  relation: (${TEXT})\n  object: (${TEXT})\n` +
    `(?:  condition:\n    name: (${TEXT})\n(?:    context: (\\{[^\n]*\\})\n)?)?(?:  expires_at: (${TEXT})\n)?\n?$`,
);

/**
 * The JSON of an item as the canonical export writes it, without a parser of YAML: JSON means the same in YAML. Undefined for
 * another item. Exports are read so whatever is in their contexts, and faster.
 */
export function jsonOfCanonicalItem(text: string): string | undefined {
  const [, user, relation, object, name, context, expiry] = ITEM.exec(text) ?? [];
  if (user === undefined) return undefined;
  const values = context === undefined ? "" : `,"context":${context}`;
  const condition = name === undefined ? "" : `,"condition":{"name":${name}${values}}`;
  const expires = expiry === undefined ? "" : `,"expires_at":${expiry}`;
  const parts = [user, relation, object, name, context, expiry];
  if (!parts.every((part) => part === undefined || isJson(part))) return undefined;
  return `{"user":${user},"relation":${relation},"object":${object}${condition}${expires}}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
