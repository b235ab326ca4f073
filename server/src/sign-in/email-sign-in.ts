import { requireOtherThanEnterprise } from "../accounts/enterprise-domain.ts";
import { mayRegister } from "../accounts/registration-policy.ts";
import {
  type AttemptRequest,
  type AttemptSource,
  countAttempt,
  runAttempt,
  sourceGroup,
} from "../attempts/count-attempt.ts";
import type { AuditEntry } from "../audit/entry.ts";
import type { OutgoingEmail } from "../email/email.ts";
import { linkTo } from "../email/links.ts";
import { useEmailCode } from "../factors/show-factor.ts";
import { MAX_EMAILS_PER_HOUR, newStateSecret, type SignInState } from "../factors/sign-in-state-store.ts";
import { sha256 } from "../ports/encoding.ts";
import type { SessionClient } from "../sessions/session.ts";
import { emailKey } from "../shared/email.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { factorsAt } from "../shared/factors.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { settingsOf } from "../shared/tenant-settings.ts";
import { CODE_SECONDS } from "../verification/token.ts";
import { completeSignIn, type SignedIn } from "./complete-sign-in.ts";
import type { SignInDeps } from "./deps.ts";
import { accountOfOwner } from "./enter-by-email.ts";
import { trustedDevice } from "./login.ts";

/** Lifetime of a magic link in seconds (SECURITY.md, Numbers; rule 17). */
const LINK_SECONDS = 10 * 60;
/**
 * Emails of a method to one address in an hour, whatever sources request them. One source has `MAX_EMAILS_PER_HOUR` of them, so that
 * a stranger who uses these up doesn't keep the owner out.
 */
export const MAX_PER_ADDRESS = 20;

export type EmailMethod = "code" | "link";

/** What the state of a sign-in by email has. */
interface Sent {
  readonly email: string;
  /** Hash of the request token, which the browser that asked for a link holds. */
  readonly requestHash: string;
}

/**
 * Emails a code or a link that signs in, or signs up where the tenant allows it. The response and the work are the same whether
 * or not an account has the email. Returns the token of the request, which completes the sign-in together with the code or link.
 *
 * Throws `sign_in_method_off`, `enterprise_sign_in_required` and `busy`.
 */
export async function startEmailSignIn(
  app: SignInDeps,
  tenant: Tenant,
  { email, use, source }: { readonly email: string; readonly use: EmailMethod; readonly source: AttemptSource },
): Promise<{ requestToken: string; expiresAt: Date }> {
  requireOn(tenant, use);
  await requireOtherThanEnterprise(app, tenant, email);
  const now = app.clock.now();
  const key = emailKey(email);
  const found = await app.auth.findForLogin(tenant.id, key);
  const requestToken = newStateSecret();
  const seconds = use === "code" ? CODE_SECONDS : LINK_SECONDS;
  const data: Sent = { email: found?.user.email ?? email, requestHash: await sha256(requestToken) };
  const perSource = { source: sourceGroup(source), perHour: MAX_EMAILS_PER_HOUR };
  const limits = { perHour: MAX_PER_ADDRESS, perSource };
  const common = { tenantId: tenant.id, subject: subjectOf(key), data: { ...data }, ...limits, seconds };
  const to = { to: data.email, userId: found?.user.id ?? "" };
  let message: OutgoingEmail;
  let isIssued: boolean;
  if (use === "code") {
    const code = app.codes.next(tenant);
    const codeHash = await app.passwords.hash(code);
    isIssued = await app.signInStates.issueLimited({ ...common, kind: "email", codeHash }, now, requestToken);
    const id = (await sha256(`code ${requestToken}`)).slice(0, 16);
    message = { kind: "sign_in_code", key: `sign_in_code ${id}`, ...to, values: { code } };
  } else {
    const token = newStateSecret();
    isIssued = await app.signInStates.issueLimited({ ...common, kind: "link" }, now, token);
    const link = linkTo(tenant, app.config, "sign-in-link", token);
    message = {
      kind: "sign_in_link",
      key: `sign_in_link ${(await sha256(token)).slice(0, 16)}`,
      ...to,
      values: { link },
    };
  }
  const mayEnter = found === undefined ? mayRegister(tenant, email) : found.user.status === "active";
  const outbox = app.outbox(tenant.id);
  await (isIssued && mayEnter ? outbox.enqueue(message) : outbox.enqueueDecoy(message));
  return { requestToken, expiresAt: after(now, seconds) };
}

