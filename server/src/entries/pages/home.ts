import type { App } from "../../app.ts";
import { addressOf } from "../../shared/ip-address.ts";
import { tenantAtHost } from "../../pipeline/zz-callers--host.ts";
import { AppError } from "../../shared/errors/app-error.ts";
import { SDK_VERSION } from "../../generated/version.ts";
import { hasMailbox } from "../dev-mailbox/dev-mailbox.ts";
import { acceptsHtml } from "./zz-pages--accepts-html.ts";
import { homePage, tenantHomePage } from "./zz-pages--home-page.ts";

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
export async function homeHttp(app: App, request: Request): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  if (pathname !== "/") return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") throw new AppError("method_not_allowed");
  const home: Home = {
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
  const response = acceptsHtml(request) ? await pageFor(app, request, home) : Response.json(home);
  response.headers.set("vary", "Accept");
  return response;
}

async function pageFor(app: App, request: Request, home: Home): Promise<Response> {
  const tenant = await tenantAtHost(app, new URL(request.url).hostname, addressOf(request.headers));
  return tenant === undefined ? homePage(home, app.config.publicUrl) : tenantHomePage(tenant);
}
