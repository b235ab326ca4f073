import type { ChallengeOffer } from "../../attempts/challenges/challenge.ts";
import { html, type Markup } from "../../shared/html/markup.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { type PageVisit, pathOf } from "./page-visit.ts";

/** What a form shows again after a problem. */
export interface Attempted {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly problem?: string | undefined;
  readonly challenge?: ChallengeOffer | undefined;
}

/** The field of an email. */
export function emailField(
  { texts }: PageVisit,
  { email = "", problem }: Attempted,
  {
    isFocused = true,
    name = "email",
    autofill = false,
  }: {
    readonly isFocused?: boolean;
    readonly name?: string;
    /** Whether the browser offers passkeys in the field. */
    readonly autofill?: boolean;
  } = {},
): Markup {
  const invalid = problem === undefined ? undefined : html` aria-describedby="problem"`;
  const username = autofill ? "username webauthn" : "username";
  return html`<label for="${name}">${texts.fields[name === "newEmail" ? "newEmail" : "email"]}</label>
<input class="field" id="${name}" name="${name}" type="email" autocomplete="${name === "newEmail" ? "email" : username}" inputmode="email" autocapitalize="none" spellcheck="false" required maxlength="254" value="${email}"${invalid}${isFocused && email === "" ? html` autofocus` : undefined}>
`;
}

/** The box that shows passwords, which only a script makes visible. */
export function showPasswordBox({ texts }: PageVisit): Markup {
  return html`<label class="show" hidden><input type="checkbox" id="show">${texts.showPassword}</label>
`;
}

/** The field of a new password, with its rule. */
export function newPasswordField({ texts, tenant }: PageVisit, label: string, isRequired = true): Markup {
  const { minPasswordLength } = settingsOf(tenant);
  return html`<label for="newPassword">${label}</label>
<input class="field" id="newPassword" name="newPassword" type="password" autocomplete="new-password" minlength="${minPasswordLength}" aria-describedby="hint"${isRequired ? html` required` : undefined}>
<p class="hint" id="hint">${texts.fields.passwordHint(minPasswordLength)}</p>
`;
}

/** The field of a code. */
export function codeField({ texts }: PageVisit, { problem }: Attempted, isNumeric = true): Markup {
  const mode = isNumeric ? html` inputmode="numeric"` : html` autocapitalize="characters"`;
  const invalid = problem === undefined ? undefined : html` aria-invalid="true" aria-describedby="problem"`;
  return html`<label for="code">${texts.fields.code}</label>
<input class="field code" id="code" name="code" autocomplete="one-time-code" spellcheck="false" required maxlength="64"${mode}${invalid} autofocus>
`;
}

/** The ways to sign in of a form with an email. */
export function formMethods({ tenant }: Pick<PageVisit, "tenant">) {
  const { signInMethods } = settingsOf(tenant);
  const hasPassword = signInMethods.includes("password");
  const byEmail = (["code", "link"] as const).filter((use) =>
    signInMethods.includes(use === "code" ? "email_code" : "magic_link"),
  );
  return { hasPassword, byEmail, hasAny: hasPassword || byEmail.length > 0 };
}

/** Ways to sign in by email, as buttons of a form: the first one is its main button where there is no password. */
export function emailMethodButtons(visit: PageVisit, labels: { code: string; link: string }): Markup {
  const { hasPassword, byEmail } = formMethods(visit);
  const buttons = byEmail.map((use, index) => {
    const kind = hasPassword || index > 0 ? "button other" : "button";
    return html`<button class="${kind}" type="submit" name="method" value="${use}">${labels[use]}</button>
`;
  });
  return html`${hasPassword && byEmail.length > 0 ? html`<p class="or">${visit.texts.or}</p>\n` : undefined}${buttons}`;
}

/** A line that leads to another page. */
export function crossLink(visit: PageVisit, question: string, page: string, label: string): Markup {
  return html`<p class="back">${question} <a href="${pathOf(visit, page)}">${label}</a></p>
`;
}
