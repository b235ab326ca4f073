import type { ChallengeOffer } from "../../attempts/challenges/challenge.ts";
import { html, type Markup } from "../../shared/html/markup.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { timeText } from "../../shared/time-text.ts";
import type { AccountData } from "./account-data.ts";
import { linkedAccounts, passkeys } from "./account-sign-in-sections.ts";
import { challengeField } from "./challenge-form.ts";
import { type PageVisit, pathOf } from "./page-visit.ts";
import { emailField, newPasswordField, showPasswordBox } from "./sign-in-form.ts";

/** The account, and the challenge that the next attempt at its password needs. */
type ShownAccount = AccountData & { readonly challenge: ChallengeOffer | undefined };

/** The sections of the account page, in their order. */
export function accountSections(visit: PageVisit, data: ShownAccount): readonly (Markup | undefined)[] {
  const sections = [profile, email, password, passkeys, linkedAccounts, factors, sessions, ownData];
  return sections.map((section) => section(visit, data));
}

function profile(visit: PageVisit, { user }: AccountData): Markup {
  const { account, fields } = visit.texts;
  return html`<section>
<h2>${account.profile}</h2>
<form method="post" action="${pathOf(visit, "account")}">
<label for="name">${fields.name}</label>
<input class="field" id="name" name="name" autocomplete="name" maxlength="200" value="${user.name ?? ""}">
${button("profile", account.save)}</form>
</section>
`;
}

function email(visit: PageVisit, { user, hasPassword, challenge }: ShownAccount): Markup {
  const { account } = visit.texts;
  const isVerified = user.emailVerifiedAt !== null;
  return html`<section>
<h2>${account.email}</h2>
<p>${isVerified ? account.verified(user.email) : account.unverified(user.email)}</p>
${isVerified ? undefined : actionForm(visit, "resend", account.resend)}<form method="post" action="${pathOf(visit, "account")}">
${emailField(visit, {}, { isFocused: false, name: "newEmail" })}${hasPassword ? currentPassword(visit, "email-password", challenge) : undefined}${button("email", account.changeEmail)}</form>
</section>
`;
}

function password(visit: PageVisit, { hasPassword, challenge }: ShownAccount): Markup {
  const { account, fields } = visit.texts;
  const label = hasPassword ? account.changePassword : account.setPassword;
  return html`<section>
<h2>${account.password}</h2>
<p>${account.passwordHelp}</p>
<form method="post" action="${pathOf(visit, "account")}">
${hasPassword ? currentPassword(visit, "current-password", challenge) : undefined}${newPasswordField(visit, fields.newPassword)}${showPasswordBox(visit)}${button("password", label)}</form>
</section>
`;
}

function factors(visit: PageVisit, { factors: { totp, backupCodesLeft }, passkeys: keys }: AccountData): Markup {
  const { account } = visit.texts;
  const { secondFactorMethods, trustedDeviceDays } = settingsOf(visit.tenant);
  const add = html`<form method="post" action="${pathOf(visit, "authenticator")}">
<button class="button other" type="submit" name="step" value="start">${account.addTotp}</button>
</form>
`;
  const codes = html`<p>${account.backupLeft(backupCodesLeft)}</p>
${actionForm(visit, "backup-codes", account.newBackupCodes)}${trustedDeviceDays > 0 ? actionForm(visit, "devices", account.forgetDevices) : undefined}`;
  // Backup codes belong to passkeys, too.
  const hasFactor = totp !== null || keys.length > 0;
  return html`<section>
<h2>${account.factors}</h2>
<p>${totp === null ? account.factorsOff : account.factorsOn}</p>
${hasFactor ? codes : undefined}${totp !== null ? actionForm(visit, "totp-remove", account.removeTotp, "danger") : secondFactorMethods.includes("totp") ? add : undefined}</section>
`;
}

function sessions(visit: PageVisit, { sessions: own }: AccountData): Markup {
  const { account } = visit.texts;
  const items = own.map(
    ({
      id,
      device,
      location,
      lastUsedAt,
      current,
    }) => html`<li><span>${device}${location === "" ? undefined : ` · ${location}`}
<small>${current ? account.current : account.lastActive(timeText(lastUsedAt, visit.language, "medium"))}</small></span>
${
  current
    ? undefined
    : html`<form method="post" action="${pathOf(visit, "account")}"><input type="hidden" name="id" value="${id}"><button class="button other small" type="submit" name="action" value="session">${account.endSession}</button></form>`
}</li>
`,
  );
  return html`<section>
<h2>${account.sessions}</h2>
<ul class="items">
${items}</ul>
${own.length > 1 ? actionForm(visit, "others", account.endOthers) : undefined}</section>
`;
}

function ownData(visit: PageVisit, { hasPassword, challenge }: ShownAccount): Markup {
  const { account } = visit.texts;
  return html`<section>
<h2>${account.data}</h2>
<p>${account.exportHelp}</p>
${actionForm(visit, "export", account.export)}<form method="post" action="${pathOf(visit, "account")}">
<p>${account.deleteHelp}</p>
${hasPassword ? currentPassword(visit, "delete-password", challenge) : undefined}<label class="check"><input type="checkbox" name="confirm" required>${account.deleteConfirm}</label>
${button("delete", account.delete, "danger")}</form>
</section>
`;
}

function currentPassword({ texts }: PageVisit, id: string, challenge: ChallengeOffer | undefined): Markup {
  return html`${challengeField(challenge)}<label for="${id}">${texts.fields.currentPassword}</label>
<input class="field" id="${id}" name="password" type="password" autocomplete="current-password" required>
`;
}

function button(action: string, label: string, kind = ""): Markup {
  return html`<button class="button other ${kind}" type="submit" name="action" value="${action}">${label}</button>
`;
}

function actionForm(visit: PageVisit, action: string, label: string, kind = ""): Markup {
  return html`<form method="post" action="${pathOf(visit, "account")}">
${button(action, label, kind)}</form>
`;
}
