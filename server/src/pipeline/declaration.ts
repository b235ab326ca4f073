import { type ScopedCall, Scopes } from "../api-keys/scopes.ts";
import type { Permission } from "../platform/admin-model.ts";
import type { RateLimitClass } from "../ports/rate-limits.ts";
import type { CallerKind } from "../shared/caller.ts";

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

/** What every procedure says about itself; the SDK, the reference and the audit log are made from it. */
export interface Declaration<Kinds extends readonly CallerKind[] = readonly CallerKind[]> {
  /** One line, for people. */
  readonly summary: string;
  /** Which kinds of caller may call it. */
  readonly caller: Kinds;
  readonly rateLimit: RateLimitClass;
  /** The event under which calls and refusals are recorded; `none` for what changes nothing. */
  readonly audit: string;
  /** What a platform admin needs, where that is not what `adminNeedOf` says by itself. */
  readonly admin?: Permission | AdminNeed;
  /** Whether it is about a tenant or the whole platform; the procedure's builder says so. */
  readonly about?: "tenant" | "platform";
}

export const EVERY_CALLER = ["anonymous", "publishable", "secret", "user", "admin"] as const;

/** The scopes of a router: whatever a secret key may call, a restricted key may be allowed by name. */
export function scopesOf(router: { readonly _def: { readonly procedures: object } }): Scopes {
  // Flat at run time, by path; tRPC types it as nested, and keeps the declaration as it was given.
  const flat = router._def.procedures as Record<string, { _def: { type: ScopedCall["type"]; meta?: Declaration } }>;
  const calls = Object.entries(flat).filter(([, { _def }]) => _def.meta?.caller.includes("secret"));
  return new Scopes(calls.map(([path, { _def }]) => ({ path, type: _def.type })));
}
