/** Fields whose text is an id, a name out of a few, or of a form that was checked: never anything that somebody made up. */
const TOLD = new Set(
  "id slug kind mode environment plan parentId tenant role grant status host scopes sessionId keyId userId expiresAt".split(
    " ",
  ),
);
const LONGEST_TEXT = 256;
const MOST_ITEMS = 50;

/**
 * What the log says of a change, from the input that was taken and the answer that was given: the id of what it was about,
 * numbers, switches and times, text of fields that cannot hold a secret, and of all other fields only that they were given.
 */
export function changeOf(input: unknown, answer: unknown): Record<string, unknown> | null {
  const given = isRecord(input) ? Object.entries(input).filter(([, value]) => value !== undefined) : [];
  const told = given.flatMap(([name, value]) => (isTold(name, value) ? [[name, plain(value)] as const] : []));
  const others = given.map(([name]) => name).filter((name) => !told.some(([known]) => known === name));
  const id = told.some(([name]) => name === "id") ? undefined : idIn(answer);
  const change = {
    ...(id !== undefined && { id }),
    ...Object.fromEntries(told),
    ...(others.length > 0 && { fields: others }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

function isTold(name: string, value: unknown): boolean {
  if (value === null || value instanceof Date) return true;
  if (typeof value === "number" || typeof value === "boolean") return true;
  if (!TOLD.has(name)) return false;
  if (Array.isArray(value)) return value.length <= MOST_ITEMS && value.every((item) => isShortText(item));
  return isShortText(value);
}

function isShortText(value: unknown): boolean {
  return typeof value === "string" && value.length <= LONGEST_TEXT;
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

/** The id of what was made, which an answer says by itself or of the one thing in it. */
function idIn(answer: unknown, isWithin = false): string | undefined {
  if (!isRecord(answer)) return undefined;
  if (typeof answer.id === "string") return answer.id;
  if (isWithin) return undefined;
  const ids = Object.values(answer).map((part) => idIn(part, true));
  return ids.find((id) => id !== undefined);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
