import type { TenantRow } from "../shared/rows.ts";
import { searchKey } from "../shared/tenant.ts";
import type { TenantsDeps } from "./deps.ts";
import type { TenantFilter } from "./store.ts";

/** Position of the last tenant of a page: the order, and the key and id in it. */
export type SearchPosition = ["name" | "slug", string, string];

/**
 * Searches tenants by prefix: first those whose name matches, by name; then those of which only the slug matches, by slug.
 * `next` is the position of the next page, if there is one.
 */
export async function searchTenants(
  { tenants }: Pick<TenantsDeps, "tenants">,
  filter: TenantFilter,
  { search, from, limit }: { search: string; from: SearchPosition | undefined; limit: number },
): Promise<{ items: TenantRow[]; next: SearchPosition | undefined }> {
  const prefix = searchKey(search);
  const [by, key, id] = from ?? ["name", undefined, undefined];
  const after = key === undefined ? undefined : { key, id };
  const found: TenantRow[] = [];
  if (by === "name") found.push(...(await tenants.search(filter, { by, prefix, after }, limit + 1)));
  const nameCount = found.length;
  if (nameCount <= limit) {
    const rest = { by: "slug", prefix, after: by === "slug" ? after : undefined } as const;
    found.push(...(await tenants.search(filter, rest, limit + 1 - nameCount)));
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || last === undefined) return { items, next: undefined };
  return { items, next: items.length <= nameCount ? ["name", last.nameKey, last.id] : ["slug", last.slug, last.id] };
}
