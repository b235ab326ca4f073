import { ServiceError } from "./service-error.ts";

/** Encodes the end of a page like the service. */
export function encodeCursor(position: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(position));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Decodes a cursor. Throws `invalid_input` for a cursor of another list. */
export function decodeCursor<Position>(
  cursor: string | undefined,
  isPosition: (value: unknown) => value is Position,
): Position | undefined {
  if (cursor === undefined) return undefined;
  const position = positionIn(cursor);
  if (isPosition(position)) return position;
  throw new ServiceError("invalid_input", {
    issues: [{ path: "cursor", message: "This is not a cursor of this list." }],
  });
}

function positionIn(cursor: string): unknown {
  // `atob` also accepts these.
  if (/[+/]/.test(cursor)) return undefined;
  try {
    const bytes = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
  } catch {
    return undefined;
  }
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}
