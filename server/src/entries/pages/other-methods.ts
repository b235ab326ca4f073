import type { IdentityProvider } from "../../providers/provider-store.ts";
import { html, type Markup } from "../../shared/html/markup.ts";
import { identityProviderPath } from "./identity-provider-page.ts";
import type { PageVisit } from "./page-visit.ts";
import { offersPasskeySignIn, passkeyForm, withoutPasskeys } from "./passkey-form.ts";
import { formMethods } from "./sign-in-form.ts";

/** Ways to sign in that need no form to fill in. */
export interface OtherMethods {
  readonly providers: readonly IdentityProvider[];
  readonly hasPasskeys: boolean;
}

/** The ways in which everybody can sign in here without typing. */
export async function otherMethods(visit: PageVisit): Promise<OtherMethods> {
  const { app, tenant } = visit;
  const providers = await app.identityProviders.listSocial(tenant.id);
  return { providers, hasPasskeys: offersPasskeySignIn(visit) };
}

/** Buttons of the other ways to sign in, which stand under the form if there is one. */
export function otherMethodButtons(visit: PageVisit, { providers, hasPasskeys }: OtherMethods): Markup {
  const { hasAny: hasForm, hasPassword, byEmail } = formMethods(visit);
  // The form has a separator of its own between a password and the ways by email.
  const isSeparate = hasForm && !(hasPassword && byEmail.length > 0);
  const isAlone = !hasForm;
  const separator = html`<p class="or">${visit.texts.or}</p>\n`;
  // Passkeys are hidden without a script, and their separator with them.
  const isPasskeyOnly = providers.length === 0;
  const passkey = passkeyForm(visit, {
    ...{ kind: "use", page: "sign-in", label: visit.texts.passkeys.signIn, autofill: !isAlone },
    isMain: isAlone && isPasskeyOnly,
    before: isSeparate && isPasskeyOnly ? separator : undefined,
  });
  return html`${isSeparate && !isPasskeyOnly ? separator : undefined}${hasPasskeys ? passkey : undefined}${providers.map((provider) => providerLink(visit, provider, "sign-in"))}${isAlone && hasPasskeys && isPasskeyOnly ? withoutPasskeys(visit) : undefined}`;
}

/** A link to an identity provider, with a neutral mark: these pages load nothing of another site. */
export function providerLink(
  visit: PageVisit,
  { slug, name }: Pick<IdentityProvider, "slug" | "name">,
  purpose: "sign-in" | "link",
): Markup {
  const { continueWith } = visit.texts.providers;
  const label = purpose === "link" ? visit.texts.account.link(name) : continueWith(name);
  const initial = [...new Intl.Segmenter().segment(name)][0]?.segment.toUpperCase();
  return html`<a class="button other" href="${identityProviderPath(visit, slug, purpose)}"><span class="initial" aria-hidden="true">${initial}</span>${label}</a>
`;
}
