import * as z from "zod";
import { logoUrls } from "../email/links.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import { noInput } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import type { Tenant } from "../shared/tenant.ts";
import { removeLogo, setLogo } from "./logos/logo.ts";

const CALLERS = ["secret", "admin", "platformKey"] as const;

/** Longer than any image that is accepted, so that a larger one gets the error that says so. */
const MAX_BASE64 = 4 * 1024 * 1024;

const image = z.string().min(1).max(MAX_BASE64);

const logoOutput = z
  .object({
    url: z.string().nullable().describe("URL of the image; null if neither the tenant nor an ancestor has a logo."),
    darkUrl: z.string().nullable().describe("URL of the image for dark pages; null if there is one for both."),
  })
  .meta({ id: "TenantLogo", description: "A tenant's logo: its own, or that of its nearest ancestor with one." });

/** The logo of a tenant's hosted pages and emails. */
export const logoRouter = t.router({
  get: procedure({
    summary: "Gets the logo of the hosted pages: the tenant's own, or its nearest ancestor's.",
    caller: CALLERS,
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(logoOutput)
    .query(({ ctx }) => urlsOf(ctx, ctx.tenant)),

  set: procedure({
    summary: "Sets the logo of the hosted pages and emails, also of tenants below without one of their own.",
    caller: CALLERS,
    rateLimit: "standard",
    audit: "tenants.logo.set",
  })
    .input(
      z.strictObject({
        image: image.describe(
          "A still PNG, JPEG or WebP image as base64: at most 128 KiB, and 2,000 pixels a side. PNG is shown by the most email clients.",
        ),
        darkImage: image.optional().describe("An image for pages in a dark theme. Defaults to the same image."),
      }),
    )
    .output(logoOutput)
    .mutation(async ({ ctx, input }) => urlsOf(ctx, await setLogo(ctx.app, ctx.tenant, input))),

  remove: procedure({
    summary: "Removes the tenant's own logo with its files. Safe to repeat.",
    caller: CALLERS,
    rateLimit: "standard",
    audit: "tenants.logo.remove",
  })
    .input(noInput)
    .output(logoOutput.describe("The logo from now on: that of an ancestor, if one has a logo."))
    .mutation(async ({ ctx }) => urlsOf(ctx, await removeLogo(ctx.app, ctx.tenant))),
});

function urlsOf({ app }: { readonly app: Pick<AppDeps, "config"> }, tenant: Pick<Tenant, "host" | "settings">) {
  return logoUrls(tenant, app.config.publicUrl);
}
