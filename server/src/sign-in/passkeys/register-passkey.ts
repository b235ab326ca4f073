import { newBackupCodes } from "../../factors/backup-codes.ts";
import type { PasskeyRow } from "../../factors/factor-store.ts";
import { notifySecurityChange } from "../../factors/security-notice.ts";
import { newId } from "../../ports/ids.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import type { SignInDeps } from "../deps.ts";
import { countAsShown, type Enrolling, requireMethod } from "../enrol-factors.ts";
import { CHALLENGE_MS, type ChallengeOwner, issueChallenge, useChallenge } from "./challenge.ts";
import { acceptsSignIn, descriptorOf, type Started, userHandleOf } from "./options.ts";
import { MAX_PASSKEYS } from "./passkey-store.ts";
import type { CreationOptions, RegistrationJson } from "./schemas.ts";
import { ALGORITHMS, verifyRegistration } from "./verify-response.ts";

/** The result of an authenticator that created a passkey. */
export interface Registration {
  readonly challengeToken: string;
  readonly passkey: RegistrationJson;
  readonly name: string;
  /** The IP address of the call, for the notice. */
  readonly ip: string;
}

/** Starts to register a passkey. Throws `factor_not_enrollable` if the tenant accepts none. */
export async function startRegistration(app: SignInDeps, enrolling: Enrolling): Promise<Started<CreationOptions>> {
  const { tenant, user } = enrolling;
  requireAccepted(enrolling);
  const { passkeys } = await app.factors.enrolled(user);
  if (passkeys.length >= MAX_PASSKEYS) throw new AppError("passkey_limit_reached");
  const of = { kind: "passkey_registration", owner: ownerOf(enrolling), userId: user.id } as const;
  const { challengeToken, challenge, relyingParty, expiresAt } = await issueChallenge(app, tenant, of);
  const options: CreationOptions = {
    rp: { id: relyingParty.id, name: relyingParty.name },
    user: { id: userHandleOf(user.id), name: user.email, displayName: user.name ?? user.email },
    challenge,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key" as const, alg })),
    timeout: CHALLENGE_MS,
    // An authenticator holds at most one of them.
    excludeCredentials: passkeys.map(descriptorOf),
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
    attestation: "none",
  };
  return { options, challengeToken, expiresAt };
}

/**
 * Registers a passkey, and notifies the user. It counts as shown in the session, or in the sign-in that lacks a factor. Returns backup
 * codes if the user had none left. Throws `passkey_invalid`, `passkey_already_registered`, `passkey_limit_reached`,
 * and `sign_in_expired` if the user's credentials have changed meanwhile.
 */
export async function finishRegistration(
  app: SignInDeps,
  enrolling: Enrolling,
  { challengeToken, passkey, name, ip }: Registration,
): Promise<{ passkey: PasskeyRow; backupCodes: readonly string[] }> {
  const { tenant, user } = enrolling;
  requireAccepted(enrolling);
  const of = { kind: "passkey_registration", owner: ownerOf(enrolling), challengeToken } as const;
  const challenge = await useChallenge(app, tenant, of);
  if (challenge.userId !== user.id) throw new AppError("passkey_invalid", { reason: "challenge" });
  const credential = await verifyRegistration(passkey, challenge);
  const now = app.clock.now();
  const row: PasskeyRow = {
    ...{ id: newId("pky", now), tenantId: user.tenantId, userId: user.id, name, createdAt: now, lastUsedAt: null },
    ...credential,
    transports: passkey.response.transports ?? [],
  };
  const { codes, hashes } = await newBackupCodes();
  const added = await app.passkeys.add(row, hashes, "begun" in enrolling.by ? user : undefined);
  if (added === "changed") throw new AppError("sign_in_expired");
  if (added === "limit") throw new AppError("passkey_limit_reached");
  if (added === "taken") throw new AppError("passkey_already_registered");
  await countAsShown(app, enrolling, added.user, row.userVerified ? "passkey" : "security_key");
  await notifySecurityChange(app, user, "passkey_added", ip);
  return { passkey: row, backupCodes: added.codesAdded ? codes : [] };
}

/** A passkey may be a way to sign in, a second factor, or both. A sign-in that lacks a factor enrols a second one. */
function requireAccepted({ tenant, by }: Enrolling): void {
  if ("sessionId" in by && acceptsSignIn(tenant)) return;
  requireMethod(tenant, "passkey");
}

function ownerOf({ by }: Enrolling): ChallengeOwner {
  return "sessionId" in by ? { sessionId: by.sessionId } : { signInToken: by.signInToken };
}
