import { type KeyKind, looksLikeKey } from "../api-keys/api-key.ts";
import { type CountedKey, countedOf } from "../api-keys/key-use.ts";
import type { ApiKeyRow } from "../api-keys/store.ts";
import { isAllowedOnOrigin, type KeySource, keyEndOf, keyEndsAt, keyProblemOf } from "../api-keys/usable.ts";
import {
  type Caller,
  isOperator,
  type KeyCaller,
  type PlatformAdmin,
  type PlatformKeyCaller,
  type RestrictedKeyCaller,
  type SignedInUser,
} from "../shared/caller.ts";
import { type CredentialStatus, TENANT_VERSION } from "../shared/credential-status.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import { PLATFORM_SLUG, type Tenant } from "../shared/tenant.ts";
import { clockOf } from "../shared/tenant-clock.ts";
import { requireOpen, requireSameEnvironment } from "../shared/tenant-status.ts";
import type { TenantName } from "../tenants/cached-tenants.ts";
import type { RevocationReason } from "../tokens/revocations.ts";
import type { AppDeps } from "./deps.ts";

/** The credentials of a request, and the tenant that it names. Nothing of them is checked yet. */
export interface Credentials {
  readonly key: string | undefined;
  readonly token: string | undefined;
  /** The tenant's id or slug. */
  readonly tenant: string | undefined;
  /** The requested host, lower case, without a port. */
  readonly host: string;
  /** Where it comes from, for keys that may not be used everywhere. */
  readonly bearer: KeySource;
}

/**
 * A key comes as `Authorization: Bearer` or as `x-api-key`; an access token as `Authorization: Bearer`, then
 * possibly beside a key. The tenant may be named in `x-tenant-id`.
 */
export function readCredentials(headers: Headers, { origin, hostname }: URL, address: string): Credentials {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const bearerIsKey = bearer !== undefined && looksLikeKey(bearer);
  return {
    key: (bearerIsKey ? bearer : headers.get("x-api-key")) || undefined,
    token: bearerIsKey ? undefined : bearer,
    tenant: headers.get("x-tenant-id") || undefined,
    host: hostname.toLowerCase(),
    bearer: { address, origin: headers.get("origin") ?? undefined, requestedOrigin: origin },
  };
}

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
  | "keyCache"
  | "accessTokens"
  | "tenants"
  | "cachedTenants"
  | "revocations"
  | "tenantCache"
  | "lastUse"
  | "keyLastUse"
  | "failedLookups"
>;

/**
 * Identifies the caller and the tenant: by access token, then key, then `x-tenant-id`, then host (`atHost` is the tenant that is
 * served there). If several name a tenant, they must name the same one. Only a platform admin and a platform key may name any
 * tenant; the header then overrides the host. A platform key is about no tenant unless one is named. Their status comes from `status`; all else is evaluated on every request.
 *
 * Throws `key_*`, `ip_not_allowed`, `origin_not_allowed`, `environment_mismatch`, `token_*`, `session_ended`, `user_banned`,
 * `tenant_not_found`, `tenant_mismatch`, `tenant_suspended`, `tenant_deleted`, and `rate_limited` for an IP address that
 * has named too many keys or tenants that don't exist.
 */
export async function resolveCaller(
  app: Deps,
  credentials: Credentials,
  atHost: Tenant | undefined,
  status: CredentialStatus,
): Promise<Resolved> {
  const { key: keyText, token: tokenText, bearer } = credentials;
  const key = keyText === undefined ? undefined : resolveKey(app, keyText, bearer, status);
  const token = tokenText === undefined ? undefined : resolveToken(app, tokenText, bearer.address, status);
  // Both at the same time. If both fail, the key's error is thrown.
  await Promise.allSettled([key, token]);
  const [byKey, byToken] = [await key, await token];
  const platformKey = byKey?.caller.kind === "platformKey" && byToken === undefined;
  const own = platformKey ? undefined : (byToken?.tenant ?? byKey?.tenant);
  const named = await resolveNamed(app, credentials, { atHost, own }, status);
  const mayNameAny = platformKey || (byToken?.caller.kind === "admin" && byKey === undefined);
  const claims = [byKey?.tenant, byToken?.tenant, named, atHost].filter((tenant) => tenant !== undefined);
  if (!mayNameAny && claims.some((tenant) => tenant.id !== claims[0]?.id)) throw new AppError("tenant_mismatch");

  const tenant = mayNameAny ? (named ?? own) : (own ?? named);
  const caller = byToken?.caller ?? byKey?.caller ?? { kind: "anonymous" };
  // Operators may manage a suspended tenant.
  if (tenant !== undefined && !isOperator(caller)) requireOpen(tenant);
  const endsInMs = Math.min(byKey?.endsInMs ?? Number.POSITIVE_INFINITY, byToken?.endsInMs ?? Number.POSITIVE_INFINITY);
  return { caller, tenant, keyId: byKey?.caller.keyId ?? null, keyUse: byKey?.use ?? null, endsInMs };
}

