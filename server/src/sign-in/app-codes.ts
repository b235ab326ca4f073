import { isSameKey } from "../api-keys/rotate.ts";
import type { AuditEntry } from "../audit/entry.ts";
import { toBase64Url, utf8 } from "../ports/encoding.ts";
import { newId } from "../ports/ids.ts";
import { endSessionsOf } from "../sessions/end-sessions.ts";
import type { SessionClient } from "../sessions/session.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { Factors } from "../shared/factors.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";
import { completeSignIn, type SignedIn } from "./complete-sign-in.ts";
import type { SignInDeps } from "./deps.ts";
import { assertCanSignIn } from "./sign-in-policy.ts";

/** Lifetime of a code in seconds (SECURITY rule 39). */
const CODE_SECONDS = 60;

/** What the state of a code has. */
interface CodeData {
  readonly keyId: string;
  readonly returnUrl: string;
  readonly codeChallenge: string;
  readonly factors: Factors;
  readonly credentialsVersion: number;
  /** The session that the code opens. */
  readonly sessionId: string;
  /** Whether it was used a second time. */
  readonly isReused?: true;
}

/**
 * Issues a one-time code for a user who has signed in on the hosted pages, and returns the address of the app that receives it.
 * Throws the errors of `assertCanSignIn`, so that no code is issued before every factor was shown.
 */
export async function issueAppCode(
  app: SignInDeps,
  tenant: Tenant,
  request: AuthorizationRequest,
  { user, factors }: { readonly user: UserRow; readonly factors: Factors },
): Promise<string> {
  await assertCanSignIn(app, { tenant, user, factors });
  const { keyId, returnUrl, codeChallenge, state } = request;
  const now = app.clock.now();
  const data: CodeData = {
    ...{ keyId, returnUrl, codeChallenge, factors },
    credentialsVersion: user.credentialsVersion,
    sessionId: newId("ses", now),
  };
  const draft = { kind: "app_code", tenantId: tenant.id, userId: user.id, seconds: CODE_SECONDS } as const;
  const code = await app.signInStates.issue({ ...draft, data: { ...data } }, now);
  return withAnswer(request, { code, state, iss: app.accessTokens.issuer(tenant.id) });
}

/** The address of the app with an answer in its query. An answer never contains a token. */
export function withAnswer(
  { returnUrl }: Pick<AuthorizationRequest, "returnUrl">,
  answer: { readonly [name: string]: string },
): string {
  const url = new URL(returnUrl);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  return url.href;
}

/** The exchange of a code. */
export interface CodeExchange {
  readonly code: string;
  /** The app's PKCE verifier. */
  readonly codeVerifier: string;
  readonly returnUrl: string;
  readonly entry: AuditEntry;
}

/**
 * Exchanges a code for a session. The code works once, for the same publishable key, return URL and verifier; a second use ends the
 * session that the first one opened (RFC 6749 §4.1.2). Throws `code_exchange_refused`, and the errors of `completeSignIn`.
 */
export async function exchangeAppCode(
  app: SignInDeps,
  tenant: Tenant,
  client: SessionClient,
  { code, codeVerifier, returnUrl, entry }: CodeExchange,
): Promise<SignedIn> {
  const now = app.clock.now();
  const state = await app.signInStates.use(tenant.id, "app_code", code, now);
  if (state === undefined) {
    await revokeReused(app, tenant, code);
    throw new AppError("code_exchange_refused");
  }
  // Written by `issueAppCode`.
  const data = state.data as unknown as CodeData;
  const isMeant =
    data.returnUrl === returnUrl &&
    data.codeChallenge === (await challengeOf(codeVerifier)) &&
    client.keyId !== null &&
    (client.keyId === data.keyId || (await isSameKey(app.apiKeys, tenant.id, data.keyId, client.keyId)));
  const user = isMeant && state.userId !== null ? await app.auth.findUser(state.userId) : undefined;
  if (user === undefined || user.credentialsVersion !== data.credentialsVersion) {
    entry.subject = state.userId;
    throw new AppError("code_exchange_refused");
  }
  const { factors, sessionId } = data;
  const signedIn = await completeSignIn(app, tenant, client, { user, factors, entry, sessionId });
  // A second use may have come before the session was there to be ended.
  const after = await app.signInStates.findAny(tenant.id, "app_code", code);
  if ((after?.data as Partial<CodeData> | undefined)?.isReused !== true) return signedIn;
  await endSessionsOf(app, tenant.id, { session: sessionId }, "token_reuse");
  throw new AppError("code_exchange_refused");
}

/** Ends the session of a code that is used a second time: one of both users isn't the app. */
async function revokeReused(app: SignInDeps, tenant: Tenant, code: string): Promise<void> {
  const used = await app.signInStates.findAny(tenant.id, "app_code", code);
  if (used === undefined || used.usedAt === null) return;
  const data = used.data as unknown as CodeData;
  await app.signInStates.mark(used, { ...data, isReused: true });
  await endSessionsOf(app, tenant.id, { session: data.sessionId }, "token_reuse");
}

/** The S256 challenge of a verifier (RFC 7636 §4.2). */
export async function challengeOf(verifier: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(verifier))));
}
