import { firstIds } from "../graph/first-ids.ts";
import type { NodeType } from "../graph/partition.ts";
import { compareBytes } from "../tuple.ts";
import type { Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import type { Listing } from "./listing.ts";

export interface ListPageRequest {
  /** The last item of the page before: its `next`. */
  readonly after?: string | undefined;
  /** At least 1. */
  readonly limit: number;
}

export interface ListPage {
  /** What has the relation, in byte order of its ids. */
  readonly items: string[];
  /** What would have it if more of the context were known, likewise; it counts towards the limit. */
  readonly conditional: string[];
  /**
   * In a list of subjects that `type:*` is on: whom a tuple names, and who lacks the relation all the same; likewise. Nobody
   * else is excluded from `type:*`.
   */
  readonly excluded: string[];
  /** What to ask for as `after` next; undefined when this was the last page. */
  readonly next: string | undefined;
}

/** Something to be listed by an id that is not a node's. */
export interface NamedItem {
  readonly id: string;
  readonly section: PageSection;
}

type PageSection = "items" | "conditional" | "excluded";

/** Which part of the page a node belongs to. */
export function sectionOf({ conditional, excluded }: Listing, node: number): PageSection {
  return conditional.has(node) ? "conditional" : excluded.has(node) ? "excluded" : "items";
}

/**
 * Cuts one page out of what is listed, all of one type, and writes it `type:id` and a suffix. Only what belongs on
 * the page is sorted, and only its names are decoded.
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
