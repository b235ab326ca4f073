import type { OutgoingEmail } from "../email/email.ts";
import { type LinkPage, linkTo } from "../email/links.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { VerificationDeps } from "./deps.ts";
import { CODE_SECONDS, type NewVerificationToken, type VerificationPurpose } from "./token.ts";

/** Page that the link of each kind of email opens. */
const PAGES: Readonly<Record<VerificationPurpose, LinkPage>> = {
  verify_email: "verify-email",
  already_registered: "reset-password",
  reset_password: "reset-password",
  invitation: "reset-password",
  confirm_email_change: "confirm",
  confirm_new_email: "confirm",
};
/** Characters of the token's hash in an idempotency key: enough to be unique, too few to find the token. */
const KEY_CHARACTERS = 16;

/** Recipient of an email. */
export interface EmailRecipient {
  readonly userId: string;
  readonly email: string;
}

/** Values of an email besides its link. */
interface ExtraValues {
  readonly code?: string;
  readonly newEmail?: string;
  readonly inviter?: string;
}

/**
 * Queues the email that carries a verification token. Without a recipient (`to` is undefined) the same work is done without
 * sending anything, so that the response time does not reveal whether a user exists.
 */
export async function sendTokenEmail(
  app: Pick<VerificationDeps, "outbox" | "config">,
  tenant: Tenant,
  token: NewVerificationToken,
  to: EmailRecipient | undefined,
  extra: ExtraValues = {},
): Promise<void> {
  const email = emailOf(app, tenant, token, to ?? DECOY_RECIPIENT, extra);
  const outbox = app.outbox(tenant.id);
  await (to === undefined ? outbox.enqueueDecoy(email) : outbox.enqueue(email));
}

const DECOY_RECIPIENT: EmailRecipient = { userId: "", email: "" };

function emailOf(
  { config }: Pick<VerificationDeps, "config">,
  tenant: Tenant,
  token: NewVerificationToken,
  { userId, email: to }: EmailRecipient,
  extra: ExtraValues,
): OutgoingEmail {
  const { purpose, hash, value } = token;
  const link = linkTo(tenant, config, PAGES[purpose], value);
  const head = { key: `${purpose} ${hash.slice(0, KEY_CHARACTERS)}`, to, userId };
  const { code = "", newEmail = "", inviter = "" } = extra;
  if (purpose === "verify_email") return { kind: purpose, ...head, values: { link, code } };
  if (purpose === "confirm_email_change") return { kind: purpose, ...head, values: { link, newEmail } };
  if (purpose === "invitation") return { kind: purpose, ...head, values: { link, inviter } };
  return { kind: purpose, ...head, values: { link } };
}

/**
 * Generates a code that can be typed instead of following the link, and its hash. The code has few bits, so it is hashed like
 * a password, with a pepper that no copy of the database contains (ASVS 6.5.2). Throws `busy`.
 */
export async function newCode(
  { codes, passwords }: Pick<VerificationDeps, "codes" | "passwords">,
  tenant: Pick<Tenant, "environment">,
  { createdAt }: NewVerificationToken,
): Promise<{ code: string; stored: { hash: string; expiresAt: Date } }> {
  const code = codes.next(tenant);
  return { code, stored: { hash: await passwords.hash(code), expiresAt: after(createdAt, CODE_SECONDS) } };
}

/** Retention of tokens that have ended: 30 days, during which the link still reports its state to the user. */
const RETENTION_SECONDS = 30 * 24 * 60 * 60;
/** Maximum number of tokens deleted per run; the rest waits for the next run. */
const MAX_PER_RUN = 1000;

/** Deletes verification tokens that ended more than 30 days ago. */
export async function pruneVerificationTokens({
  verificationTokens,
  clock,
}: Pick<VerificationDeps, "verificationTokens" | "clock">) {
  const pruned = await verificationTokens.prune(after(clock.now(), -RETENTION_SECONDS), MAX_PER_RUN);
  return pruned === 0 ? undefined : { pruned };
}
