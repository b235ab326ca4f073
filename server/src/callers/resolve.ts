import { hashKey, isWellFormedKey } from "../api-keys/api-key.ts";
import type { App } from "../app.ts";
import { passGate } from "../auth/gate.ts";
import { requireLive } from "../auth/refresh.ts";
import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";
import type { Caller, KeyHolder, PlatformAdmin, SignedInUser } from "./caller.ts";
import type { Credentials } from "./credentials.ts";

export interface Resolved {
  readonly caller: Caller;
  /** The tenant that the request is about; undefined where nothing names one. */
  readonly tenant: Tenant | undefined;
  /** The API key that came along, if any: the client that a user signs in with. */
  readonly keyId: string | null;
}

type Needs = Pick<App, "config" | "clock" | "apiKeys" | "auth" | "accessTokens" | "tenants">;

/**
 * Finds out who is calling and which tenant it is about: by key, then access token, then `x-tenant-id`, then
 * host. Where several name a tenant they have to name the same one, except that a platform admin may name any.
 *
 * Throws `key_*`, `token_*`, `session_ended`, `user_banned`, `tenant_unknown`, `tenant_mismatch`, `tenant_suspended`.
 */
export async function resolveCaller(app: Needs, credentials: Credentials): Promise<Resolved> {
  const byKey = credentials.key === undefined ? undefined : await resolveKey(app, credentials.key);
  const byToken = credentials.token === undefined ? undefined : await resolveToken(app, credentials.token);
  const named = await resolveNamed(app, credentials);

  const own = byToken?.tenant ?? byKey?.tenant;
  const mayNameAny = byToken?.caller.kind === "admin" && byKey === undefined;
  const claims = [byKey?.tenant, byToken?.tenant, named].filter((tenant) => tenant !== undefined);
  if (!mayNameAny && claims.some((tenant) => tenant.id !== claims[0]?.id)) throw new AppError("tenant_mismatch");

  const tenant = mayNameAny ? (named ?? own) : (own ?? named);
  const caller = byToken?.caller ?? byKey?.caller ?? { kind: "anonymous" };
  // Admins may still look after a tenant that is suspended.
  if (tenant?.status === "suspended" && caller.kind !== "admin") throw new AppError("tenant_suspended");
  return { caller, tenant, keyId: byKey?.caller.keyId ?? null };
}

async function resolveKey(app: Needs, text: string): Promise<{ caller: KeyHolder; tenant: Tenant }> {
  if (!isWellFormedKey(text)) throw new AppError("key_malformed");
  const found = await app.apiKeys.findByHash(await hashKey(text));
  if (found === undefined) throw new AppError("key_unknown");
  const { key, tenant } = found;
  if (key.revokedAt !== null) throw new AppError("key_revoked");
  if (key.expiresAt !== null && key.expiresAt <= app.clock.now()) throw new AppError("key_expired");
  return { caller: { kind: key.kind, keyId: key.id }, tenant };
}

async function resolveToken(
  app: Needs,
  token: string,
): Promise<{ caller: SignedInUser | PlatformAdmin; tenant: Tenant }> {
  const now = app.clock.now();
  const { userId, sessionId, tenantId } = await app.accessTokens.verify(token, now);
  const state = await app.auth.findSession(sessionId);
  if (state === undefined || state.user.id !== userId || state.tenant.id !== tenantId) {
    throw new AppError("token_invalid");
  }
  requireLive(state.session, now);
  passGate(state.tenant, state.user);
  const { adminRole, tenant } = state;
  const caller = adminRole
    ? { kind: "admin" as const, userId, sessionId, role: adminRole }
    : { kind: "user" as const, userId, sessionId };
  return { caller, tenant };
}

/** The tenant named by the header, or else by the host: one of its own, or a subdomain of the service's. */
async function resolveNamed(app: Needs, { tenant, host }: Credentials): Promise<Tenant | undefined> {
  if (tenant !== undefined) {
    const found = await app.tenants.find(tenant);
    if (found === undefined) throw new AppError("tenant_unknown");
    return found;
  }
  const base = new URL(app.config.publicUrl).hostname;
  if (host === base) return undefined;
  if (!host.endsWith(`.${base}`)) return await app.tenants.findByHost(host);
  const found = await app.tenants.find(host.slice(0, -base.length - 1));
  if (found === undefined) throw new AppError("tenant_unknown");
  return found;
}
