import { searchKey } from "../shared/tenant.ts";

/** The form in which names are searched; null where there is no name. */
export function nameKey(name: string | null): string | null {
  return name === null ? null : searchKey(name);
}
