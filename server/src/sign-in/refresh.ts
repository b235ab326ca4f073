import { requireProviderOfDomain } from "../accounts/enterprise-domain.ts";
import { isSameKey } from "../api-keys/rotate.ts";
import type { AuditEntry } from "../audit/entry.ts";
import { recordAuditEvent } from "../audit/entry.ts";
import { sufficesToSignIn } from "../factors/second-factor.ts";
import { log } from "../ports/logger.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import { type SessionClient, type Tokens, tokensFor } from "../sessions/session.ts";
import type { SessionState } from "../sessions/session-store.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Factors } from "../shared/factors.ts";
import type { SessionRow } from "../shared/rows.ts";
import { after, bounded, REUSE_GRACE_SECONDS, sessionLimits } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { hashRefreshToken } from "../tokens/refresh-token.ts";
import type { SignInDeps } from "./deps.ts";
import { assertCanSignIn, assertMayEnter } from "./sign-in-policy.ts";

type Deps = Pick<
  SignInDeps,
  | "apiKeys"
  | "audit"
  | "auth"
  | "sessions"
  | "clock"
  | "signingKeys"
  | "accessTokens"
  | "refreshTokens"
  | "revocations"
  | "outbox"
  | "factors"
  | "hasRelation"
  | "enterpriseDomains"
  | "signInStates"
>;

/** The client that refreshes, with its request and the audit entry of the call. */
export type RefreshClient = SessionClient & { readonly requestId: string; readonly entry: AuditEntry };

/**
 * Exchanges a refresh token for its successor. Parallel exchanges of one token by the same client, and repeats
 * within ten seconds, all get the same successor; any other reuse ends the session (RFC 9700 §4.14).
 *
 * `added` are factors that the user has shown now. Throws `refresh_token_invalid`, `refresh_token_reused`, `session_ended`, and
 * what the sign-in policy throws.
 */
export async function refresh(
  app: Deps,
  tenant: Tenant,
  client: RefreshClient,
  token: string,
  added: Factors = {},
): Promise<Tokens> {
  const now = app.clock.now();
  const state = await sessionOf(app, tenant, token);
  client.entry.subject = state.user.id;
  assertMayEnter(state.tenant, state.user);
  const limits = sessionLimits(state.tenant);
  const current = bounded(state.session, limits);
  requireLive(current, state.tenant, now);
  // A cookie's token is accepted only from the cookie, and any other only from the input.
  if (state.session.mode !== client.mode) throw new AppError("refresh_token_invalid");

  const factors = { ...state.session.factors, ...added };
  await requireEnterpriseSession(app, state, factors);
  const from = await hashRefreshToken(token);
  // Only the newest token is as good as the factors that the session has shown.
  if (from === state.session.tokenHash) await assertCanSignIn(app, { ...state, factors, isDomainOpen: true });
  else if (!(await sufficesToSignIn(app, state.tenant, state.user, factors))) throw new AppError("session_ended");
  const [successor = ""] = await app.refreshTokens.successors(token);
  const to = await hashRefreshToken(successor);
  const ends = { idleExpiresAt: after(now, limits.idleSeconds), expiresAt: current.expiresAt };
  const rotated = await app.sessions.rotate(state.session, { from, to, now, ...ends, factors });
  if (rotated === undefined) return await refreshReused(app, state, client, token);
  const session = { ...state.session, ...ends, factors };
  return await tokensFor(app, { ...state, session, ...rotated }, successor, now);
}

/** Ends a session that was begun otherwise than the user's email domain requires by now. Throws `enterprise_sign_in_required`. */
async function requireEnterpriseSession(app: Deps, { session, tenant, user }: SessionState, factors: Factors) {
  try {
    await requireProviderOfDomain(app, { user, factors });
  } catch (error) {
    if (error instanceof AppError) await endSessionsOf(app, tenant.id, { session: session.id }, "revoked");
    throw error;
  }
}

/** Handles a token that isn't the session's newest: the same client sent it twice, or somebody else has a copy. */
async function refreshReused(app: Deps, before: SessionState, client: RefreshClient, token: string): Promise<Tokens> {
  const now = app.clock.now();
  const state = (await app.sessions.find(before.session.id)) ?? before;
  const session = bounded(state.session, sessionLimits(state.tenant));
  requireLive(session, state.tenant, now);
  const wasPrevious = session.previousHash === (await hashRefreshToken(token));
  const recent = now <= after(session.rotatedAt, REUSE_GRACE_SECONDS);
  const isSameClient = async () =>
    session.userAgent === client.userAgent &&
    (await isSameKey(app.apiKeys, session.tenantId, session.keyId, client.keyId));
  const successor =
    wasPrevious && recent && (await isSameClient()) ? await currentSuccessor(app, session, token) : undefined;
  if (successor !== undefined) return await tokensFor(app, { ...state, session, kid: null }, successor, now);
  // Of several concurrent calls one ends the session; the others find it ended.
  throw new AppError((await endStolenSession(app, state, client)) ? "refresh_token_reused" : "session_ended");
}

/**
 * Ends a session whose token was stolen, emails its user once and records the event in the audit log. Returns whether this
 * call ended the session.
 */
async function endStolenSession(
  app: Deps,
  { session, user }: SessionState,
  { ip, requestId }: RefreshClient,
): Promise<boolean> {
  const { id, tenantId } = session;
  const values = { when: app.clock.now().toISOString(), ip };
  const email = {
    kind: "session_stolen",
    key: `session_stolen ${id}`,
    to: user.email,
    userId: user.id,
    values,
  } as const;
  // The email goes first, and may be sent twice: no later call would send it for an ended session.
  await app
    .outbox(tenantId)
    .enqueue(email)
    .catch((error: unknown) => {
      log("error", "The email about a reused refresh token couldn't be queued.", { requestId, error });
    });
  if ((await endSessionsOf(app, tenantId, { session: id }, "token_reuse")) === 0) return false;
  const event = "auth.refreshTokenReused";
  await recordAuditEvent(app, {
    tenantId,
    event,
    actor: user.id,
    subject: null,
    outcome: "refresh_token_reused",
    ip,
    requestId,
  });
  return true;
}

/** The successor that the session's hash belongs to; undefined if none does. */
async function currentSuccessor(app: Deps, session: SessionRow, token: string): Promise<string | undefined> {
  for (const successor of await app.refreshTokens.successors(token)) {
    if ((await hashRefreshToken(successor)) === session.tokenHash) return successor;
  }
  return undefined;
}

/** The session of one of this tenant's tokens. Throws `refresh_token_invalid`. */
export async function sessionOf(
  app: Pick<SignInDeps, "refreshTokens" | "sessions">,
  tenant: Tenant,
  token: string,
): Promise<SessionState> {
  const id = await app.refreshTokens.sessionOf(token);
  const state = id === undefined ? undefined : await app.sessions.find(id);
  if (state === undefined || state.tenant.id !== tenant.id) throw new AppError("refresh_token_invalid");
  return state;
}

/** Throws `session_ended` if the session was ended, alone or with all of the tenant's, or has expired. */
export function requireLive(
  session: SessionRow,
  { sessionsEndedAt }: Pick<Tenant, "sessionsEndedAt">,
  now: Date,
): void {
  const isEnded = session.endedAt !== null || (sessionsEndedAt !== null && session.createdAt <= sessionsEndedAt);
  if (isEnded || session.expiresAt <= now || session.idleExpiresAt <= now) throw new AppError("session_ended");
}
