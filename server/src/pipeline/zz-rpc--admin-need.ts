import type { Permission } from "../platform/admin-model.ts";
import type { Declaration } from "./declaration.ts";

/**
 * What an admin needs for a procedure: a permission for the tenant that the request is about, for the platform, for the
 * tenant that the input names (for the platform where it names none), or for each tenant that is in the answer.
 */
export interface AdminNeed {
  readonly permission: Permission;
  readonly on: "tenant" | "platform" | "named" | "listed";
}

/**
 * The need that follows from a declaration: to read for what only reads, to manage for the rest, unless it says otherwise.
 * Null where admins may not call at all, or may as every signed-in user may.
 */
export function adminNeedOf(
  { admin, caller, about = "platform" }: Pick<Declaration, "admin" | "caller" | "about">,
  type: "query" | "mutation",
): AdminNeed | null {
  if (!caller.includes("admin") || caller.includes("user")) return null;
  const given = typeof admin === "string" ? { permission: admin } : admin;
  return { permission: type === "query" ? "read" : "manage", on: about, ...given };
}
