import { AppError } from "../shared/errors/app-error.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { VerificationDeps } from "./deps.ts";
import { hashToken, isTokenFor, type VerificationPurpose } from "./token.ts";
import type { SentToken } from "./token-store.ts";

/** Result of a followed link: the email is verified, or its change is done or waits for the other link. */
export interface LinkOutcome {
  readonly result: "verified" | "waiting" | "changed";
  /** The user's email; while waiting, their future email. */
  readonly email: string;
}

/**
 * State of a link. `done`: it is used or expired, but its result holds. `expired`: its time is over, a newer link replaced it,
 * or its email or user changed. `unknown`: it was not sent by this tenant, or was copied in part.
 */
export type LinkState =
  | { readonly state: "valid" | "used" | "expired"; readonly sent: SentToken }
  | { readonly state: "done"; readonly sent: SentToken; readonly outcome: LinkOutcome }
  | { readonly state: "unknown" };

/** Finds the state of a link for one of these purposes. Changes nothing, because mail scanners follow links too. */
export async function inspectLink(
  { verificationTokens, clock }: Pick<VerificationDeps, "verificationTokens" | "clock">,
  tenant: Pick<Tenant, "id">,
  token: string,
  purposes: readonly VerificationPurpose[],
): Promise<LinkState> {
  if (!isTokenFor(token, purposes)) return { state: "unknown" };
  const sent = await verificationTokens.find(tenant.id, await hashToken(token), purposes);
  if (sent === undefined) return { state: "unknown" };
  const now = clock.now();
  if (isUsable(sent, now)) return { state: "valid", sent };
  const outcome = linkOutcome(sent, now);
  if (outcome !== undefined) return { state: "done", sent, outcome };
  return { state: sent.token.usedAt === null ? "expired" : "used", sent };
}

/** Builds the error of a link that can't be used. */
export function linkError({ state }: LinkState): AppError {
  return new AppError(
    state === "used" || state === "done" ? "link_used" : state === "unknown" ? "link_invalid" : "link_expired",
  );
}

function isUsable({ token, user }: SentToken, now: Date): boolean {
  if (token.usedAt !== null || token.expiresAt <= now || user.status !== "active") return false;
  if (token.purpose === "verify_email") return token.email === user.email;
  // The current email received no link, but was verified since: the change now needs its confirmation.
  return !(token.purpose === "confirm_new_email" && token.counterpart === null && user.emailVerifiedAt !== null);
}

function linkOutcome({ token, user }: SentToken, now: Date): LinkOutcome | undefined {
  const { purpose, email, payload } = token;
  const target = purpose === "verify_email" ? email : payload;
  if (target === null || user.status !== "active") return undefined;
  if (user.email === target && user.emailVerifiedAt !== null) {
    return { result: purpose === "verify_email" ? "verified" : "changed", email: target };
  }
  const isWaiting = payload !== null && token.usedAt !== null && token.expiresAt > now;
  return isWaiting ? { result: "waiting", email: payload } : undefined;
}
