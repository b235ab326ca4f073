import type { AuditEntry } from "../audit/entry.ts";
import { newId } from "../ports/ids.ts";
import { claimsFor } from "../shared/custom-claims.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Factors } from "../shared/factors.ts";
import type { SessionRow, UserRow } from "../shared/rows.ts";
import { after, earliest, sessionLimits } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { hashRefreshToken } from "../tokens/refresh-token.ts";
import type { SessionsDeps } from "./deps.ts";

/** The client of a session, as it identifies itself. */
export interface SessionClient {
  readonly ip: string;
  readonly userAgent: string;
  /** City and country of the IP address, from the network; may be empty. */
  readonly location: string;
  /** The API key that it signs in with, if any. */
  readonly keyId: string | null;
  /** `bearer`: the client stores the refresh token. `cookie`: the browser does. */
  readonly mode: SessionRow["mode"];
}

/** Tokens that a client gets for signing in or refreshing. */
export interface Tokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  /** Expiry time of the refresh token if it isn't used before. */
  readonly refreshTokenExpiresAt: Date;
}

type Deps = Pick<SessionsDeps, "sessions" | "clock" | "signingKeys" | "accessTokens" | "refreshTokens">;

/**
 * Opens a session for a user who was just authenticated by these factors. Throws `session_ended` if the user,
 * key or tenant was disabled meanwhile, or the user's credentials have changed.
 */
export async function openSession(
  app: Deps,
  tenant: Tenant,
  user: UserRow,
  client: SessionClient,
  {
    factors,
    entry,
    sessionId,
  }: { readonly factors: Factors; readonly entry: AuditEntry; readonly sessionId?: string | undefined },
): Promise<Tokens & { isNewDevice: boolean }> {
  const now = app.clock.now();
  const id = sessionId ?? newId("ses", now);
  const refreshToken = await app.refreshTokens.issue(id);
  const limits = sessionLimits(tenant);
  const session: SessionRow = {
    id,
    tenantId: tenant.id,
    userId: user.id,
    tokenHash: await hashRefreshToken(refreshToken),
    previousHash: null,
    rotatedAt: now,
    ...client,
    factors,
    createdAt: now,
    lastUsedAt: now,
    idleExpiresAt: after(now, limits.idleSeconds),
    expiresAt: after(now, limits.absoluteSeconds),
    endedAt: null,
    endReason: null,
  };
  const { credentialsVersion } = user;
  const opened = await app.sessions.create(session, { credentialsVersion, entry });
  if (opened === undefined) throw new AppError("session_ended");
  const tokens = await tokensFor(app, { tenant, user, session, ...opened }, refreshToken, now);
  return { ...tokens, isNewDevice: opened.isNewDevice };
}

/**
 * Issues an access token for the session, beside its refresh token. `now` is a time before the session was written, so
 * that any later end is later than the token. No token outlives its session.
 */
export async function tokensFor(
  app: Deps,
  of: { tenant: Tenant; user: UserRow; session: SessionRow; kid: string | null },
  refreshToken: string,
  now: Date,
): Promise<Tokens> {
  const { tenant, user, session, kid } = of;
  const { accessTokenSeconds, accessTokenClaims, tokenAlgorithm } = settingsOf(tenant);
  const signer = await app.signingKeys.signer(tenant.id, kid, now, tokenAlgorithm);
  const refreshTokenExpiresAt = earliest(session.idleExpiresAt, session.expiresAt);
  const accessTokenExpiresAt = earliest(after(now, accessTokenSeconds), refreshTokenExpiresAt);
  const subject = {
    tenantId: tenant.id,
    userId: user.id,
    sessionId: session.id,
    clientId: session.keyId ?? tenant.id,
    factors: session.factors,
    claims: claimsFor(accessTokenClaims, user),
  };
  const accessToken = await app.accessTokens.issue(subject, signer, { from: now, until: accessTokenExpiresAt });
  return { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt };
}
