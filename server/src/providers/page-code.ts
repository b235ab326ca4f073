import type { AuditEntry } from "../audit/entry.ts";
import type { SessionClient } from "../sessions/session.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { type Factors, factorsAt } from "../shared/factors.ts";
import type { UserRow } from "../shared/rows.ts";
import type { Tenant } from "../shared/tenant.ts";
import { challengeOf, withAnswer } from "../sign-in/app-codes.ts";
import type { AuthorizationRequest } from "../sign-in/authorization-request.ts";
import { completeSignIn, type SignedIn } from "../sign-in/complete-sign-in.ts";
import { trustedDevice } from "../sign-in/login.ts";
import type { ProvidersDeps } from "./deps.ts";

/** Lifetime of a code in seconds, as of every code of the hosted pages (SECURITY rule 39). */
const CODE_SECONDS = 60;

/** What the state of a code has. */
interface PageCode {
  readonly step: "page_code";
  readonly codeChallenge: string;
  readonly factors: Factors;
  readonly credentialsVersion: number;
}

/**
 * Issues a one-time code by which the hosted pages complete a sign-in at a provider, at the host where it began. A GET must not open a
 * session (SECURITY rule 27), and the session's cookie is that host's. Returns the address of the page.
 */
export async function issuePageCode(
  { signInStates, clock }: Pick<ProvidersDeps, "signInStates" | "clock">,
  tenant: Pick<Tenant, "id">,
  request: AuthorizationRequest,
  { user, factors }: { readonly user: UserRow; readonly factors: Factors },
): Promise<string> {
  const { codeChallenge, state } = request;
  const data: PageCode = { step: "page_code", codeChallenge, factors, credentialsVersion: user.credentialsVersion };
  const draft = { kind: "provider", tenantId: tenant.id, userId: user.id, seconds: CODE_SECONDS } as const;
  const code = await signInStates.issue({ ...draft, data: { ...data } }, clock.now());
  return withAnswer(request, { code, state });
}

/**
 * Completes a sign-in at a provider, and opens its session. The code works once, with the verifier that only the visit has. Throws
 * `code_exchange_refused`, and the errors of `completeSignIn`.
 */
export async function signInByPageCode(
  app: ProvidersDeps,
  tenant: Tenant,
  client: SessionClient,
  {
    code,
    codeVerifier,
    deviceToken,
    entry,
  }: {
    readonly code: string;
    readonly codeVerifier: string;
    /** The secret of a device that the user trusts. */
    readonly deviceToken: string | undefined;
    readonly entry: AuditEntry;
  },
): Promise<SignedIn> {
  const state = await app.signInStates.use(tenant.id, "provider", code, app.clock.now());
  const data = state?.data as Partial<PageCode> | undefined;
  const isMeant = data?.step === "page_code" && data.codeChallenge === (await challengeOf(codeVerifier));
  const user = isMeant && state?.userId ? await app.auth.findUser(state.userId) : undefined;
  if (user === undefined || user.credentialsVersion !== data?.credentialsVersion) {
    throw new AppError("code_exchange_refused");
  }
  const device = await trustedDevice(app, tenant, user.emailKey, deviceToken);
  const trusted = factorsAt(device === undefined ? [] : ["device"], app.clock.now());
  return await completeSignIn(app, tenant, client, { user, factors: { ...data.factors, ...trusted }, entry });
}
