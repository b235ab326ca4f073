import * as z from "zod";
import { emailInput } from "../accounts/inputs.ts";
import { ownAccount, reauthenticate } from "../accounts/own-account.ts";
import { attemptSourceOf } from "../pipeline/context.ts";
import { EVERY_CALLER } from "../pipeline/declaration.ts";
import { noInput } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { checked } from "../shared/inputs/input-check.ts";
import type { AccountRow } from "../shared/rows.ts";
import { requestOfKey } from "../sign-in/authorization-request.ts";
import { presetInput, providerSlugInput } from "./inputs.ts";
import { completeLink, startLink, unlink } from "./link-identity.ts";
import { beginFlow, providerToUse } from "./provider-flow.ts";

const appRequest = {
  returnUrl: z
    .string()
    .min(1)
    .max(1000)
    .describe("Address of the app that receives the answer; one of the tenant's setting returnUrls."),
  state: z.string().min(1).max(1024).describe("Random text that the app finds again in the answer, and compares."),
  codeChallenge: z.string().min(1).max(128).describe("SHA-256 of a verifier that the app keeps, base64url (RFC 7636)."),
  codeChallengeMethod: z.literal("S256").default("S256").describe("S256, the only method."),
};

const begunOutput = z.object({
  url: z.string().describe("Address to send the browser to. It works once, in one browser."),
  expiresAt: z.date().describe("Time until which the sign-in must be completed: 10 minutes."),
});

/** Signing in at an identity provider. */
export const signInProvidersRouter = t.router({
  list: procedure({
    summary: "Lists the identity providers with which everybody can sign in.",
    caller: EVERY_CALLER,
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(z.object({ items: z.array(z.object({ slug: z.string(), name: z.string(), preset: presetInput })) }))
    .query(async ({ ctx }) => {
      const providers = await ctx.app.identityProviders.listSocial(ctx.tenant.id);
      return { items: providers.map(({ slug, name, preset }) => ({ slug, name, preset })) };
    }),

  start: procedure({
    summary:
      "Starts a sign-in at an identity provider, or at the provider of an email's domain. The answer has a one-time code for auth.exchangeCode.",
    caller: ["publishable"],
    rateLimit: "credentials",
    audit: "auth.providers.start",
  })
    .input(
      checked(
        z.strictObject({
          provider: providerSlugInput.optional().describe("Slug of the provider, as in auth.providers.list."),
          email: emailInput.optional().describe("Email whose domain has an enterprise provider."),
          ...appRequest,
        }),
        { fields: { of: ["provider", "email"], atLeast: 1, atMost: 1 } },
        "Set provider or email.",
      ),
    )
    .output(begunOutput)
    .mutation(async ({ ctx, input: { provider: slug, email = "", ...input } }) => {
      const request = requestOfKey(ctx.tenant, ctx.keyId ?? "", requestIn(input));
      const provider = await providerToUse(ctx.app, ctx.tenant, slug === undefined ? { email } : { slug });
      const loginHint = email === "" ? null : email;
      return await beginFlow(ctx.app, ctx.tenant, { provider, request, returnsTo: "app", linking: null, loginHint });
    }),
});

const identityOutput = z
  .object({
    id: z.string(),
    issuer: z.string().describe("The provider's issuer."),
    provider: z.string().nullable().describe("Slug of the provider; null if the tenant has it no more."),
    email: z.string().nullable().describe("The email at the provider; null if it gave none."),
    createdAt: z.date(),
    lastUsedAt: z.date().nullable(),
  })
  .meta({ id: "Identity", description: "A linked account of an identity provider." });

/** Linked identities of the signed-in user. */
export const identitiesRouter = t.router({
  list: procedure({
    summary: "Lists the signed-in user's linked accounts of identity providers, newest first.",
    caller: ["user"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(z.object({ items: z.array(identityOutput) }))
    .query(async ({ ctx }) => {
      const { user } = await ownAccount(ctx.app, ctx.caller);
      const rows = await ctx.app.identities.list(user);
      const providers = await ctx.app.identityProviders.list(user.tenantId, { after: "", limit: 1000 });
      const slugs = new Map(providers.map(({ id, slug }) => [id, slug]));
      return { items: rows.map((row) => identityView(row, slugs)) };
    }),

  link: procedure({
    summary:
      "Starts to link an account of an identity provider to the signed-in user. Requires a sign-in within the last 5 minutes. The answer has a link_code for auth.identities.complete.",
    caller: ["user"],
    rateLimit: "credentials",
    audit: "auth.identities.link",
  })
    .input(z.strictObject({ provider: providerSlugInput, ...appRequest }))
    .output(begunOutput)
    .mutation(async ({ ctx, input: { provider: slug, ...input } }) => {
      const { user, session, tenant } = await reauthenticate(ctx.app, ctx.caller, proofOf(ctx));
      ctx.entry.subject = user.id;
      const request = requestOfKey(tenant, "", requestIn(input));
      return await startLink(ctx.app, { tenant, user, session }, { slug, request, returnsTo: "app" });
    }),

  complete: procedure({
    summary:
      "Links the account that was shown at the identity provider, in the session that began, and notifies the user.",
    caller: ["user"],
    rateLimit: "credentials",
    audit: "auth.identities.complete",
  })
    .input(
      z.strictObject({
        code: z.string().min(1).max(128).describe("The link_code in the query of the return URL."),
        codeVerifier: z.string().min(43).max(128).describe("The verifier whose challenge the link began with."),
      }),
    )
    .output(z.object({ id: z.string().describe("Id of the linked identity.") }))
    .mutation(async ({ ctx, input }) => {
      const { user, session, tenant } = await reauthenticate(ctx.app, ctx.caller, proofOf(ctx));
      ctx.entry.subject = user.id;
      const link = { ...input, sessionId: session.id, ip: ctx.request.ip };
      return { id: (await completeLink(ctx.app, tenant, user, link)).identity.id };
    }),

  unlink: procedure({
    summary:
      "Unlinks an account of an identity provider, unless the user could not sign in without it. Requires a sign-in within the last 5 minutes.",
    caller: ["user"],
    rateLimit: "credentials",
    audit: "auth.identities.unlink",
  })
    .input(z.strictObject({ id: z.string().min(1).max(64).describe("Id of the identity.") }))
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const { user, tenant } = await reauthenticate(ctx.app, ctx.caller, proofOf(ctx));
      ctx.entry.subject = user.id;
      await unlink(ctx.app, tenant, user, { identityId: id, ip: ctx.request.ip });
      return { id };
    }),
});

type AppRequest = { returnUrl: string; state: string; codeChallenge: string; codeChallengeMethod: string };

function requestIn({ returnUrl, ...rest }: AppRequest) {
  return { ...rest, redirectUri: returnUrl, responseType: "code" };
}

/** The factors that the session has shown lately are the proof. */
function proofOf(ctx: Parameters<typeof attemptSourceOf>[0]) {
  return { password: undefined, challenge: undefined, ip: attemptSourceOf(ctx) };
}

function identityView(
  { id, issuer, details, createdAt }: AccountRow,
  slugs: ReadonlyMap<string, string>,
): z.input<typeof identityOutput> {
  const provider = slugs.get(details?.providerId ?? "") ?? null;
  const lastUsedAt = details === null ? null : new Date(details.lastUsedAt);
  return { id, issuer, provider, email: details?.email ?? null, createdAt, lastUsedAt };
}
