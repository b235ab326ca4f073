import { usageError } from "../cli-error.ts";
import { type Procedure, resolved } from "../contract/contract.ts";

/** Items of a list without `--limit` and `--all`. */
export const DEFAULT_LIMIT = 100;
const DEFAULT_PAGE = 1000;

type Page = Readonly<Record<string, unknown>>;

export interface PageOptions {
  readonly limit: number | undefined;
  readonly all: boolean;
  readonly cursor: string | undefined;
}

/** Parses the options of a list. */
export function pageOptions(options: Readonly<Record<string, unknown>>): PageOptions {
  const { limit, all, cursor } = options;
  if (limit !== undefined && all === true) throw usageError("--limit and --all exclude each other.", "Choose one.");
  return {
    limit: typeof limit === "number" ? limit : undefined,
    all: all === true,
    cursor: typeof cursor === "string" ? cursor : undefined,
  };
}

/** Reads pages until there are enough items. Lists of all pages are joined; other fields are those of the last page. */
export async function readPages(
  procedure: Procedure,
  { limit = DEFAULT_LIMIT, all, cursor }: PageOptions,
  fetchPage: (page: { limit: number; cursor?: string }) => Promise<unknown>,
): Promise<Page> {
  const size = pageSizeOf(procedure);
  const maxItems = all ? Number.POSITIVE_INFINITY : limit;
  let result: Page = {};
  for (let next: string | undefined = cursor; ; ) {
    const page = {
      limit: Math.min(size, maxItems - itemsOf(result).length),
      ...(next !== undefined && { cursor: next }),
    };
    result = joined(result, Object(await fetchPage(page)));
    const { nextCursor } = result;
    if (typeof nextCursor !== "string" || itemsOf(result).length >= maxItems) return result;
    next = nextCursor;
  }
}

function pageSizeOf({ input }: Procedure): number {
  const limit = input === null ? undefined : resolved(input).properties?.limit;
  return (limit && resolved(limit).maximum) ?? DEFAULT_PAGE;
}

function itemsOf({ items }: Page): readonly unknown[] {
  return Array.isArray(items) ? items : [];
}

function joined(before: Page, page: Page): Page {
  return Object.fromEntries(
    Object.entries(page).map(([name, value]) => {
      const earlier = before[name];
      return [name, Array.isArray(value) && Array.isArray(earlier) ? [...earlier, ...value] : value];
    }),
  );
}
