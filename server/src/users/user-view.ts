import * as z from "zod";
import type { UserRow } from "../auth/store.ts";

/** What a tenant's own servers see of a user: all but how the user signs in. */
export const managedUserOutput = z
  .object({
    id: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    name: z.string().nullable(),
    status: z.enum(["active", "banned"]),
    resetRequired: z.boolean().describe("Whether the password has to be chosen anew before the next sign-in."),
    metadata: z.record(z.string(), z.unknown()),
    createdAt: z.date(),
  })
  .meta({ id: "ManagedUser", description: "An end user, as the tenant's own servers see them." });

export function managedUserView(row: UserRow): z.infer<typeof managedUserOutput> {
  const { id, email, emailVerifiedAt, name, status, resetRequired, metadata, createdAt } = row;
  return {
    id,
    email,
    emailVerified: emailVerifiedAt !== null,
    name,
    // One that is being deleted is shown to nobody.
    status: status === "active" ? "active" : "banned",
    resetRequired,
    metadata,
    createdAt,
  };
}
