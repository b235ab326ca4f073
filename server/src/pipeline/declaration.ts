import { type ScopedCall, Scopes } from "../api-keys/scopes.ts";
import type { Permission } from "../platform/admin-model.ts";
import type { RateLimitClass } from "../ports/rate-limits.ts";
import type { CallerKind } from "../shared/caller.ts";

/** The subject of a call: the tenant that the request names, or the platform as a whole. */
export type Subject = "tenant" | "platform";

/**
 * The permission that an admin needs for a procedure: on the tenant that the request is about, on the platform, on the tenant
 * that the input names (on the platform where it names none), or on each tenant that the result lists.
 */
export interface AdminNeed {
  readonly permission: Permission;
  readonly on: Subject | "named" | "listed";
}

/**
 * The permission that follows from a declaration. Defaults to `read` for queries and `manage` for mutations. Null where admins
 * may not call, or call with the same rights as every signed-in user.
 */
export function adminNeedOf(
  { admin, caller, about = "platform" }: Pick<Declaration, "admin" | "caller"> & { readonly about?: Subject },
  type: ScopedCall["type"],
): AdminNeed | null {
  if (!caller.includes("admin") || caller.includes("user")) return null;
  const declared = typeof admin === "string" ? { permission: admin } : admin;
  return { permission: type === "query" ? "read" : "manage", on: about, ...declared };
}

/** The declaration of a procedure or route. The SDK, the reference and the audit log are made from it. */
export interface Declaration<
  Kinds extends readonly CallerKind[] = readonly CallerKind[],
  About extends Subject = Subject,
> {
  /** One sentence of the reference. */
  readonly summary: string;
  /** The kinds of caller that may call it. */
  readonly caller: Kinds;
  readonly rateLimit: RateLimitClass;
  /** The event under which calls and refusals are recorded; `none` for calls that change nothing. */
  readonly audit: string;
  /**
   * `refused` for a call whose success is stored elsewhere and happens too often for the audit log, such as a refresh. Defaults
   * to `all`.
   */
  readonly auditedOutcomes?: "all" | "refused";
  /** Whether each call signs somebody in. Where it depends on the call, the work sets it in the audit entry. */
  readonly isSignIn?: boolean;
  /** The permission that a platform admin needs. Defaults to that of `adminNeedOf`. */
  readonly admin?: Permission | AdminNeed;
  readonly about: About;
  /** Whether the platform's own tenant is refused: its users are the platform's admins, and are managed as such. */
  readonly excludesPlatform?: boolean;
}

/** One call, as every entry makes it: the path and type of a procedure, and its input before validation. */
export interface Call extends ScopedCall {
  input(): Promise<unknown>;
}

export const EVERY_CALLER = ["anonymous", "publishable", "secret", "user", "admin"] as const;

/** The scopes of a router: one for each procedure that callers of this kind may call, and those of other `calls`. */
export function scopesOf(
  router: { readonly _def: { readonly procedures: object } },
  kind: "secret" | "platformKey",
  others: readonly ScopedCall[] = [],
): Scopes {
  // Flat at run time, by path; tRPC types it as nested.
  const flat = router._def.procedures as Record<string, { _def: { type: ScopedCall["type"]; meta?: Declaration } }>;
  const calls = Object.entries(flat).filter(([, { _def }]) => _def.meta?.caller.includes(kind));
  return new Scopes([...calls.map(([path, { _def }]) => ({ path, type: _def.type })), ...others]);
}
