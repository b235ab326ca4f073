import type { AppError } from "../../shared/errors/app-error.ts";
import { html } from "../../shared/html/markup.ts";
import { saveFlow } from "./flow-store.ts";
import { identityProviderPath } from "./identity-provider-page.ts";
import { type PageVisit, pathOf, show } from "./page-visit.ts";

/**
 * Leads people whose email's domain has a provider of its own to that provider; undefined after any other error. A page between, since
 * a form's answer may not lead to another site (`form-action`).
 */
export async function enterpriseSignIn(visit: PageVisit, error: AppError, email = ""): Promise<Response | undefined> {
  if (error.code !== "enterprise_sign_in_required") return undefined;
  const { app, tenant, flow, texts } = visit;
  const provider = await app.identityProviders.find(tenant.id, { slug: String(error.details.provider) });
  if (provider === undefined) return undefined;
  const { title, text, submit } = texts.enterprise;
  const set = await saveFlow(app, tenant, { ...flow, data: { ...flow.data, ...(email !== "" && { email }) } });
  const path = identityProviderPath(visit, provider.slug, "sign-in");
  const body = html`<p>${text(provider.name)}</p>
<a class="button" href="${path}">${submit(provider.name)}</a>
<p class="back"><a href="${pathOf(visit, "sign-in")}">${texts.checkEmail.back}</a></p>
`;
  const response = show(visit, { title, body }, set);
  response.headers.set("refresh", `0;url=${path}`);
  return response;
}
