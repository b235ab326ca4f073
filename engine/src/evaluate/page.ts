import type { NodeType } from "../graph/partition.ts";
import { compareBytes } from "../tuple.ts";

export interface PageRequest {
  /** The last item of the page before: its `next`. */
  readonly after?: string | undefined;
  /** At least 1. */
  readonly limit: number;
}

export interface Page {
  /** What has the relation, in byte order of its ids. */
  readonly items: string[];
  /** What would have it if more of the context were known, likewise; it counts towards the limit. */
  readonly conditional: string[];
  /** What to ask for as `after` next; undefined when this was the last page. */
  readonly next: string | undefined;
}

/** Something to be listed: a node by its number, or an id that has none, such as `*`. */
export interface Listed {
  readonly node: number | string;
  readonly conditional: boolean;
}

/**
 * Sorts what is listed, all of one type, and cuts one page out, written `type:id` and a suffix. Only the page's names
 * are decoded.
 */
export function cutPage(
  { name, dictionary }: NodeType,
  listed: readonly Listed[],
  suffix: string,
  { after, limit }: PageRequest,
): Page {
  const last = after?.slice(name.length + 1, after.length - suffix.length);
  const isAfter = (id: string) => last === undefined || compareBytes(id, last) > 0;
  const numbered = listed.filter((item): item is Listed & { node: number } => typeof item.node === "number");
  numbered.sort((a, b) => dictionary.compare(a.node, b.node));
  const start = firstWhere(numbered, ({ node }) => isAfter(dictionary.id(node)));
  const named = numbered
    .slice(start, start + limit + 1)
    .map(({ node, conditional }) => ({ id: dictionary.id(node), conditional }));
  for (const { node, conditional } of listed) {
    if (typeof node === "string" && isAfter(node)) named.push({ id: node, conditional });
  }
  const page = named.sort((a, b) => compareBytes(a.id, b.id)).slice(0, limit);
  const write = (conditional: boolean) =>
    page.filter((item) => item.conditional === conditional).map(({ id }) => `${name}:${id}${suffix}`);
  const lastId = page.at(-1)?.id;
  return {
    items: write(false),
    conditional: write(true),
    next: named.length > limit && lastId !== undefined ? `${name}:${lastId}${suffix}` : undefined,
  };
}

/** The first place in a list from which on the condition holds. */
function firstWhere<T>(sorted: readonly T[], condition: (value: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (condition(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
