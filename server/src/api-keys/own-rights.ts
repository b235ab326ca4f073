import type { Caller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { areWithin } from "../shared/ip-address.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { ApiKeysDeps } from "./deps.ts";
import type { ApiKeyRow } from "./store.ts";

/** The rights of a key. */
export type Rights = Pick<ApiKeyRow, "kind" | "scopes" | "expiresAt" | "allowedIpRanges" | "limits"> & {
  /** Absent for a key that doesn't exist yet. */
  readonly id?: string;
};

type Deps = Pick<ApiKeysDeps, "apiKeys" | "scopes">;

/**
 * Throws `key_exceeds_own_rights` if a restricted key would create or change a key that has more rights than its own.
 * Customers' keys have no rights in this API, so they never exceed them.
 */
export async function requireWithinOwnRights(
  app: Deps,
  tenant: Tenant,
  caller: Caller,
  requested: Rights,
): Promise<void> {
  if (caller.kind !== "restricted" || requested.kind === "customer") return;
  const own = await app.apiKeys.find(tenant.id, caller.keyId);
  const problems =
    own === undefined
      ? [{ path: "kind", message: "The calling key no longer exists." }]
      : excessOf(app, own, requested);
  if (problems.length > 0) throw new AppError("key_exceeds_own_rights", { problems });
}

function excessOf({ scopes }: Deps, own: ApiKeyRow, requested: Rights): { path: string; message: string }[] {
  if (requested.kind !== "restricted") return [{ path: "kind", message: "The key must be restricted." }];
  const beyond = scopes.beyond(own.scopes, requested.scopes);
  const problems = {
    scopes: beyond.length > 0 && `The calling key lacks these scopes: ${beyond.join(", ")}.`,
    expiresAt: !endsNoLater(own, requested) && "The key must end when the calling key ends, or before.",
    allowedIpRanges: !hasSubsetOfRanges(own, requested) && "The ranges must be within those of the calling key.",
    limits: !keepsLimits(own, requested) && "A key with limits can only pass on its own limits, to its successor.",
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

/** Only a successor, which shares the key's count, may have the same limits. */
function keepsLimits(own: ApiKeyRow, requested: Rights): boolean {
  if (own.limits.length === 0) return true;
  return requested.id === own.id && JSON.stringify(requested.limits) === JSON.stringify(own.limits);
}
