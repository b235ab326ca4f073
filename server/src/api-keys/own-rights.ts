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
export async function requireNoMoreThanOwn(app: Deps, tenant: Tenant, caller: Caller, wanted: Rights): Promise<void> {
  if (caller.kind !== "restricted" || wanted.kind === "customer") return;
  const own = await app.apiKeys.find(tenant.id, caller.keyId);
  const problems =
    own === undefined ? [{ path: "kind", message: "The calling key no longer exists." }] : excessOf(app, own, wanted);
  if (problems.length > 0) throw new AppError("key_exceeds_own_rights", { problems });
}

function excessOf({ scopes }: Deps, own: ApiKeyRow, wanted: Rights): { path: string; message: string }[] {
  if (wanted.kind !== "restricted") return [{ path: "kind", message: "The key must be restricted." }];
  const beyond = scopes.beyond(own.scopes, wanted.scopes);
  const problems = {
    scopes: beyond.length > 0 && `These are not among its own: ${beyond.join(", ")}.`,
    expiresAt: !endsWith(own, wanted) && "It has to end when the key itself ends, or before.",
    allowedIpRanges: !isAsNear(own, wanted) && "It has to come from the key's own addresses.",
    limits: !isAsLimited(own, wanted) && "A key that has limits makes no others, which would have theirs besides.",
  };
  return Object.entries(problems).flatMap(([path, message]) => (message === false ? [] : [{ path, message }]));
}

function endsWith({ expiresAt, retiresAt }: ApiKeyRow, wanted: Rights): boolean {
  const ends = [expiresAt, retiresAt].filter((end) => end !== null);
  return ends.every((end) => wanted.expiresAt !== null && wanted.expiresAt <= end);
}

function isAsNear(own: ApiKeyRow, wanted: Rights): boolean {
  if (own.allowedIpRanges.length === 0) return true;
  return wanted.allowedIpRanges.length > 0 && areWithin(wanted.allowedIpRanges, own.allowedIpRanges);
}

/** A successor is counted together with the key itself. */
function isAsLimited(own: ApiKeyRow, wanted: Rights): boolean {
  if (own.limits.length === 0) return true;
  return wanted.id === own.id && JSON.stringify(wanted.limits) === JSON.stringify(own.limits);
}
