import * as z from "zod";

const MAX_MAPPINGS = 50;
const name = z.string().min(1).max(100);

/** Settings of an identity provider, beside its client. */
const shape = {
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, "Use the characters of a scope (RFC 6749 §3.3)."))
    .max(20)
    .describe("Scopes that are requested. Defaults to openid, email and profile, or the preset's own."),
  linksVerifiedEmail: z
    .boolean()
    .describe(
      "Whether a new identity is linked to the account with its email, where the provider is authoritative for the email's domain. Google is for gmail.com and Workspace domains, and Microsoft with the claim xms_edov. Defaults to false. Enterprise providers always link.",
    ),
  metadata: z
    .record(name, name)
    .refine((fields) => Object.keys(fields).length <= MAX_MAPPINGS, `Map at most ${MAX_MAPPINGS} fields.`)
    .describe(
      "Fields of the user's metadata by the claims that set them at each sign-in, such as { department: dept }. A missing claim removes its field. Defaults to none.",
    ),
  groupsClaim: z
    .string()
    .min(1)
    .max(100)
    .describe("Claim with the names of the user's groups. Defaults to groups. For enterprise providers."),
  groups: z
    .array(
      z.strictObject({
        group: z.string().min(1).max(300).describe("The group's name or id at the provider."),
        relation: z.string().min(1).max(50),
        object: z.string().min(1).max(600),
      }),
    )
    .max(MAX_MAPPINGS)
    .describe(
      "Tuples that members of a group have: the user user:{id} gets the relation to the object. They are kept in step at each sign-in; tuples that others wrote stay. Defaults to none. For enterprise providers.",
    ),
};

export const providerSettings = z
  .strictObject(shape)
  .partial()
  .meta({ id: "IdentityProviderSettings", description: "Settings of an identity provider." });

export type ProviderSettings = z.infer<typeof providerSettings>;
export type GroupMapping = NonNullable<ProviderSettings["groups"]>[number];
