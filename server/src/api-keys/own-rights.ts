import type { Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { areWithin } from "../shared/ip-address.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { isWhole } from "./scopes.ts";
import type { ApiKeyRow } from "./store.ts";

/** The rights of a key. */
export type Rights = Pick<ApiKeyRow, "kind" | "scopes" | "expiresAt" | "allowedIpRanges" | "limits"> & {
  /** Absent for a key that doesn't exist yet. */
  readonly id?: string;
};

type Deps = Pick<ApiKeysDeps, "apiKeys" | "scopes" | "platformScopes">;

/**
 * Throws `key_exceeds_own_rights` if a restricted or platform key would create or change a key that has more rights than its own.
 * Customers' keys have no rights in this API, so they never exceed them.
 */
export async function requireWithinOwnRights(
  app: Deps,
  tenant: Tenant,
  caller: Caller,
  requested: Rights,
): Promise<void> {
  if (!("scopes" in caller) || requested.kind === "customer") return;
  const own = await app.apiKeys.find(caller.kind === "platformKey" ? caller.tenantId : tenant.id, caller.keyId);
  const problems =
    own === undefined
      ? [{ path: "kind", message: "The calling key no longer exists." }]
      : excessOf(app, own, requested);
  if (problems.length > 0) throw new AppError("key_exceeds_own_rights", { problems });
}

function excessOf(app: Deps, own: ApiKeyRow, requested: Rights): { path: string; message: string }[] {
  if (requested.kind !== "restricted" && own.kind !== "platform") {
    return [{ path: "kind", message: "The key must be restricted." }];
  }
  const beyond = app.scopes.beyond(own.scopes, scopesOf(app, requested));
  const problems = {
    scopes: beyond.length > 0 && `The calling key lacks these scopes: ${beyond.join(", ")}.`,
    expiresAt: !endsNoLater(own, requested) && "The key must end when the calling key ends, or before.",
    allowedIpRanges: !hasSubsetOfRanges(own, requested) && "The ranges must be within those of the calling key.",
    limits: !keepsLimits(own, requested) && "A key with limits can only pass on its own limits, to its successor.",
  };
  return Object.entries(problems).flatMap(([path, message]) => (message === false ? [] : [{ path, message }]));
}

/** The scopes that a platform key needs to create the key: for a secret key, every family that both can have. */
function scopesOf({ scopes, platformScopes }: Deps, { kind, scopes: requested }: Rights): readonly string[] {
  if (kind === "restricted") return requested;
  return kind === "publishable"
    ? []
    : scopes.all.filter((scope) => isWhole(scope) && platformScopes.all.includes(scope));
}

function endsNoLater({ expiresAt, retiresAt }: ApiKeyRow, requested: Rights): boolean {
  const ends = [expiresAt, retiresAt].filter((end) => end !== null);
  return ends.every((end) => requested.expiresAt !== null && requested.expiresAt <= end);
}

function hasSubsetOfRanges(own: ApiKeyRow, requested: Rights): boolean {
  if (own.allowedIpRanges.length === 0) return true;
  return requested.allowedIpRanges.length > 0 && areWithin(requested.allowedIpRanges, own.allowedIpRanges);
}

/** Only a successor, which shares the key's count, may have the same limits. */
function keepsLimits(own: ApiKeyRow, requested: Rights): boolean {
  if (own.limits.length === 0) return true;
  return requested.id === own.id && JSON.stringify(requested.limits) === JSON.stringify(own.limits);
}