/** A cached key needs no database read: the tenant's state says whether it is still valid. */
async function resolveKey(
  app: Deps,
  text: string,
  bearer: KeySource,
  status: CredentialStatus,
): Promise<{
  caller: KeyCaller | RestrictedKeyCaller | PlatformKeyCaller;
  tenant: Tenant;
  use: CountedKey | null;
  endsInMs: number;
}> {
  const hashed = await app.keyCache.hashOf(text);
  if (hashed === undefined) throw new AppError("key_malformed");
  const { kind, hash } = hashed;
  if (kind === "customer") throw new AppError("customer_key_not_allowed");
  // What has ended stays so: nobody is asked again.
  const cached = app.keyCache.last(hash);
  const end = cached && keyEndOf(cached.key, clockOf(app, cached.tenant).now());
  if (end !== undefined) throw new AppError(end);
  const lookup = { address: bearer.address, target: `key ${hash}`, now: app.clock.now() };
  const found = await app.failedLookups.find(
    lookup,
    async () => await app.keyCache.findByHash(hash, lookup.now, status),
  );
  if (found === undefined) throw new AppError("key_invalid");
  const { key, tenant } = found;
  const now = clockOf(app, tenant).now();
  const problem = keyProblemOf(key, now, bearer.address);
  if (problem !== undefined) throw new AppError(problem);
  if (!isAllowedOnOrigin(key, bearer)) throw new AppError("origin_not_allowed", { origin: bearer.origin });
  requireSameEnvironment(key, tenant);
  await app.keyLastUse.note(key.id, key.lastUsedAt?.getTime() ?? 0, now, status.defer);
  const use = key.limits.length === 0 ? null : countedOf(key);
  return { caller: callerOf(kind, key), tenant, use, endsInMs: keyEndsAt(key) - now.getTime() };
}

function callerOf(
  kind: Exclude<KeyKind, "customer">,
  { id: keyId, scopes, tenantId }: ApiKeyRow,
): KeyCaller | RestrictedKeyCaller | PlatformKeyCaller {
  if (kind === "platform") return { kind: "platformKey", tenantId, keyId, scopes };
  return kind === "restricted" ? { kind, keyId, scopes } : { kind, keyId };
}

/**
 * A user's token needs no database read once the tenant is cached: the signature identifies the user, and the tenant's state
 * knows revocations. Only a test tenant's row is read each time, for its clock.
 */
async function resolveToken(
  app: Deps,
  text: string,
  address: string,
  status: CredentialStatus,
): Promise<{ caller: SignedInUser | PlatformAdmin; tenant: Tenant; endsInMs: number }> {
  const token = await app.accessTokens.verify(text, { ...app, address });
  const { userId, sessionId, clientId, kid, sessionStartedAt, tenantId } = token;
  const request = async () => await app.revocations(tenantId).standing(token);
  // Everything by which a token can be revoked.
  const name = `token ${sessionId} ${clientId} ${kid} ${sessionStartedAt}`;
  const { reason, tenantVersion } = await status.read(tenantId, name, request);
  if (reason !== null) throw new AppError(REFUSAL[reason] ?? "session_ended");
  const tenant = await app.tenantCache.get(tenantId, tenantVersion, app.clock.now(), status.defer);
  if (tenant === undefined) throw new AppError("token_invalid");
  const now = clockOf(app, tenant).now();
  await app.lastUse.note(sessionId, token.issuedAt, now, status.defer);
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
  { atHost, own }: { readonly atHost: Tenant | undefined; readonly own: Tenant | undefined },
  status: CredentialStatus,
): Promise<Tenant | undefined> {
  // The row of the credentials is current.
  if (tenant !== undefined && (tenant === own?.id || tenant === own?.slug)) return own;
  const found = tenant === undefined ? atHost : await tenantNamed(app, tenant, bearer.address, status);
  if (found === undefined && (tenant !== undefined || isSubdomain(app, host))) throw new AppError("tenant_not_found");
  return found;
}

/** An id or a slug has at most 64 characters. */
const MAX_NAME = 64;

type NameDeps = Pick<AppDeps, "tenants" | "cachedTenants" | "revocations" | "clock" | "failedLookups">;
type HostDeps = NameDeps & Pick<AppDeps, "config" | "tenantDirectory">;

/**
 * The tenant that is served at a host: a subdomain of the service's by slug, or a host of the tenant's own. Throws `rate_limited`
 * for an IP address that has named too many subdomains without a tenant. Other hosts are not counted, since only those that
 * operators route arrive here.
 */
export async function tenantAtHost(
  app: HostDeps,
  host: string,
  address: string,
  status?: CredentialStatus,
): Promise<Tenant | undefined> {
  const base = app.config.publicHost;
  if (host === base) return undefined;
  if (isSubdomain(app, host)) return await tenantNamed(app, host.slice(0, -base.length - 1), address, status);
  const find = async () => await app.tenantDirectory.findByHost(host);
  return await cached(app, status, { key: `host ${host}`, isOf: (tenant) => tenant.host === host }, find);
}

/** The tenant of an id or slug. Throws `rate_limited` for an IP address that has named too many that don't exist. */
export async function tenantNamed(
  app: NameDeps,
  name: string,
  address: string,
  status?: CredentialStatus,
): Promise<Tenant | undefined> {
  const lookup = { address, target: `tenant ${name.slice(0, MAX_NAME)}`, now: app.clock.now() };
  const find = async () => await app.tenants.find(name);
  const isOf = ({ id, slug }: Tenant) => id === name || slug === name;
  return await app.failedLookups.find(lookup, async () => await cached(app, status, { key: name, isOf }, find));
}

/** The tenant of a name: from the isolate's cache where status is cached, too, and otherwise as `find` finds it. */
async function cached(
  { cachedTenants, revocations, clock }: NameDeps,
  status: CredentialStatus | undefined,
  name: TenantName,
  find: () => Promise<Tenant | undefined>,
): Promise<Tenant | undefined> {
  if (status?.defer === undefined) return await find();
  const { read, defer } = status;
  const versionOf = async (id: string) =>
    await read(id, TENANT_VERSION, async () => await revocations(id).tenantVersion());
  return await cachedTenants.find(name, { versionOf, now: clock.now(), defer }, find);
}

/** Whether the host is a subdomain of the service's, which only tenants have. */
export function isSubdomain(app: Pick<AppDeps, "config">, host: string): boolean {
  return host.endsWith(`.${app.config.publicHost}`);
}
