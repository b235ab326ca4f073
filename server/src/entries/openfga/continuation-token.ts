import type * as z from "zod";
import { fromBase64Url, toBase64Url, utf8 } from "../../ports/encoding.ts";
import { OpenFgaError } from "./openfga-error.ts";

const DEFAULT_PAGE = 50;
const MAX_PAGE = 100;

/** The number of items of a page. Throws `page_size_invalid`. */
export function readPageSize(size: number | string | null | undefined, maximum = MAX_PAGE): number {
  if (size === undefined || size === null || size === "") return DEFAULT_PAGE;
  const number = typeof size === "string" ? Number(size) : size;
  if (Number.isInteger(number) && number >= 1 && number <= maximum) return number;
  throw new OpenFgaError("page_size_invalid", `page_size: value must be inside range [1, ${maximum}]`);
}

/** A continuation token of a position. */
export function encodeToken(position: unknown): string {
  return toBase64Url(utf8(JSON.stringify(position)));
}

/** The position of a token; undefined for an empty one. Throws `invalid_continuation_token`. */
export function decodeToken<Schema extends z.ZodType>(
  token: string | null | undefined,
  position: Schema,
): z.output<Schema> | undefined {
  if (!token) return undefined;
  try {
    return position.parse(JSON.parse(new TextDecoder().decode(fromBase64Url(token))));
  } catch {
    throw invalidToken();
  }
}

export function invalidToken(): OpenFgaError {
  return new OpenFgaError("invalid_continuation_token", "Invalid continuation token");
}

/** The token of a list's next page: its cursor, or empty on the last page. */
export function tokenOf(nextCursor: string | null): string {
  return nextCursor ?? "";
}

/** The cursor in a token: an empty token starts a list. */
export function cursorOf(token: string | null | undefined): string | undefined {
  return token || undefined;
}
