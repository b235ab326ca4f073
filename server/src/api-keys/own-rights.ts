import type { Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { areWithin } from "../shared/ip-address.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { ApiKeysDeps } from "./deps.ts";
import type { ApiKeyRow } from "./store.ts";

/** What of a key says how much may be done with it. */
export type Rights = Pick<ApiKeyRow, "kind" | "scopes" | "expiresAt" | "allowedIpRanges" | "limits"> & {
  /** Absent of a key that there is not yet. */
  readonly id?: string;
};

type Deps = Pick<ApiKeysDeps, "apiKeys" | "scopes">;

/**
 * Throws `key_exceeds_own_rights` where whoever holds a restricted key would come to a key that may do more, by making it or by
 * changing it. Keys of customers open nothing here, so they are not more.
 */
export async function requireWithinOwnRights(app: Deps, tenant: Tenant, caller: Caller, requested: Rights): Promise<void> {
  if (caller.kind !== "restricted" || requested.kind === "customer") return;
  const own = await app.apiKeys.find(tenant.id, caller.keyId);
  const problems =
    own === undefined ? [{ path: "kind", message: "The calling key no longer exists." }] : excessOf(app, own, requested);
  if (problems.length > 0) throw new AppError("key_exceeds_own_rights", { problems });
}

function excessOf({ scopes }: Deps, own: ApiKeyRow, requested: Rights): { path: string; message: string }[] {
  if (requested.kind !== "restricted") return [{ path: "kind", message: "The key must be restricted." }];
  const beyond = scopes.beyond(own.scopes, requested.scopes);
  const problems = {
    scopes: beyond.length > 0 && `These are not among its own: ${beyond.join(", ")}.`,
    expiresAt: !endsNoLater(own, requested) && "It has to end when the key itself ends, or before.",
    allowedIpRanges: !hasSubsetOfRanges(own, requested) && "It has to come from the key's own addresses.",
    limits: !keepsLimits(own, requested) && "A key that has limits makes no others, which would have theirs besides.",
  };
  return Object.entries(problems).flatMap(([path, message]) => (message === false ? [] : [{ path, message }]));
}

function endsNoLater({ expiresAt, retiresAt }: ApiKeyRow, requested: Rights): boolean {
  const ends = [expiresAt, retiresAt].filter((end) => end !== null);
  return ends.every((end) => requested.expiresAt !== null && requested.expiresAt <= end);
}

function hasSubsetOfRanges(own: ApiKeyRow, requested: Rights): boolean {
  if (own.allowedIpRanges.length === 0) return true;
  return requested.allowedIpRanges.length > 0 && areWithin(requested.allowedIpRanges, own.allowedIpRanges);
}

/** A successor is counted together with the key itself. */
function keepsLimits(own: ApiKeyRow, requested: Rights): boolean {
  if (own.limits.length === 0) return true;
  return requested.id === own.id && JSON.stringify(requested.limits) === JSON.stringify(own.limits);
}
