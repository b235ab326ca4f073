import type { Visit } from "../../pipeline/context.ts";
import { tenantAtHost } from "../../pipeline/resolve-caller.ts";
import { sha256 } from "../../ports/encoding.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { showAccount, submitAccount } from "./account-page.ts";
import { showAuthenticator, submitAuthenticator } from "./authenticator-page.ts";
import { showCheckEmail, submitCheckEmail } from "./check-email-page.ts";
import { showForgot, submitForgot } from "./forgot-page.ts";
import { showIdentityProvider } from "./identity-provider-page.ts";
import { openForm, openVisit, type PageVisit } from "./page-visit.ts";
import { showPasskey, submitPasskey } from "./passkey-page.ts";
import { showProviderReturn, submitProviderReturn } from "./provider-return-page.ts";
import { showSecondFactor, submitSecondFactor } from "./second-factor-page.ts";
import { showSignInLink, submitSignInLink } from "./sign-in-link-page.ts";
import { showSignIn, submitSignIn } from "./sign-in-page.ts";
import { showSignUp, submitSignUp } from "./sign-up-page.ts";

interface HostedPage {
  /** Shows the page. Opening it signs nobody in, and changes no account. */
  readonly show: (visit: PageVisit) => Promise<Response>;
  /** Answers its form. */
  readonly submit: (visit: PageVisit, form: URLSearchParams) => Promise<Response>;
}

/** The hosted pages by the last part of their path. */
const PAGES = {
  "sign-in": { show: showSignIn, submit: submitSignIn },
  "sign-up": { show: showSignUp, submit: submitSignUp },
  "check-email": { show: showCheckEmail, submit: submitCheckEmail },
  "second-factor": { show: showSecondFactor, submit: submitSecondFactor },
  authenticator: { show: showAuthenticator, submit: submitAuthenticator },
  passkey: { show: showPasskey, submit: submitPasskey },
  "forgot-password": { show: showForgot, submit: submitForgot },
  "sign-in-link": { show: showSignInLink, submit: submitSignInLink },
  "identity-provider": { show: showIdentityProvider, submit: showIdentityProvider },
  "provider-return": { show: showProviderReturn, submit: submitProviderReturn },
  account: { show: showAccount, submit: submitAccount },
} as const satisfies Readonly<Record<string, HostedPage>>;

/** A regular expression of the pages' names, for the table of routes. */
export const HOSTED_PAGES = Object.keys(PAGES).join("|");

export async function showHostedPage(visit: Visit, parameters: Readonly<Record<string, string>>): Promise<Response> {
  const { tenant = "", hosted = "" } = parameters;
  // The route matches no others.
  return await PAGES[hosted as keyof typeof PAGES].show(await openVisit(visit, tenant));
}

/**
 * `/sign-in`: leads to the sign-in page of the tenant that the host or an app's publishable key names, so that apps need to know no
 * tenant. Throws `tenant_not_found`.
 */
export async function findSignIn({ app, url, info }: Visit): Promise<Response> {
  const key = url.searchParams.get("client_id") ?? "";
  const lookup = { address: info.ip, target: `key ${await sha256(key)}`, now: app.clock.now() };
  const tenant =
    (await tenantAtHost(app, url.hostname, info.ip)) ??
    (await app.failedLookups.find(lookup, async () => (await app.apiKeys.findByHash(await sha256(key)))?.tenant));
  if (tenant === undefined) throw new AppError("tenant_not_found");
  const headers = { location: `/t/${tenant.slug}/sign-in${url.search}`, "cache-control": "no-store" };
  return new Response(null, { status: 303, headers });
}

export async function submitHostedPage(visit: Visit, parameters: Readonly<Record<string, string>>): Promise<Response> {
  const { tenant = "", hosted = "" } = parameters;
  const opened = await openVisit(visit, tenant);
  return await PAGES[hosted as keyof typeof PAGES].submit(opened, await openForm(opened));
}
