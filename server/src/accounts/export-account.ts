import * as z from "zod";
import { EMAIL_KINDS } from "../email/email-kinds.ts";
import { EMAIL_STATUSES } from "../email/email-store.ts";
import type { UserRow } from "../shared/rows.ts";
import type { AccountsDeps } from "./deps.ts";

/** Maximum number of entries of each kind; the newest are exported. */
export const MAX_EXPORTED = 1000;

const time = z.date();
const maybe = z.date().nullable();

export const accountExport = z
  .object({
    exportedAt: time,
    user: z.object({
      id: z.string(),
      email: z.string(),
      emailVerifiedAt: maybe,
      name: z.string().nullable(),
      metadata: z
        .record(z.string(), z.unknown())
        .describe("Custom data that the tenant's servers store with the user."),
      createdAt: time,
    }),
    signInMethods: z.array(
      z.object({
        issuer: z.string().describe("password, or the URL of an issuer."),
        subject: z.string(),
        createdAt: time,
      }),
    ),
    sessions: z.array(
      z.object({
        id: z.string(),
        userAgent: z.string(),
        ip: z.string(),
        location: z.string(),
        keyId: z.string().nullable(),
        mode: z.string(),
        factors: z.record(z.string(), z.number()),
        createdAt: time,
        lastUsedAt: maybe,
        expiresAt: time,
        endedAt: maybe,
        endReason: z.string().nullable(),
      }),
    ),
    verifications: z
      .array(
        z.object({
          purpose: z.string(),
          email: z.string(),
          newEmail: z.string().nullable(),
          createdAt: time,
          expiresAt: time,
          usedAt: maybe,
        }),
      )
      .describe("Verification links and codes that were sent, without their secrets."),
    emails: z
      .array(z.object({ kind: z.enum(EMAIL_KINDS), to: z.string(), status: z.enum(EMAIL_STATUSES), queuedAt: time }))
      .describe("Emails of the last 30 days to this user, including to their earlier emails."),
    events: z
      .array(
        z.object({
          event: z.string(),
          outcome: z.string(),
          byUser: z.boolean().describe("Whether the user was the actor; false if somebody else was."),
          ip: z.string(),
          at: time,
        }),
      )
      .describe("Events of the audit log about this user."),
    complete: z
      .boolean()
      .describe(
        `Whether everything is included. False if there are more than ${MAX_EXPORTED} of a kind; then the newest are included.`,
      ),
  })
  .meta({ id: "AccountExport", description: "All data stored about a user, without secrets." });

/** Exports all data stored about a user. */
export async function exportAccount(
  app: Pick<AccountsDeps, "exports" | "audit" | "emailRecords" | "clock">,
  user: UserRow,
): Promise<z.infer<typeof accountExport>> {
  const { id, tenantId, email, emailVerifiedAt, name, metadata, createdAt } = user;
  const [signInMethods, sessions, verifications, emails, events] = await Promise.all([
    app.exports.accounts(tenantId, id),
    app.exports.sessions(tenantId, id, MAX_EXPORTED + 1),
    app.exports.verifications(tenantId, id, MAX_EXPORTED + 1),
    app.emailRecords(tenantId).emails({ userId: id, limit: MAX_EXPORTED + 1 }),
    app.audit.listByUser(tenantId, id, MAX_EXPORTED + 1),
  ]);
  return {
    exportedAt: app.clock.now(),
    user: { id, email, emailVerifiedAt, name, metadata, createdAt },
    signInMethods,
    sessions: sessions.slice(0, MAX_EXPORTED),
    verifications: verifications.slice(0, MAX_EXPORTED),
    emails: emails
      .slice(0, MAX_EXPORTED)
      .map(({ kind, to, status, queuedAt }) => ({ kind, to, status, queuedAt: new Date(queuedAt) })),
    events: events
      .slice(0, MAX_EXPORTED)
      .map(({ event, actor, outcome, ip, at }) => ({ event, outcome, byUser: actor === id, ip, at })),
    complete: [sessions, verifications, emails, events].every((list) => list.length <= MAX_EXPORTED),
  };
}
