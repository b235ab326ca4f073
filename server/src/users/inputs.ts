import * as z from "zod";
import { emailInput, nameInput, passwordInput } from "../auth/inputs.ts";
import { checked } from "../rpc/input-check.ts";
import { METADATA_BYTES } from "./administer.ts";

export const userIdInput = z.string().min(1).max(64).describe("The user's id.");

const json = checked(
  z.record(z.string().max(200), z.unknown()),
  { json: true },
  "Give JSON, at most eight levels deep.",
);

const metadataInput = checked(
  json,
  { maxJsonBytes: METADATA_BYTES },
  `Metadata have at most ${METADATA_BYTES} bytes as JSON.`,
);

export const createInput = checked(
  z.strictObject({
    email: emailInput,
    name: nameInput.optional(),
    metadata: metadataInput.optional().describe("What your servers keep with the user, who may read it."),
    emailVerified: z.boolean().default(false).describe("Whether you know already that the address is the user's."),
    password: passwordInput.optional().describe("One that the user has chosen with you; the policy applies to it."),
    passwordHash: z
      .string()
      .min(1)
      .max(1024)
      .optional()
      .describe("Of a password that was chosen elsewhere, in a form that docs/operating.md lists."),
    invite: z.boolean().default(false).describe("Whether to send the user a link to choose a password."),
  }),
  { notBoth: ["password", "passwordHash"] },
  "Give a password or a hash, not both.",
);

export const updateInput = z.strictObject({
  id: userIdInput,
  name: nameInput.nullable().optional().describe("Null for none."),
  email: emailInput.optional().describe("It has to be verified anew; the old one is told."),
  metadata: json.optional().describe("A JSON merge patch (RFC 7396): what is null is removed, what is left out stays."),
});
