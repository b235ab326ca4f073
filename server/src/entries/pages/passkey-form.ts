import { readCookie } from "../../sessions/cookies.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { definitionOf } from "../../shared/errors/catalog.ts";
import { html, type Markup } from "../../shared/html/markup.ts";
import { formOfText, hasAddress } from "../../shared/ip-address.ts";
import type { Tenant } from "../../shared/tenant.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { CHALLENGE_SECONDS } from "../../sign-in/passkeys/challenge.ts";
import { relyingPartyOf } from "../../sign-in/passkeys/relying-party.ts";
import {
  type AssertionJson,
  assertionJson,
  type RegistrationJson,
  registrationJson,
} from "../../sign-in/passkeys/schemas.ts";
import { failure, type PageVisit, pathOf } from "./page-visit.ts";

/** Whether passkeys of the tenant work on pages of this host. An IP address can't have any (WebAuthn Level 3 §5.1.3). */
export function offersPasskeys({ tenant, app, visit }: PageVisit): boolean {
  const { id, origins } = relyingPartyOf(tenant, app.config);
  return !hasAddress(formOfText(id)) && origins.includes(visit.url.origin);
}

/** Whether users can sign in with a passkey alone on this host. */
export function offersPasskeySignIn(visit: PageVisit): boolean {
  return settingsOf(visit.tenant).signInMethods.includes("passkey") && offersPasskeys(visit);
}

/** The form that uses or creates a passkey. */
export interface PasskeyForm {
  readonly kind: "use" | "create";
  /** Page that it is sent to. */
  readonly page: string;
  readonly label: string;
  /** Defaults to a button beside a main one. */
  readonly isMain?: boolean;
  /** What stands above the button, inside the form. */
  readonly fields?: Markup | undefined;
  /** What stands above the form. */
  readonly before?: Markup | undefined;
  /** Whether the email's field offers passkeys. Defaults to false. */
  readonly autofill?: boolean;
}

/** A form that `PASSKEY_SCRIPT` shows and fills in. It stays hidden without scripts, and in browsers without passkeys. */
export function passkeyForm(visit: PageVisit, form: PasskeyForm): Markup {
  const { kind, page, label, isMain = false, fields, before, autofill = false } = form;
  const { passkeys } = visit.texts;
  return html`<div class="passkey" data-passkey="${kind}"${autofill ? html` data-autofill` : undefined} hidden>
${before}<form method="post" action="${pathOf(visit, page)}">
<input type="hidden" name="method" value="passkey">
<input type="hidden" name="passkey" value="">
${fields}<button class="button${isMain ? "" : " other"}" type="submit">${label}</button>
</form>
<p class="problem" role="alert" hidden>${passkeys.notUsed}</p>
<p class="problem" role="alert" data-error="InvalidStateError" hidden>${passkeys.exists}</p>
<p class="problem" role="alert" data-error="SecurityError" hidden>${passkeys.notHere}</p>
</div>
`;
}

/** What is shown in place of the form where nothing else is offered, and the browser can't use it. */
export function withoutPasskeys({ texts }: PageVisit): Markup {
  return html`<p data-without-passkeys>${texts.passkeys.unsupported}</p>
`;
}

/** Whether a form asks for the options of a passkey, and doesn't have one yet. */
export function isStart(form: URLSearchParams): boolean {
  return form.get("step") === "start";
}

type Start = () => Promise<{ readonly options: object; readonly challengeToken: string }>;

/** Answers the script with the options. The challenge's token is kept in a cookie, so that parallel requests can't overwrite the visit. */
export async function startPasskey(visit: PageVisit, start: Start): Promise<Response> {
  try {
    const { options, challengeToken } = await start();
    return json(options, 200, cookie(visit.tenant, challengeToken, CHALLENGE_SECONDS));
  } catch (thrown) {
    const { error } = failure(visit, thrown);
    return json({ code: error.code }, definitionOf(error.code).status);
  }
}

function json(body: object, status: number, set?: string): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (set !== undefined) headers.set("set-cookie", set);
  return Response.json(body, { status, headers });
}

/** A passkey that was used, with the token of its challenge. Throws `passkey_invalid`, or without one the error of its start. */
export async function usedPasskey(
  visit: PageVisit,
  form: URLSearchParams,
  start: Start,
): Promise<{ challengeToken: string; passkey: AssertionJson }> {
  const { data } = assertionJson.safeParse(await credentialIn(form, start));
  if (data === undefined) throw new AppError("passkey_invalid", { reason: "response" });
  return { challengeToken: takeChallenge(visit), passkey: data };
}

/** The same for one that was created. */
export async function createdPasskey(
  visit: PageVisit,
  form: URLSearchParams,
  start: Start,
): Promise<{ challengeToken: string; passkey: RegistrationJson }> {
  const { data } = registrationJson.safeParse(await credentialIn(form, start));
  if (data === undefined) throw new AppError("passkey_invalid", { reason: "response" });
  return { challengeToken: takeChallenge(visit), passkey: data };
}

async function credentialIn(form: URLSearchParams, start: Start): Promise<unknown> {
  const text = form.get("passkey") ?? "";
  // The script sends none where the start was refused.
  if (text === "") await start();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function takeChallenge({ tenant, visit, context }: PageVisit): string {
  const token = readCookie(visit.request.headers.get("cookie"), nameOf(tenant));
  if (token === undefined) throw new AppError("passkey_invalid", { reason: "challenge" });
  context.answer.append("set-cookie", cookie(tenant, "", 0));
  return token;
}

/** Named by tenant, since tenants share a host. */
function cookie(tenant: Pick<Tenant, "id">, token: string, seconds: number): string {
  return `${nameOf(tenant)}=${token}; Max-Age=${seconds}; Path=/; Secure; HttpOnly; SameSite=Strict`;
}

function nameOf({ id }: Pick<Tenant, "id">): string {
  return `__Host-passkey-${id}`;
}
