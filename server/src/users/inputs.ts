import * as z from "zod";
import { emailInput, nameInput, passwordInput } from "../accounts/inputs.ts";
import { timeInput } from "../shared/inputs/formats.ts";
import { checked } from "../shared/inputs/input-check.ts";
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

export const externalIdInput = checked(
  z.string().min(1).max(200),
  { wellFormed: true, noControls: true },
  "An external id is text without control characters.",
).describe("The user's id in your own database: at most one user has it; compared byte by byte.");

export const passwordHashInput = z
  .string()
  .min(1)
  .max(1024)
  .describe("Of a password that was chosen elsewhere, in a form that docs/operating.md lists.");

/** What a user may come with, whoever brings them. */
export const userFields = {
  name: nameInput.optional(),
  metadata: metadataInput.optional().describe("What your servers keep with the user, who may read it."),
  emailVerified: z.boolean().default(false).describe("Whether you know already that the email is the user's."),
  externalId: externalIdInput.optional(),
  createdAt: timeInput
    .optional()
    .describe("When the user was made elsewhere; defaults to now. Lists stay in the order of creation here."),
};

const newUser = z.strictObject({
  email: emailInput,
  ...userFields,
  password: passwordInput.optional().describe("One that the user has chosen with you; the policy applies to it."),
  passwordHash: passwordHashInput.optional(),
  invite: z
    .boolean()
    .default(false)
    .describe("Whether to send the user a link to choose a password, good for 72 hours."),
  invitedBy: userIdInput.optional().describe("The user whom the invitation names; defaults to the tenant."),
});

export const createInput = checked(
  checked(
    newUser,
    { fields: { of: ["password", "passwordHash", "invite"], atMost: 1 } },
    "Give one of password, passwordHash and invite.",
  ),
  { needs: ["invitedBy", "invite"] },
  "invitedBy is for invitations.",
);

export const MAX_ROWS = 1000;

/** A row of an import. What a text has to be is judged row by row, so that one bad row is no other's. */
const importRow = z.strictObject({
  email: z.string().max(1000).meta({ format: "email" }),
  name: z.string().max(1000).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  emailVerified: z.boolean().optional(),
  externalId: z.string().max(1000).optional(),
  createdAt: timeInput.optional(),
  passwordHash: z.string().max(2000).optional(),
});

export type ImportRow = z.infer<typeof importRow>;

/** What a row has to be, to become a user. */
export const importUser = z.strictObject({
  email: emailInput,
  ...userFields,
  passwordHash: passwordHashInput.optional(),
});

export const importInput = z.strictObject({
  users: z
    .array(importRow)
    .min(1)
    .max(MAX_ROWS)
    .describe(
      `At most ${MAX_ROWS}. The fields are those of users.create; plaintext passwords and invitations are not imported.`,
    ),
  dryRun: z.boolean().default(false).describe("Whether to say what would become of each row, and write nothing."),
});

export const importOutput = z.object({
  created: z.int().describe("How many were made, or would be."),
  existing: z.int().describe("How many have the email of a user there is, who stays as they are."),
  failed: z.int(),
  results: z
    .array(
      z.object({
        result: z.enum(["created", "existing", "failed"]),
        userId: z.string().optional().describe("The user who was made, or has the email; nobody yet in a dry run."),
        code: z.string().optional().describe("Why it failed: the code that users.create would answer."),
        problem: z.string().optional().describe("What is wrong with which field."),
        warning: z.string().optional().describe("What to know about the password hash."),
      }),
    )
    .describe("One for each row, in the same order."),
});

export const updateInput = z.strictObject({
  id: userIdInput,
  name: nameInput.nullable().optional().describe("Null for none."),
  email: emailInput.optional().describe("It has to be verified anew; the old one is notified if it was verified."),
  externalId: externalIdInput.nullable().optional().describe("The user's id in your own database; null for none."),
  metadata: json.optional().describe("A JSON merge patch (RFC 7396): what is null is removed, what is left out stays."),
});
