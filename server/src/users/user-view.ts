import * as z from "zod";
import type { UserRow } from "../shared/rows.ts";

/** User as the tenant's servers see them: everything except how the user signs in. */
export const managedUserOutput = z
  .object({
    id: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    name: z.string().nullable(),
    status: z
      .enum(["active", "invited", "banned"])
      .describe("invited: the user has neither chosen a password nor signed in; see invitation."),
    invitation: z
      .object({ invitedAt: z.date(), expiresAt: z.date() })
      .nullable()
      .describe("The newest open invitation, which may have expired; null if there is none."),
    resetRequired: z.boolean().describe("Whether the user must choose a new password before the next sign-in."),
    hasSecondFactor: z.boolean().describe("Whether the user has a second factor, so that each sign-in requires one."),
    secondFactorRequired: z
      .boolean()
      .describe("Whether users.update requires a second factor of this user. The tenant may require it of all users."),
    factorsResetAt: z
      .date()
      .nullable()
      .describe(
        "Time from which a sign-in removes the user's second factors; null without users.factors.requestReset.",
      ),
    metadata: z.record(z.string(), z.unknown()),
    externalId: z.string().nullable().describe("The user's id in your own database."),
    lastSignInAt: z.date().nullable().describe("Time when the newest session was opened; null before the first."),
    createdAt: z.date(),
  })
  .meta({ id: "ManagedUser", description: "A user, as the tenant's servers see them." });

export function managedUserView(row: UserRow): z.infer<typeof managedUserOutput> {
  const { id, email, emailVerifiedAt, name, status, resetRequired, metadata, externalId } = row;
  const { invitedAt, invitationExpiresAt: expiresAt, lastSignInAt, createdAt } = row;
  const invitation = status === "active" && invitedAt && expiresAt ? { invitedAt, expiresAt } : null;
  return {
    id,
    email,
    emailVerified: emailVerifiedAt !== null,
    name,
    // Users whose deletion has begun are never shown.
    status: status !== "active" ? "banned" : invitation === null ? "active" : "invited",
    invitation,
    resetRequired,
    hasSecondFactor: row.hasSecondFactor,
    secondFactorRequired: row.secondFactorRequired,
    factorsResetAt: row.factorsResetAt,
    metadata,
    externalId,
    lastSignInAt,
    createdAt,
  };
}
