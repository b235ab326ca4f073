import * as z from "zod";
import { emailInput, nameInput, passwordInput } from "../accounts/inputs.ts";
import { timeInput } from "../shared/inputs/formats.ts";
import { checked } from "../shared/inputs/input-check.ts";
import { MAX_METADATA_BYTES } from "./administer.ts";

export const userIdInput = z.string().min(1).max(64).describe("The user's id.");

const json = checked(z.record(z.string().max(200), z.unknown()), { json: true }, "Use JSON of at most 8 levels.");

const metadataInput = checked(
  json,
  { maxJsonBytes: MAX_METADATA_BYTES },
  `Use metadata of at most ${MAX_METADATA_BYTES} bytes of JSON.`,
);

export const externalIdInput = checked(
  z.string().min(1).max(200),
  { wellFormed: true, noControls: true },
  "Use an external id without control characters.",
).describe("The user's id in your own database. It is unique and compared byte by byte.");

export const passwordHashInput = z
  .string()
  .min(1)
  .max(1024)
  .describe("Hash of a password from another system, in a format that docs/operating.md lists.");

/** Fields that users.create and users.import share. */
export const userFields = {
  name: nameInput.optional(),
  metadata: metadataInput
    .optional()
    .describe("Custom data that your servers store with the user, who may read it. At most 8,192 bytes of JSON."),
  emailVerified: z.boolean().default(false).describe("Whether the email is already verified."),
  externalId: externalIdInput.optional(),
  createdAt: timeInput
    .optional()
    .describe("Creation time in another system. Defaults to now. It doesn't change the order of lists."),
};

const newUser = z.strictObject({
  email: emailInput,
  ...userFields,
  password: passwordInput.optional().describe("Password that the user has chosen. The password policy applies."),
  passwordHash: passwordHashInput.optional(),
  invite: z
    .boolean()
    .default(false)
    .describe("Whether to email the user a link to choose a password, valid for 72 hours."),
  invitedBy: userIdInput.optional().describe("Id of the inviting user whom the email names. Defaults to the tenant."),
});

export const createInput = checked(
  checked(
    newUser,
    { fields: { of: ["password", "passwordHash", "invite"], atMost: 1 } },
    "Set at most one of password, passwordHash and invite.",
  ),
  { requires: ["invitedBy", "invite"] },
  "Set invite to true to use invitedBy.",
);

export const MAX_ROWS = 1000;

/** Row of an import. Its texts are validated row by row, so that one invalid row doesn't affect the others. */
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

/** Row of an import that is valid for a user. */
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
      `Users to import, at most ${MAX_ROWS}, with the fields of users.create except password, invite and invitedBy.`,
    ),
  dryRun: z.boolean().default(false).describe("Whether to only report the result of each row."),
});

export const importOutput = z.object({
  createdCount: z.int().describe("Number of users that were created, or would be in a dry run."),
  existingCount: z.int().describe("Number of rows whose email an existing user has, who stays unchanged."),
  failedCount: z.int(),
  results: z
    .array(
      z.object({
        result: z.enum(["created", "existing", "failed"]),
        userId: z
          .string()
          .optional()
          .describe("Id of the created or existing user; absent for new users in a dry run."),
        code: z.string().optional().describe("Error code that users.create would return."),
        problem: z.string().optional().describe("Problem and the field that it is in."),
        warning: z.string().optional().describe("Warning about the password hash."),
      }),
    )
    .describe("Results in the order of the rows."),
});

export const updateInput = z.strictObject({
  id: userIdInput,
  name: nameInput.nullable().optional().describe("The user's name; null to remove it."),
  email: emailInput
    .optional()
    .describe("New email, which must be verified again. The old email is notified if it was verified."),
  externalId: externalIdInput.nullable().optional().describe("The user's id in your own database; null to remove it."),
  secondFactorRequired: z
    .boolean()
    .optional()
    .describe("Whether the user must show a second factor to sign in, whatever the tenant requires of others."),
  metadata: json.optional().describe("JSON merge patch (RFC 7396): null removes a value, omitted values stay."),
});
