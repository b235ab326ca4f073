import type { TenantRow } from "../shared/rows.ts";
import { searchKey } from "../shared/tenant.ts";
import type { TenantsDeps } from "./deps.ts";
import type { TenantFilter } from "./store.ts";

/** Where a page ended: in which of the two orders, and where in that. */
export type SearchPosition = ["name" | "slug", string, string];

/**
 * The tenants whose name begins so, by name; then those whose slug does and whose name does not, by slug. With where the
 * next page begins, if there is one.
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
  const named = found.length;
  if (named <= limit) {
    const rest = { by: "slug", prefix, after: by === "slug" ? after : undefined } as const;
    found.push(...(await tenants.search(filter, rest, limit + 1 - named)));
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  if (found.length <= limit || last === undefined) return { items, next: undefined };
  return { items, next: items.length <= named ? ["name", last.nameKey, last.id] : ["slug", last.slug, last.id] };
}
