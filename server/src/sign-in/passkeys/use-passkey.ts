import type { AuditEntry } from "../../audit/entry.ts";
import { withoutReset } from "../../factors/show-factor.ts";
import type { SessionClient } from "../../sessions/session.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { factorsAt, type Method } from "../../shared/factors.ts";
import type { UserRow } from "../../shared/rows.ts";
import type { Tenant } from "../../shared/tenant.ts";
import { completeSignIn, type SignedIn } from "../complete-sign-in.ts";
import type { SignInDeps } from "../deps.ts";
import { CHALLENGE_MS, type Challenge, type ChallengeOwner, issueChallenge, useChallenge } from "./challenge.ts";
import { acceptsSignIn, descriptorOf, type Started, userHandleOf } from "./options.ts";
import type { AssertionJson, RequestOptions } from "./schemas.ts";
import { verifyAssertion } from "./verify-response.ts";

/** The result of an authenticator that used a passkey. */
export interface UsedPasskey {
  readonly challengeToken: string;
  readonly passkey: AssertionJson;
}

/** Starts a sign-in without a username. The response is the same for everybody. Throws `sign_in_method_off`. */
export async function startPasskeySignIn(app: SignInDeps, tenant: Tenant): Promise<Started<RequestOptions>> {
  requireOn(tenant);
  const issued = await issueChallenge(app, tenant, { kind: "passkey", owner: "anyone" });
  return requestOf(issued, [], "required");
}

/**
 * Signs in with a passkey that names its user, and has verified them: two factors in one. Throws `sign_in_method_off`,
 * `passkey_invalid`, and the errors of `completeSignIn`.
 */
export async function finishPasskeySignIn(
  app: SignInDeps,
  tenant: Tenant,
  client: SessionClient,
  { challengeToken, passkey: response, entry }: UsedPasskey & { readonly entry: AuditEntry },
): Promise<SignedIn> {
  requireOn(tenant);
  const challenge = await useChallenge(app, tenant, { kind: "passkey", owner: "anyone", challengeToken });
  const { user } = await usePasskey(app, tenant, { response, challenge, entry, user: undefined });
  const factors = factorsAt(["passkey"], app.clock.now());
  return await completeSignIn(app, tenant, client, { user: await withoutReset(app, user), factors, entry });
}

/** Starts to show a passkey of a user who has begun to sign in, or is signed in. Throws `factor_not_found`. */
export async function startPasskeyStepUp(
  app: SignInDeps,
  tenant: Tenant,
  { user, owner }: { readonly user: UserRow; readonly owner: ChallengeOwner },
): Promise<Started<RequestOptions>> {
  const { passkeys } = await app.factors.enrolled(user);
  if (passkeys.length === 0) throw new AppError("factor_not_found");
  const issued = await issueChallenge(app, tenant, { kind: "passkey", owner, userId: user.id });
  return requestOf(issued, passkeys.map(descriptorOf), "preferred");
}

/**
 * Shows a passkey of a known user: `passkey` if it verified them, otherwise `security_key`, which is a second factor only. Throws
 * `passkey_invalid`.
 */
export async function showPasskey(
  app: SignInDeps,
  tenant: Tenant,
  user: UserRow,
  { challengeToken, passkey: response, owner, entry }: UsedPasskey & { owner: ChallengeOwner; entry: AuditEntry },
): Promise<Method> {
  const challenge = await useChallenge(app, tenant, { kind: "passkey", owner, challengeToken });
  if (challenge.userId !== user.id) throw new AppError("passkey_invalid", { reason: "challenge" });
  const { isUserVerified } = await usePasskey(app, tenant, { response, challenge, entry, user });
  await withoutReset(app, user);
  return isUserVerified ? "passkey" : "security_key";
}

interface Use {
  readonly response: AssertionJson;
  readonly challenge: Challenge;
  readonly entry: AuditEntry;
  /** Undefined if the passkey names its user. */
  readonly user: UserRow | undefined;
}

/** Verifies the use of one of the tenant's passkeys, and notes it. */
async function usePasskey(
  app: Pick<SignInDeps, "passkeys" | "clock">,
  tenant: Tenant,
  { response, challenge, entry, user }: Use,
): Promise<{ user: UserRow; isUserVerified: boolean }> {
  const found = await app.passkeys.find(tenant.id, response.id);
  if (found === undefined || (user !== undefined && found.user.id !== user.id)) {
    throw new AppError("passkey_invalid", { reason: "unknown" });
  }
  const { passkey } = found;
  entry.subject = found.user.id;
  entry.details = { passkeyId: passkey.id };
  // Without an account that is known before, the authenticator must name it (WebAuthn Level 3 §7.2 step 6).
  const { userHandle = null } = response.response;
  const handle = userHandleOf(found.user.id);
  if (userHandle === null ? user === undefined : userHandle !== handle) {
    throw new AppError("passkey_invalid", { reason: "user_handle" });
  }
  const requireUserVerification = user === undefined;
  // A security key that had no PIN when it was registered gets one from any finder, so its bit counts for nothing.
  if (requireUserVerification && !passkey.userVerified) {
    throw new AppError("passkey_invalid", { reason: "user_verification" });
  }
  const { publicKey } = passkey;
  const assertion = await verifyAssertion(response, challenge, { publicKey, requireUserVerification });
  if (!(await app.passkeys.use(passkey, assertion, app.clock.now()))) {
    entry.details = { passkeyId: passkey.id, counter: assertion.counter, storedCounter: passkey.counter };
    throw new AppError("passkey_invalid", { reason: "counter" });
  }
  return { user: found.user, isUserVerified: assertion.userVerified && passkey.userVerified };
}

function requestOf(
  { challengeToken, challenge, relyingParty, expiresAt }: Awaited<ReturnType<typeof issueChallenge>>,
  allowCredentials: RequestOptions["allowCredentials"],
  userVerification: RequestOptions["userVerification"],
): Started<RequestOptions> {
  const options = { challenge, timeout: CHALLENGE_MS, rpId: relyingParty.id, allowCredentials, userVerification };
  return { options, challengeToken, expiresAt };
}

function requireOn(tenant: Tenant): void {
  if (!acceptsSignIn(tenant)) throw new AppError("sign_in_method_off");
}