/** A sign-in by an emailed code or link, to be completed. */
export interface EmailSignIn {
  readonly entry: AuditEntry;
  readonly requestToken: string;
  readonly deviceToken: string | undefined;
}

/**
 * Signs in, or up, by an emailed code. Throws `factor_invalid`, `busy`, and the errors of `countAttempt`, `accountOfOwner` and
 * `completeSignIn`.
 */
export async function signInByCode(
  app: SignInDeps,
  tenant: Tenant,
  client: SessionClient,
  {
    email,
    code,
    requestToken,
    deviceToken,
    entry,
    ...source
  }: EmailSignIn & { readonly email: string; readonly code: string } & Pick<AttemptRequest, "ip" | "challenge">,
): Promise<SignedIn> {
  requireOn(tenant, "code");
  const account = emailKey(email);
  const device = await trustedDevice(app, tenant, account, deviceToken);
  const attempt = await countAttempt(app, tenant, { ...source, kind: "sign_in_code", account, device });
  // The code of a step-up is no sign-in, and its attempts aren't used up here.
  const sent = { request: requestToken, subject: subjectOf(account) };
  const state = await runAttempt(attempt, async () => await useEmailCode(app, tenant, sent, code));
  if (state === undefined) throw new AppError("factor_invalid");
  await attempt.succeed();
  return await enter(app, tenant, client, { state, entry, device });
}

/**
 * Signs in, or up, by an emailed link, in the browser that asked for it, unless the tenant allows another. Throws `link_used`,
 * `link_expired`, `link_invalid`, `link_other_browser`, and the errors of `accountOfOwner` and `completeSignIn`.
 */
export async function signInByLink(
  app: SignInDeps,
  tenant: Tenant,
  client: SessionClient,
  { token, requestToken, deviceToken, entry }: EmailSignIn & { readonly token: string },
): Promise<SignedIn> {
  requireOn(tenant, "link");
  const state = await inspectSignInLink(app, tenant, token, requestToken);
  const used = await app.signInStates.use(tenant.id, "link", token, app.clock.now());
  if (used === undefined) throw new AppError("link_used");
  const device = await trustedDevice(app, tenant, emailKey(sentIn(state).email), deviceToken);
  return await enter(app, tenant, client, { state, entry, device });
}

/** The state of a link that can be used. Changes nothing. Throws as `signInByLink` does. */
export async function inspectSignInLink(
  app: Pick<SignInDeps, "signInStates" | "clock">,
  tenant: Tenant,
  token: string,
  requestToken: string,
): Promise<SignInState> {
  const state = await app.signInStates.findAny(tenant.id, "link", token);
  if (state === undefined) throw new AppError("link_invalid");
  if (state.usedAt !== null) throw new AppError("link_used");
  if (state.expiresAt <= app.clock.now()) throw new AppError("link_expired");
  const isSameBrowser = sentIn(state).requestHash === (await sha256(requestToken));
  if (!isSameBrowser && !settingsOf(tenant).magicLinkAnyBrowser) throw new AppError("link_other_browser");
  return state;
}

async function enter(
  app: SignInDeps,
  tenant: Tenant,
  client: SessionClient,
  { state, entry, device }: { state: SignInState; entry: AuditEntry; device: string | undefined },
): Promise<SignedIn> {
  const { email } = sentIn(state);
  await requireOtherThanEnterprise(app, tenant, email);
  const { user } = await accountOfOwner(app, tenant, { email, name: null, ip: client.ip });
  const factors = factorsAt(device === undefined ? ["email"] : ["email", "device"], app.clock.now());
  return await completeSignIn(app, tenant, client, { user, factors, entry, isDomainOpen: true });
}

function subjectOf(account: string): string {
  return `sign-in ${account}`;
}

/** Written by `startEmailSignIn`. */
function sentIn({ data }: SignInState): Sent {
  return data as unknown as Sent;
}

function requireOn(tenant: Tenant, use: EmailMethod): void {
  const method = use === "code" ? "email_code" : "magic_link";
  if (!settingsOf(tenant).signInMethods.includes(method)) throw new AppError("sign_in_method_off");
}
