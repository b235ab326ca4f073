/** Fields whose text is an id, an enum value or of a validated form, never free text. */
const LOGGED_FIELDS = new Set(
  "id slug kind mode environment plan parentId tenant role grant status host scopes sessionId keyId userId expiresAt".split(
    " ",
  ),
);
const MAX_TEXT_LENGTH = 256;
const MAX_ITEMS = 50;

/**
 * Details of a change for the audit log, from a call's input and response: the id of the changed object, numbers, booleans,
 * times, and text of fields that can't hold a secret. Of all other fields only the names are logged.
 */
export function changeOf(input: unknown, response: unknown): Record<string, unknown> | null {
  const present = isRecord(input) ? Object.entries(input).filter(([, value]) => value !== undefined) : [];
  const logged = present.flatMap(([name, value]) => (isLoggable(name, value) ? [[name, plain(value)] as const] : []));
  const others = present.map(([name]) => name).filter((name) => !logged.some(([known]) => known === name));
  const id = logged.some(([name]) => name === "id") ? undefined : idIn(response);
  const change = {
    ...(id !== undefined && { id }),
    ...Object.fromEntries(logged),
    ...(others.length > 0 && { fields: others }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

function isLoggable(name: string, value: unknown): boolean {
  if (value === null || value instanceof Date) return true;
  if (typeof value === "number" || typeof value === "boolean") return true;
  if (!LOGGED_FIELDS.has(name)) return false;
  if (Array.isArray(value)) return value.length <= MAX_ITEMS && value.every((item) => isShortText(item));
  return isShortText(value);
}

function isShortText(value: unknown): boolean {
  return typeof value === "string" && value.length <= MAX_TEXT_LENGTH;
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

/** The id in a response: its own, or that of the object inside it. */
function idIn(response: unknown, isWithin = false): string | undefined {
  if (!isRecord(response)) return undefined;
  if (typeof response.id === "string") return response.id;
  if (isWithin) return undefined;
  const ids = Object.values(response).map((part) => idIn(part, true));
  return ids.find((id) => id !== undefined);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
