import type { SignInState } from "../../factors/sign-in-state-store.ts";
import { sha256, toBase64Url } from "../../ports/encoding.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { after } from "../../shared/session-lifetimes.ts";
import type { Tenant } from "../../shared/tenant.ts";
import type { SignInDeps } from "../deps.ts";
import { type RelyingParty, relyingPartyOf } from "./relying-party.ts";

/** Seconds within which an authenticator has to respond. */
export const CHALLENGE_SECONDS = 5 * 60;
export const CHALLENGE_MS = CHALLENGE_SECONDS * 1000;
/** 256 bits; WebAuthn Level 3 §13.4.3 requires at least 128. */
const CHALLENGE_BYTES = 32;

/** Who can use a challenge: the client of a sign-in that lacks a factor, a session, or anyone. */
export type ChallengeOwner = { readonly signInToken: string } | { readonly sessionId: string } | "anyone";

/** What a challenge is bound to, beside its tenant (SECURITY rule 19). */
export interface Challenge extends Pick<RelyingParty, "origins"> {
  readonly challenge: string;
  readonly rpId: string;
  /** Hash of its owner. */
  readonly owner: string;
}

/** A challenge that was issued. */
export interface Issued {
  readonly challengeToken: string;
  readonly challenge: string;
  readonly relyingParty: RelyingParty;
  readonly expiresAt: Date;
}

type Deps = Pick<SignInDeps, "signInStates" | "clock">;
type Kind = "passkey_registration" | "passkey";

/** Issues a challenge. It works once, for 5 minutes. */
export async function issueChallenge(
  { signInStates, clock, config }: Deps & Pick<SignInDeps, "config">,
  tenant: Tenant,
  {
    kind,
    owner,
    userId = null,
  }: { readonly kind: Kind; readonly owner: ChallengeOwner; readonly userId?: string | null },
): Promise<Issued> {
  const now = clock.now();
  const relyingParty = relyingPartyOf(tenant, config);
  const challenge = toBase64Url(crypto.getRandomValues(new Uint8Array(CHALLENGE_BYTES)));
  const { id: rpId, origins } = relyingParty;
  const data: Challenge = { challenge, rpId, origins, owner: await hashOf(owner) };
  const state = { tenantId: tenant.id, kind, userId, data: { ...data }, seconds: CHALLENGE_SECONDS };
  const challengeToken = await signInStates.issue(state, now);
  return { challengeToken, challenge, relyingParty, expiresAt: after(now, CHALLENGE_SECONDS) };
}

/** Uses a challenge up, whatever its response is worth. Throws `passkey_invalid`. */
export async function useChallenge(
  { signInStates, clock }: Deps,
  tenant: Pick<Tenant, "id">,
  {
    kind,
    owner,
    challengeToken,
  }: { readonly kind: Kind; readonly owner: ChallengeOwner; readonly challengeToken: string },
): Promise<Challenge & Pick<SignInState, "userId">> {
  const state = await signInStates.use(tenant.id, kind, challengeToken, clock.now());
  if (state === undefined) throw new AppError("passkey_invalid", { reason: "challenge" });
  // Written by `issueChallenge`.
  const data = state.data as unknown as Challenge;
  if (data.owner !== (await hashOf(owner))) throw new AppError("passkey_invalid", { reason: "challenge" });
  return { ...data, userId: state.userId };
}

async function hashOf(owner: ChallengeOwner): Promise<string> {
  if (owner === "anyone") return "anyone";
  return await sha256("signInToken" in owner ? `sign-in ${owner.signInToken}` : `session ${owner.sessionId}`);
}
