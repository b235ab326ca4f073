import * as z from "zod";
import { fromBase64Url, toBase64Url, utf8 } from "../ports/encoding.ts";
import { AppError } from "../shared/errors/app-error.ts";

/** Characters of a cursor: of the longest that is issued, of a tuple with the longest names and ids. */
export const MAX_CURSOR = 8192;
export const MAX_PAGE = 1000;
export const DEFAULT_PAGE = 100;

/** Input fields of every list, beside its filter. */
export const pageInput = {
  cursor: z
    .string()
    .max(MAX_CURSOR)
    .optional()
    .describe("nextCursor of the previous page. Defaults to the first page."),
  limit: z.int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE).describe("Maximum number of items per page."),
};

/** Output fields of every list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return {
    items: z.array(item),
    nextCursor: z.string().nullable().describe("Cursor of the next page; null on the last page."),
  };
}

/** A page of `limit` rows, from a query for one row more. */
export function cutPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { cursor, item }: { cursor: (row: Row) => unknown; item: (row: Row) => Item },
): { items: Item[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: page.map(item), nextCursor: more ? encodeCursor(cursor(last)) : null };
}

export function encodeCursor(position: unknown): string {
  return toBase64Url(utf8(JSON.stringify(position)));
}

/** The position of a cursor. Throws `invalid_input` for a cursor of another list. */
export function decodeCursor<Schema extends z.ZodType>(
  cursor: string | undefined,
  position: Schema,
): z.infer<Schema> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return position.parse(JSON.parse(new TextDecoder().decode(fromBase64Url(cursor))));
  } catch {
    throw new AppError("invalid_input", {
      issues: [{ path: "cursor", message: "This is not a cursor of this list." }],
    });
  }
}

/**
 * The input of a procedure that has none. All empty bodies are empty objects by the time a procedure sees them
 * (`procedure.ts`), and a field is refused, as in every other input.
 */
export const noInput = z
  .strictObject({})
  // Callers see a procedure that takes nothing; zod infers an object without fields.
  .transform(() => undefined) as unknown as z.ZodType<void, void>;
