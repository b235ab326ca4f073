import * as z from "zod";
import type { UserRow } from "./store.ts";

/** What users see of themselves. */
export const userOutput = z
  .object({
    id: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    name: z.string().nullable(),
    createdAt: z.date(),
  })
  .meta({ id: "User", description: "An end user of a tenant." });

export function userView({ id, email, emailVerifiedAt, name, createdAt }: UserRow): z.infer<typeof userOutput> {
  return { id, email, emailVerified: emailVerifiedAt !== null, name, createdAt };
}
