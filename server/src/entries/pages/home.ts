import { brandOf } from "../../email/message.ts";
import { SDK_VERSION } from "../../generated/version.ts";
import type { Visit } from "../../pipeline/context.ts";
import type { AppDeps } from "../../pipeline/deps.ts";
import { tenantAtHost } from "../../pipeline/resolve-caller.ts";
import { LOGO, THEME } from "../../shared/html/brand.ts";
import { html, Markup } from "../../shared/html/markup.ts";
import { pageResponse } from "../../shared/html/page.ts";
import { addressOf } from "../../shared/ip-address.ts";
import { settingsOf } from "../../shared/tenant-settings.ts";
import { hasMailbox } from "../dev-mailbox/dev-mailbox.ts";
import { acceptsHtml } from "./error-page.ts";
import { accountPage, type PageTenant } from "./layout.ts";

const STYLE = `${THEME}
body{min-height:100vh;min-height:100dvh;display:grid;place-items:center;padding:2rem 1rem}
main{width:100%;max-width:44rem}
.top{display:flex;align-items:center;gap:.75rem;margin:0 0 1.5rem}
.top svg{width:2.5rem;height:2.5rem}
h1{margin:0;font-size:1.75rem;line-height:1.2;letter-spacing:-.02em}
.version{padding:.125rem .5rem;font-size:.8125rem;color:var(--muted);border:1px solid var(--line);border-radius:1rem}
.up{display:flex;align-items:center;gap:.5rem;margin-left:auto;font-size:.875rem;color:var(--muted);text-decoration:none}
.up::before{content:"";width:.5rem;height:.5rem;border-radius:50%;background:#22c55e}
.lead{margin:0 0 2rem;font-size:1.125rem;color:var(--muted)}
.links{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.75rem;margin:0 0 2rem;padding:0;list-style:none}
.links a{display:block;height:100%;padding:1rem 1.125rem;color:inherit;text-decoration:none;background:var(--card);border:1px solid var(--line);border-radius:.75rem;box-shadow:var(--shadow)}
.links a:hover{border-color:var(--accent)}
.links strong{display:block;font-weight:600}
.links strong::after{content:" →";color:var(--link)}
.links span{font-size:.9375rem;color:var(--muted)}
h2{margin:0 0 .5rem;font-size:.9375rem;font-weight:600}
pre{margin:0 0 1.5rem;padding:1rem 1.125rem;font-size:.8125rem;line-height:1.6;white-space:pre-wrap;overflow-wrap:anywhere;background:var(--card);border:1px solid var(--line);border-radius:.75rem}
.deployment{margin:0;font-size:.8125rem;color:var(--muted);overflow-wrap:anywhere}
`;

/** The entry of this service, for the developers and operators who open it. */
export function homePage({ version, deployment, links }: Home, publicUrl: string): Response {
  const cards = [
    [links.reference, "API reference", "Every procedure with its fields, callers and errors."],
    [links.mailbox, "Mailbox", "Emails of this local deployment: links and codes to use."],
    [links.openapi, "OpenAPI", "The same API as an OpenAPI 3.1 document."],
    [links.llms, "llms.txt", "The same API for language models."],
  ].flatMap(([path, title, text]) =>
    path === undefined ? [] : html`<li><a href="${path}"><strong>${title}</strong><span>${text}</span></a></li>\n`,
  );
  const body = html`<main>
<div class="top">${new Markup(LOGO)}<h1>cf-auth</h1><span class="version">${version}</span><a class="up" href="${links.health}">Running</a></div>
<p class="lead">Authentication and permissions for multi-tenant products.</p>
<ul class="links">
${cards}</ul>
<h2>Call it</h2>
<pre>curl ${publicUrl}/trpc/system.health</pre>
<p class="deployment">Deployment ${deployment}</p>
</main>`;
  return pageResponse({ title: "cf-auth", style: STYLE, icon: LOGO, body });
}

/** The entry of a tenant's own host, for that tenant's users. */
export function tenantHomePage(tenant: PageTenant): Response {
  const { appUrl } = settingsOf(tenant);
  const text =
    appUrl === null ? "There is nothing to do on this page: open the app to sign in." : "Open the app to sign in.";
  return accountPage(tenant, { title: `Sign-in for ${brandOf(tenant)}`, paragraphs: [text] }, 200);
}

/** The entry of this service, as the API reports it. */
export interface Home {
  readonly name: "cf-auth";
  readonly version: string;
  /** The version of the Worker, which changes with each deployment. */
  readonly deployment: string;
  /** Paths by what is there. */
  readonly links: Readonly<Record<string, string>>;
}

/** `/`: a page for browsers, JSON for programs. On a tenant's own host the page is for that tenant's users. */
export async function home({ app, request, url }: Visit): Promise<Response> {
  const entry: Home = {
    name: "cf-auth",
    version: SDK_VERSION,
    deployment: app.version,
    links: {
      reference: "/reference",
      openapi: "/openapi.json",
      llms: "/llms.txt",
      health: "/trpc/system.health",
      ...(hasMailbox(app, request) && { mailbox: "/dev/mailbox" }),
    },
  };
  const response = acceptsHtml(request) ? await pageFor(app, request, url, entry) : Response.json(entry);
  response.headers.set("vary", "Accept");
  return response;
}

async function pageFor(app: AppDeps, request: Request, url: URL, entry: Home): Promise<Response> {
  const tenant = await tenantAtHost(app, url.hostname, addressOf(request.headers));
  return tenant === undefined ? homePage(entry, app.config.publicUrl) : tenantHomePage(tenant);
}
