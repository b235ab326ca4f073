import { hashKey, kindOfKey } from "../api-keys/api-key.ts";
import { type CountedKey, countedOf } from "../api-keys/key-use.ts";
import { endOf, type KeyBearer, lastsUntil, mayBeUsedOn, problemOf } from "../api-keys/usable.ts";
import type { Caller, KeyHolder, PlatformAdmin, RestrictedKeyHolder, SignedInUser } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import { clockOf } from "../shared/tenant-clock.ts";
import { requireOpen, requireSameEnvironment } from "../shared/tenant-status.ts";
import type { RevocationReason } from "../tokens/revocations.ts";
import type { Credentials } from "./credentials.ts";
import { isSubdomain, tenantNamed } from "./credentials.ts";
import type { AppDeps } from "./deps.ts";

export interface Resolved {
  readonly caller: Caller;
  /** The tenant that the request is about; undefined where nothing names one. */
  readonly tenant: Tenant | undefined;
  /** The API key beside the token, if any: the client that a user signs in with. */
  readonly keyId: string | null;
  /** The key's limits, as its calls are counted; null for a key without limits of its own. */
  readonly keyUse: CountedKey | null;
  /** Milliseconds until the credentials expire; infinite for a key without an expiry. */
  readonly endsInMs: number;
}

type Deps = Pick<
  AppDeps,
  | "config"
  | "clock"
  | "clockOffsets"
  | "knownKeys"
  | "accessTokens"
  | "tenants"
  | "revocations"
  | "tenantCache"
  | "lastUse"
  | "keyLastUse"
  | "failedLookups"
>;

/**
 * Identifies the caller and the tenant: by access token, then key, then `x-tenant-id`, then host (`atHost` is the tenant that is
 * served there). If several name a tenant, they must name the same one. Only a platform admin may name any tenant; the header
 * then overrides the host.
 *
 * Throws `key_*`, `ip_not_allowed`, `origin_not_allowed`, `environment_mismatch`, `token_*`, `session_ended`, `user_banned`,
 * `tenant_not_found`, `tenant_mismatch`, `tenant_suspended`, `tenant_deleted`, and `rate_limited` for an IP address that
 * has named too many keys or tenants that don't exist.
 */
export async function resolveCaller(
  app: Deps,
  credentials: Credentials,
  atHost: Tenant | undefined,
): Promise<Resolved> {
  const key = credentials.key === undefined ? undefined : resolveKey(app, credentials.key, credentials.bearer);
  const token =
    credentials.token === undefined ? undefined : resolveToken(app, credentials.token, credentials.bearer.address);
  // Both at the same time. If both fail, the key's error is thrown.
  await Promise.allSettled([key, token]);
  const [byKey, byToken] = [await key, await token];
  const named = await resolveNamed(app, credentials, atHost);

  const own = byToken?.tenant ?? byKey?.tenant;
  const mayNameAny = byToken?.caller.kind === "admin" && byKey === undefined;
  const claims = [byKey?.tenant, byToken?.tenant, named, atHost].filter((tenant) => tenant !== undefined);
  if (!mayNameAny && claims.some((tenant) => tenant.id !== claims[0]?.id)) throw new AppError("tenant_mismatch");

  const tenant = mayNameAny ? (named ?? own) : (own ?? named);
  const caller = byToken?.caller ?? byKey?.caller ?? { kind: "anonymous" };
  // Admins may manage a suspended tenant.
  if (tenant !== undefined && caller.kind !== "admin") requireOpen(tenant);
  const endsInMs = Math.min(byKey?.endsInMs ?? Number.POSITIVE_INFINITY, byToken?.endsInMs ?? Number.POSITIVE_INFINITY);
  return { caller, tenant, keyId: byKey?.caller.keyId ?? null, keyUse: byKey?.use ?? null, endsInMs };
}

/** A cached key needs no database read: the tenant's state says whether it is still valid. */
async function resolveKey(
  app: Deps,
  text: string,
  bearer: KeyBearer,
): Promise<{ caller: KeyHolder | RestrictedKeyHolder; tenant: Tenant; use: CountedKey | null; endsInMs: number }> {
  const kind = kindOfKey(text);
  if (kind === undefined) throw new AppError("key_malformed");
  if (kind === "customer") throw new AppError("customer_key_not_allowed");
  const hash = await hashKey(text);
  // A key that has ended stays so, and needs no lookup.
  const cached = app.knownKeys.last(hash);
  const end = cached && endOf(cached.key, clockOf(app, cached.tenant).now());
  if (end !== undefined) throw new AppError(end);
  const lookup = { address: bearer.address, what: `key ${hash}`, now: app.clock.now() };
  const found = await app.failedLookups.find(lookup, async () => await app.knownKeys.findByHash(hash, lookup.now));
  if (found === undefined) throw new AppError("key_invalid");
  const { key, tenant } = found;
  const now = clockOf(app, tenant).now();
  const problem = problemOf(key, now, bearer.address);
  if (problem !== undefined) throw new AppError(problem);
  if (!mayBeUsedOn(key, bearer)) throw new AppError("origin_not_allowed", { origin: bearer.origin });
  requireSameEnvironment(key, tenant);
  await app.keyLastUse.note(key.id, key.lastUsedAt?.getTime() ?? 0, now);
  const use = key.limits.length === 0 ? null : countedOf(key);
  const { id: keyId, scopes } = key;
  const endsInMs = lastsUntil(key) - now.getTime();
  return { caller: kind === "restricted" ? { kind, keyId, scopes } : { kind, keyId }, tenant, use, endsInMs };
}

/**
 * A user's token needs no database read once the tenant is cached: the signature identifies the user, and the tenant's state
 * knows revocations. Only a test tenant's row is read each time, for its clock.
 */
async function resolveToken(
  app: Deps,
  text: string,
  address: string,
): Promise<{ caller: SignedInUser | PlatformAdmin; tenant: Tenant; endsInMs: number }> {
  const token = await app.accessTokens.verify(text, { ...app, address });
  const { userId, sessionId, tenantId } = token;
  const { reason, tenantVersion } = await app.revocations(tenantId).standing(token);
  if (reason !== null) throw new AppError(REFUSAL[reason] ?? "session_ended");
  const tenant = await app.tenantCache.get(tenantId, tenantVersion, app.clock.now());
  if (tenant === undefined) throw new AppError("token_invalid");
  const now = clockOf(app, tenant).now();
  await app.lastUse.note(sessionId, token.issuedAt, now);
  const kind = tenant.slug === PLATFORM_SLUG ? "admin" : "user";
  return { caller: { kind, tenantId, userId, sessionId }, tenant, endsInMs: token.expiresAt - now.getTime() };
}

/** The errors of revoked tokens. Defaults to `session_ended`. */
const REFUSAL: { readonly [Reason in RevocationReason]?: ErrorCode } = {
  banned: "user_banned",
  suspended: "tenant_suspended",
  compromised: "token_invalid",
};

/** The tenant named by the header, or else by the host. */
async function resolveNamed(
  app: Deps,
  { tenant, host, bearer }: Credentials,
  atHost: Tenant | undefined,
): Promise<Tenant | undefined> {
  const found = tenant === undefined ? atHost : await tenantNamed(app, tenant, bearer.address);
  if (found === undefined && (tenant !== undefined || isSubdomain(app, host))) throw new AppError("tenant_not_found");
  return found;
}
