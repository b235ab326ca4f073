import * as z from "zod";
import { cutPage, decodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { administering, t } from "../pipeline/procedure.ts";
import { domainNameInput } from "../shared/inputs/formats.ts";
import type { Tenant } from "../shared/tenant.ts";
import { addDomain, recordNameOf, recordValueOf, removeDomain, verifyDomain } from "./administer-domains.ts";
import { createProvider, deleteProvider, findProviderOrThrow, updateProvider } from "./administer-providers.ts";
import type { EmailDomain } from "./email-domain-store.ts";
import { presetInput, providerChange, providerIdInput, providerInput } from "./inputs.ts";
import { callbackUrl } from "./provider-flow.ts";
import { providerSettings } from "./provider-settings.ts";
import type { IdentityProvider } from "./provider-store.ts";

const providerOutput = z
  .object({
    id: z.string(),
    kind: z.enum(["social", "enterprise"]),
    protocol: z.literal("oidc"),
    preset: presetInput,
    slug: z.string(),
    name: z.string(),
    issuer: z.string(),
    clientId: z.string(),
    hasClientSecret: z.boolean().describe("Whether a client secret is stored."),
    redirectUri: z.string().describe("The redirect URI to register at the provider."),
    settings: providerSettings,
    enabled: z.boolean(),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "IdentityProvider", description: "An identity provider of a tenant." });

const domainOutput = z
  .object({
    domain: z.string(),
    providerId: z.string().nullable().describe("The enterprise provider that signs in its emails; null for none."),
    verifiedAt: z.date().nullable(),
    record: z
      .object({ type: z.literal("TXT"), name: z.string(), value: z.string() })
      .describe("The DNS record that verifies the domain."),
    createdAt: z.date(),
  })
  .meta({ id: "EmailDomain", description: "An email domain of a tenant." });

const oneProvider = z.object({ provider: providerOutput });
const oneDomain = z.object({ domain: domainOutput });
const byId = z.strictObject({ id: providerIdInput });
const byDomain = z.strictObject({ domain: domainNameInput.describe("The email domain, such as example.com.") });

/** Identity providers of a tenant, for its servers and for platform admins. */
export const providersRouter = t.router({
  list: administering("Lists the tenant's identity providers, in the order of their creation.", "none")
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(providerOutput)))
    .query(async ({ ctx, input: { cursor, limit } }) => {
      const page = { after: decodeCursor(cursor, z.string()) ?? "", limit: limit + 1 };
      const rows = await ctx.app.identityProviders.list(ctx.tenant.id, page);
      return cutPage(rows, limit, { cursor: (row) => row.id, item: (row) => view(ctx, row) });
    }),

  get: administering("Gets an identity provider, without its client secret.", "none")
    .input(byId)
    .output(oneProvider)
    .query(async ({ ctx, input }) => ({ provider: view(ctx, await findProviderOrThrow(ctx.app, ctx.tenant, input)) })),

  create: administering("Creates an identity provider, after its metadata was read once.", "providers.create")
    .input(providerInput)
    .output(oneProvider)
    .mutation(async ({ ctx, input: { protocol: _, issuer, clientSecret, ...input } }) => ({
      provider: view(ctx, await createProvider(ctx.app, ctx.tenant, { ...input, issuer, clientSecret })),
    })),

  update: administering(
    "Changes an identity provider. Its issuer, kind and slug stay: identities belong to the issuer.",
    "providers.update",
  )
    .input(providerChange)
    .output(oneProvider)
    .mutation(async ({ ctx, input: { id, ...change } }) => ({
      provider: view(ctx, await updateProvider(ctx.app, ctx.tenant, id, change)),
    })),

  delete: administering(
    "Deletes an identity provider. Identities stay linked, and work again with a new provider of the same issuer.",
    "providers.delete",
  )
    .input(byId)
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx, input: { id } }) => {
      await deleteProvider(ctx.app, ctx.tenant, id);
      return { id };
    }),
});

/** Email domains of a tenant, for its servers and for platform admins. */
export const emailDomainsRouter = t.router({
  list: administering("Lists the tenant's email domains, in alphabetical order.", "none")
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(domainOutput)))
    .query(async ({ ctx, input: { cursor, limit } }) => {
      const page = { after: decodeCursor(cursor, z.string()) ?? "", limit: limit + 1 };
      const rows = await ctx.app.emailDomains.list(ctx.tenant.id, page);
      return cutPage(rows, limit, { cursor: (row) => row.domain, item: domainView });
    }),

  add: administering(
    "Adds an email domain, or gives one another enterprise provider. It has no effect until it is verified.",
    "emailDomains.add",
  )
    .input(
      byDomain.extend({
        providerId: providerIdInput
          .nullable()
          .default(null)
          .describe("The enterprise provider at which the domain's users sign in. Defaults to none."),
      }),
    )
    .output(oneDomain)
    .mutation(async ({ ctx, input }) => ({ domain: domainView(await addDomain(ctx.app, ctx.tenant, input)) })),

  verify: administering(
    "Verifies an email domain by its DNS record. From then on its enterprise provider is the only way in. Safe to repeat.",
    "emailDomains.verify",
  )
    .input(byDomain)
    .output(oneDomain)
    .mutation(async ({ ctx, input: { domain } }) => ({
      domain: domainView(await verifyDomain(ctx.app, ctx.tenant, domain)),
    })),

  remove: administering("Removes an email domain. Its users sign in by other means again.", "emailDomains.remove")
    .input(byDomain)
    .output(z.object({ domain: z.string() }))
    .mutation(async ({ ctx, input: { domain } }) => {
      await removeDomain(ctx.app, ctx.tenant, domain);
      return { domain };
    }),
});

function view(
  { app, tenant }: { readonly app: { readonly config: { readonly publicUrl: string } }; readonly tenant: Tenant },
  { tenantId: _, clientSecret, ...provider }: IdentityProvider,
): z.input<typeof providerOutput> {
  const redirectUri = callbackUrl(tenant, app.config.publicUrl, provider.slug);
  return { ...provider, protocol: "oidc", hasClientSecret: clientSecret !== null, redirectUri };
}

function domainView(row: EmailDomain): z.input<typeof domainOutput> {
  const { domain, providerId, verifiedAt, createdAt } = row;
  const record = { type: "TXT", name: recordNameOf(domain), value: recordValueOf(row) } as const;
  return { domain, providerId, verifiedAt, record, createdAt };
}
