import type { App } from "../app.ts";
import { AppError } from "../errors/app-error.ts";
import type { Tenant } from "../tenants/tenant.ts";
import { passGate } from "./gate.ts";
import { after, REUSE_GRACE_SECONDS, sessionLimits } from "./lifetimes.ts";
import { hashRefreshToken } from "./refresh-token.ts";
import { type Client, type Tokens, tokensFor } from "./session.ts";
import type { SessionRow, SessionState } from "./store.ts";

type Needs = Pick<App, "auth" | "clock" | "accessTokens" | "refreshTokens">;

/**
 * Exchanges a refresh token for its successor. Parallel exchanges of one token by the same client, and repeats
 * within ten seconds, all get the same successor; any other reuse ends the session (RFC 9700 §4.14).
 *
 * Throws `refresh_invalid`, `refresh_reused`, `session_ended`, and what the gate throws.
 */
export async function refresh(app: Needs, tenant: Tenant, client: Client, token: string): Promise<Tokens> {
  const state = await sessionOf(app, tenant, token);
  passGate(state.tenant, state.user);
  const now = app.clock.now();
  requireLive(state.session, now);

  const from = await hashRefreshToken(token);
  const [successor = ""] = await app.refreshTokens.successors(token);
  const to = await hashRefreshToken(successor);
  const idleExpiresAt = after(now, sessionLimits(state.tenant).idleSeconds);
  if (await app.auth.rotate(state.session.id, { from, to, now, idleExpiresAt })) {
    return await tokensFor(app, { ...state.session, idleExpiresAt }, successor);
  }
  return await secondChance(app, state.session.id, client, token);
}

/** The token was not the session's newest: either the same client asks twice, or somebody else has a copy. */
async function secondChance(app: Needs, sessionId: string, client: Client, token: string): Promise<Tokens> {
  const now = app.clock.now();
  const state = await app.auth.findSession(sessionId);
  if (state === undefined) throw new AppError("refresh_invalid");
  const { session } = state;
  requireLive(session, now);
  const wasPrevious = session.previousHash === (await hashRefreshToken(token));
  const recent = now <= after(session.rotatedAt, REUSE_GRACE_SECONDS);
  const sameClient = session.userAgent === client.userAgent && session.keyId === client.keyId;
  const successor = wasPrevious && recent && sameClient ? await present(app, session, token) : undefined;
  if (successor === undefined) {
    await app.auth.endSession(session.id, "reuse", now);
    throw new AppError("refresh_reused");
  }
  return await tokensFor(app, session, successor);
}

/** The successor of the token that the session holds now. */
async function present(app: Needs, session: SessionRow, token: string): Promise<string | undefined> {
  for (const successor of await app.refreshTokens.successors(token)) {
    if ((await hashRefreshToken(successor)) === session.tokenHash) return successor;
  }
  return undefined;
}

/** The session of a token of this tenant. Throws `refresh_invalid`. */
export async function sessionOf(app: Needs, tenant: Tenant, token: string): Promise<SessionState> {
  const id = await app.refreshTokens.sessionOf(token);
  const state = id === undefined ? undefined : await app.auth.findSession(id);
  if (state === undefined || state.tenant.id !== tenant.id) throw new AppError("refresh_invalid");
  return state;
}

/** Throws `session_ended` when the session was ended or its time is over. */
export function requireLive(session: SessionRow, now: Date): void {
  if (session.endedAt !== null || session.expiresAt <= now || session.idleExpiresAt <= now) {
    throw new AppError("session_ended");
  }
}
