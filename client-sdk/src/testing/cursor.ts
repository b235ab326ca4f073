import { ServiceError } from "./service-error.ts";

/** Where a page ended, in the form in which the service writes it. */
export function encodeCursor(position: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(position));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The position that a cursor stands for. Throws `invalid_input` unless it is one of that list. */
export function decodeCursor<Position>(
  cursor: string | undefined,
  isPosition: (value: unknown) => value is Position,
): Position | undefined {
  if (cursor === undefined) return undefined;
  const position = positionIn(cursor);
  if (isPosition(position)) return position;
  throw new ServiceError("invalid_input", { issues: [{ path: "cursor", message: "This is no cursor of this list." }] });
}

function positionIn(cursor: string): unknown {
  // What `atob` takes besides.
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
