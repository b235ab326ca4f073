import type { App } from "../app.ts";
import { newId } from "../ports/ids.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { after, sessionLimits } from "./lifetimes.ts";
import { hashRefreshToken } from "./refresh-token.ts";
import type { SessionRow, UserRow } from "./store.ts";

/** The client a session belongs to, as it shows itself. */
export interface Client {
  readonly ip: string;
  readonly userAgent: string;
  /** The API key it signs in with, if any. */
  readonly keyId: string | null;
}

/** What a client gets for signing in or refreshing. */
export interface Tokens {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  /** When the refresh token ends unless it is used. */
  readonly refreshTokenExpiresAt: Date;
}

type Needs = Pick<App, "auth" | "clock" | "accessTokens" | "refreshTokens">;

/** Opens a session for a user who has just proved who they are. */
export async function openSession(app: Needs, tenant: Tenant, user: UserRow, client: Client): Promise<Tokens> {
  const now = app.clock.now();
  const id = newId("ses", now);
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
    place: "",
    mode: "bearer",
    factors: { pwd: Math.floor(now.getTime() / 1000) },
    createdAt: now,
    idleExpiresAt: after(now, limits.idleSeconds),
    expiresAt: after(now, limits.absoluteSeconds),
    endedAt: null,
    endReason: null,
  };
  await app.auth.createSession(session);
  return await tokensFor(app, session, refreshToken);
}

/** An access token for the session as it stands, beside its refresh token. */
export async function tokensFor(app: Needs, session: SessionRow, refreshToken: string): Promise<Tokens> {
  const now = app.clock.now();
  const access = await app.accessTokens.issue(
    {
      tenantId: session.tenantId,
      userId: session.userId,
      sessionId: session.id,
      clientId: session.keyId ?? session.tenantId,
      factors: session.factors,
    },
    now,
  );
  const end = Math.min(session.idleExpiresAt.getTime(), session.expiresAt.getTime());
  return {
    accessToken: access.token,
    accessTokenExpiresAt: access.expiresAt,
    refreshToken,
    refreshTokenExpiresAt: new Date(end),
  };
}
