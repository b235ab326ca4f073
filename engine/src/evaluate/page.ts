import { firstIds } from "../graph/first-ids.ts";
import type { NodeType } from "../graph/partition.ts";
import { compareBytes } from "../tuple.ts";
import type { Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import type { Listing } from "./listing.ts";

export interface ListPageRequest {
  /** `next` of the previous page. */
  readonly after?: string | undefined;
  /** At least 1. */
  readonly limit: number;
}

export interface ListPage {
  /** Items that have the relation, in byte order of their ids. */
  readonly items: string[];
  /** Items that may have it, depending on missing context, in the same order. They count towards the limit. */
  readonly conditional: string[];
  /**
   * Subjects that a tuple names and that lack the relation, if `type:*` is listed; in the same order. No other
   * subject is excluded from `type:*`.
   */
  readonly excluded: string[];
  /** Cursor for `after`; undefined on the last page. */
  readonly next: string | undefined;
}

/** An item whose id isn't a node's. */
export interface NamedItem {
  readonly id: string;
  readonly section: PageSection;
}

type PageSection = "items" | "conditional" | "excluded";

/** Section of the page that a node belongs to. */
export function sectionOf({ conditional, excluded }: Listing, node: number): PageSection {
  return conditional.has(node) ? "conditional" : excluded.has(node) ? "excluded" : "items";
}

/**
 * Builds one page of a listing, whose nodes have one type, as `type:id` plus suffix. Only items on the page are
 * sorted and decoded.
 */
export function* cutPage(
  meter: Meter,
  type: NodeType,
  listing: Listing,
  others: readonly NamedItem[],
  suffix: string,
  { after, limit }: ListPageRequest,
): Steps<ListPage> {
  const { name, dictionary } = type;
  const last = after?.slice(name.length + 1, after.length - suffix.length);
  const { nodes } = listing;
  const numbers = yield* firstIds(meter, dictionary, { count: nodes.length, at: (i) => nodes[i] }, last, limit + 1);
  const found = numbers.map((node): NamedItem => ({ id: dictionary.id(node), section: sectionOf(listing, node) }));
  found.push(...others.filter(({ id }) => last === undefined || compareBytes(id, last) > 0));
  const page = found.sort((a, b) => compareBytes(a.id, b.id)).slice(0, limit);
  const write = (part: PageSection) =>
    page.filter(({ section }) => section === part).map(({ id }) => `${name}:${id}${suffix}`);
  const lastId = page.at(-1)?.id;
  return {
    items: write("items"),
    conditional: write("conditional"),
    excluded: write("excluded"),
    next: found.length > limit && lastId !== undefined ? `${name}:${lastId}${suffix}` : undefined,
  };
}
