import * as z from "zod";
import type { App } from "../app.ts";
import { LETTER_KINDS } from "../mail/letter-kinds.ts";
import { LETTER_STATES } from "../mail/letter-store.ts";
import type { UserRow } from "./store.ts";

/** Of each kind so many at most, the newest. */
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
      metadata: z.record(z.string(), z.unknown()).describe("What the tenant's servers keep with the user."),
      createdAt: time,
    }),
    signInMethods: z.array(
      z.object({
        issuer: z.string().describe("password, or the address of an issuer."),
        subject: z.string(),
        createdAt: time,
      }),
    ),
    sessions: z.array(
      z.object({
        id: z.string(),
        userAgent: z.string(),
        ip: z.string(),
        place: z.string(),
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
    proofs: z
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
      .describe("Links and codes that were sent, without what is secret of them."),
    letters: z
      .array(z.object({ kind: z.enum(LETTER_KINDS), to: z.string(), state: z.enum(LETTER_STATES), queuedAt: time }))
      .describe("Emails of the last 30 days that were sent to this user, whatever email they had then."),
    events: z
      .array(
        z.object({
          event: z.string(),
          outcome: z.string(),
          byUser: z.boolean().describe("Whether the user did it, or somebody else to them."),
          ip: z.string(),
          at: time,
        }),
      )
      .describe("From the audit log."),
    complete: z
      .boolean()
      .describe(`False where there were more than ${MAX_EXPORTED} of a kind; then these are the newest.`),
  })
  .meta({ id: "AccountExport", description: "All that is held about a user, secrets left out." });

/** All that is held about a user. */
export async function exportAccount(
  app: Pick<App, "exports" | "audit" | "mailRecords" | "clock">,
  user: UserRow,
): Promise<z.infer<typeof accountExport>> {
  const { id, tenantId, email, emailVerifiedAt, name, metadata, createdAt } = user;
  const [signInMethods, sessions, proofs, letters, events] = await Promise.all([
    app.exports.accounts(tenantId, id),
    app.exports.sessions(tenantId, id, MAX_EXPORTED + 1),
    app.exports.proofs(tenantId, id, MAX_EXPORTED + 1),
    app.mailRecords(tenantId).letters({ userId: id, limit: MAX_EXPORTED + 1 }),
    app.audit.about(tenantId, id, MAX_EXPORTED + 1),
  ]);
  return {
    exportedAt: app.clock.now(),
    user: { id, email, emailVerifiedAt, name, metadata, createdAt },
    signInMethods,
    sessions: sessions.slice(0, MAX_EXPORTED),
    proofs: proofs.slice(0, MAX_EXPORTED),
    letters: letters
      .slice(0, MAX_EXPORTED)
      .map(({ kind, to, state, queuedAt }) => ({ kind, to, state, queuedAt: new Date(queuedAt) })),
    events: events
      .slice(0, MAX_EXPORTED)
      .map(({ event, actor, outcome, ip, at }) => ({ event, outcome, byUser: actor === id, ip, at })),
    complete: [sessions, proofs, letters, events].every((list) => list.length <= MAX_EXPORTED),
  };
}
