import { html, type Markup } from "../../shared/html/markup.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import type { AccountData } from "./account-data.ts";
import { providerLink } from "./other-methods.ts";
import { type PageVisit, pathOf } from "./page-visit.ts";
import { offersPasskeys, passkeyForm } from "./passkey-form.ts";

type Passkey = AccountData["passkeys"][number];
type Identity = AccountData["identities"][number];

/** Whether users can add passkeys here: to sign in, or as second factor. */
export function offersNewPasskeys(visit: PageVisit): boolean {
  const { signInMethods, secondFactorMethods } = settingsOf(visit.tenant);
  const isAccepted = signInMethods.includes("passkey") || secondFactorMethods.includes("passkey");
  return isAccepted && offersPasskeys(visit);
}

/** Passkeys: each can be renamed and removed. Undefined where there are none and none can be added. */
export function passkeys(visit: PageVisit, { passkeys: own }: AccountData): Markup | undefined {
  const hasNew = offersNewPasskeys(visit);
  if (!hasNew && own.length === 0) return undefined;
  const { texts } = visit;
  const add = passkeyForm(visit, { kind: "create", page: "passkey", label: texts.passkeys.create });
  return html`<section>
<h2>${texts.account.passkeys}</h2>
<p>${own.length === 0 ? texts.account.noPasskeys : texts.account.passkeysHelp}</p>
${own.length === 0 ? undefined : html`<ul class="items">\n${own.map((passkey) => passkeyItem(visit, passkey))}</ul>\n`}${hasNew ? add : undefined}</section>
`;
}

function passkeyItem(visit: PageVisit, { id, name, createdAt, lastUsedAt }: Passkey): Markup {
  const { account } = visit.texts;
  const days = new Intl.DateTimeFormat(visit.language, { dateStyle: "medium", timeZone: "UTC" });
  const field = `name-${id}`;
  return html`<li><span>${name}
<small>${account.created(days.format(createdAt))} · ${lastUsedAt === null ? account.neverUsed : account.lastUsed(days.format(lastUsedAt))}</small></span>
<details><summary>${account.edit}<span class="only-read"> ${name}</span></summary>
<form method="post" action="${pathOf(visit, "account")}">
<input type="hidden" name="id" value="${id}">
<label for="${field}">${account.passkeyName}</label>
<input class="field" id="${field}" name="passkeyName" maxlength="200" required value="${name}">
<button class="button other" type="submit" name="action" value="passkey-rename">${account.rename}</button>
<button class="button other danger" type="submit" name="action" value="passkey-remove">${account.removePasskey}</button>
</form></details></li>
`;
}

/** Linked accounts of identity providers, and those that can be linked. Undefined where there are none. */
export function linkedAccounts(visit: PageVisit, { identities, providers }: AccountData): Markup | undefined {
  if (identities.length === 0 && providers.length === 0) return undefined;
  const { account } = visit.texts;
  const linked = new Set(identities.map(({ provider }) => provider));
  const others = providers.filter(({ slug }) => !linked.has(slug));
  const items = identities.map((identity) => identityItem(visit, identity, providers));
  return html`<section>
<h2>${account.linked}</h2>
<p>${account.linkedHelp}</p>
${items.length === 0 ? undefined : html`<ul class="items">\n${items}</ul>\n`}${others.map((provider) => providerLink(visit, provider, "link"))}</section>
`;
}

function identityItem(
  visit: PageVisit,
  { id, issuer, provider, email }: Identity,
  providers: AccountData["providers"],
): Markup {
  const { account } = visit.texts;
  const name = providers.find(({ slug }) => slug === provider)?.name ?? provider ?? new URL(issuer).host;
  return html`<li><span>${name}${email === null ? undefined : html`\n<small>${email}</small>`}</span>
<form method="post" action="${pathOf(visit, "account")}"><input type="hidden" name="id" value="${id}"><button class="button other small" type="submit" name="action" value="unlink">${account.unlink}<span class="only-read"> ${name}</span></button></form></li>
`;
}
