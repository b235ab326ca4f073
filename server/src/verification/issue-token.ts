import type { Letter } from "../email/email.ts";
import { type LinkPage, linkTo } from "../email/links.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { VerificationDeps } from "./deps.ts";
import { CODE_SECONDS, type NewProof, type ProofPurpose } from "./token.ts";

/** Where the links of each kind of letter lead. */
const PAGES: Readonly<Record<ProofPurpose, LinkPage>> = {
  verify_email: "verify-email",
  already_registered: "reset-password",
  reset_password: "reset-password",
  invitation: "reset-password",
  confirm_email_change: "confirm",
  confirm_new_email: "confirm",
};
/** Of the token's hash: enough to tell two letters apart, and too little to look for a token with. */
const KEY_CHARACTERS = 16;

/** Whom a letter is for. */
export interface ProofRecipient {
  readonly userId: string;
  readonly email: string;
}

/** What a letter says besides its link. */
interface Extra {
  readonly code?: string;
  readonly newEmail?: string;
  readonly inviter?: string;
}

/**
 * Posts the letter that brings a proof. Where there is nobody to send it to, `to` is undefined and the same work is done
 * for nothing, so that the time does not tell.
 */
export async function sendProof(
  app: Pick<VerificationDeps, "outbox" | "config">,
  tenant: Tenant,
  proof: NewProof,
  to: ProofRecipient | undefined,
  extra: Extra = {},
): Promise<void> {
  const letter = letterOf(app, tenant, proof, to ?? NOBODY, extra);
  const outbox = app.outbox(tenant.id);
  await (to === undefined ? outbox.postToNobody(letter) : outbox.post(letter));
}

const NOBODY: ProofRecipient = { userId: "", email: "" };

function letterOf(
  { config }: Pick<VerificationDeps, "config">,
  tenant: Tenant,
  proof: NewProof,
  { userId, email: to }: ProofRecipient,
  extra: Extra,
): Letter {
  const { purpose, hash, token } = proof;
  const link = linkTo(tenant, config, PAGES[purpose], token);
  const head = { key: `${purpose} ${hash.slice(0, KEY_CHARACTERS)}`, to, userId };
  const { code = "", newEmail = "", inviter = "" } = extra;
  if (purpose === "verify_email") return { kind: purpose, ...head, values: { link, code } };
  if (purpose === "confirm_email_change") return { kind: purpose, ...head, values: { link, newEmail } };
  if (purpose === "invitation") return { kind: purpose, ...head, values: { link, inviter } };
  return { kind: purpose, ...head, values: { link } };
}

/**
 * A code to type in place of a proof's link, and how it is stored: like a password, since it has so few bits that any
 * other hash of it is guessed in a moment, and mixed with a pepper that no copy of the database has (ASVS 6.5.2). Throws
 * `busy`.
 */
export async function newCode(
  { codes, passwords }: Pick<VerificationDeps, "codes" | "passwords">,
  tenant: Pick<Tenant, "environment">,
  { createdAt }: NewProof,
): Promise<{ code: string; stored: { hash: string; expiresAt: Date } }> {
  const code = codes.next(tenant);
  return { code, stored: { hash: await passwords.hash(code), expiresAt: after(createdAt, CODE_SECONDS) } };
}

/** What a user was sent is of no use once it has ended; so long it says what became of it, to the user as well. */
const KEPT_SECONDS = 30 * 24 * 60 * 60;
/** How many go in one run; the rest waits for the next. */
const AT_ONCE = 1000;

/** Forgets proofs that ended long ago. */
export async function pruneProofs({ proofs, clock }: Pick<VerificationDeps, "proofs" | "clock">) {
  const pruned = await proofs.prune(after(clock.now(), -KEPT_SECONDS), AT_ONCE);
  return pruned === 0 ? undefined : { pruned };
}
