import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { VerificationDeps } from "./deps.ts";
import { hashToken, isTokenFor, type ProofPurpose } from "./token.ts";
import type { SentProof } from "./token-store.ts";

/** What a link has done already: an email is verified, or a change of it is made or waits for the other end. */
export interface LinkOutcome {
  readonly result: "verified" | "waiting" | "changed";
  /** The email that the user has now; while waiting, the one they will have. */
  readonly email: string;
}

/**
 * What has become of a link. `done` is used or expired, but what it was for holds; `expired` may also have been replaced by
 * a newer one, or have lost its object; `unknown` was not sent here, or was not copied whole.
 */
export type Link =
  | { readonly state: "valid" | "used" | "expired"; readonly sent: SentProof }
  | { readonly state: "done"; readonly sent: SentProof; readonly outcome: LinkOutcome }
  | { readonly state: "unknown" };

/** Says what has become of a link for one of these purposes, and changes nothing: whoever looks may be a mail scanner. */
export async function lookAtLink(
  { proofs, clock }: Pick<VerificationDeps, "proofs" | "clock">,
  tenant: Pick<Tenant, "id">,
  token: string,
  purposes: readonly ProofPurpose[],
): Promise<Link> {
  if (!isTokenFor(token, purposes)) return { state: "unknown" };
  const sent = await proofs.find(tenant.id, await hashToken(token), purposes);
  if (sent === undefined) return { state: "unknown" };
  const now = clock.now();
  if (isUsable(sent, now)) return { state: "valid", sent };
  const outcome = outcomeOf(sent, now);
  if (outcome !== undefined) return { state: "done", sent, outcome };
  return { state: sent.proof.usedAt === null ? "expired" : "used", sent };
}

/** The error of a link that is of no use. */
export function linkError({ state }: Link): AppError {
  return new AppError(
    state === "used" || state === "done" ? "link_used" : state === "unknown" ? "link_invalid" : "link_expired",
  );
}

function isUsable({ proof, user }: SentProof, now: Date): boolean {
  if (proof.usedAt !== null || proof.expiresAt <= now || user.status !== "active") return false;
  if (proof.purpose === "verify_email") return proof.email === user.email;
  // An email that was not asked to agree has been verified since, and has to be asked.
  return !(proof.purpose === "confirm_new_email" && proof.counterpart === null && user.emailVerifiedAt !== null);
}

function outcomeOf({ proof, user }: SentProof, now: Date): LinkOutcome | undefined {
  const { purpose, email, payload } = proof;
  const target = purpose === "verify_email" ? email : payload;
  if (target === null || user.status !== "active") return undefined;
  if (user.email === target && user.emailVerifiedAt !== null) {
    return { result: purpose === "verify_email" ? "verified" : "changed", email: target };
  }
  const isAgreed = payload !== null && proof.usedAt !== null && proof.expiresAt > now;
  return isAgreed ? { result: "waiting", email: payload } : undefined;
}
