import { and, count, desc, eq, gt, gte, isNull, lt, ne, type SQL, sql } from "drizzle-orm";
import type { AuditEntry } from "../audit/entry.ts";
import { insertIfChanged } from "../audit/store.ts";
import { type Database, rowIf, schema } from "../ports/database.ts";
import type { Factors } from "../shared/factors.ts";
import type { SessionRow, UserRow } from "../shared/rows.ts";
import { after, type SessionLimits } from "../shared/session-lifetimes.ts";
import type { Tenant } from "../shared/tenant.ts";
import { activeKid } from "../tokens/signing-key-store.ts";

const { users, sessions, tenants } = schema;

/** A selection of sessions: one of them, a user's, or those opened with an API key. */
export type SessionsOf =
  | { readonly session: string }
  | { readonly user: string; readonly except?: string | undefined }
  | { readonly key: string };

/** A session with everything that decides whether it continues. */
export interface SessionState {
  readonly session: SessionRow;
  readonly user: UserRow;
  readonly tenant: Tenant;
}

export class SessionStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /**
   * Writes a session, unless its user, key or tenant was disabled meanwhile, or the user's credentials have changed. So
   * ending sessions never misses one. The audit entry and the time of the last sign-in are written with it, or nothing is.
   * A sign-in also accepts an open invitation. Returns the key to sign its tokens with (null if the tenant has none), and whether
   * the user has signed in before, but not with this user agent; undefined if refused.
   */
  async create(
    session: SessionRow,
    { credentialsVersion, entry }: { readonly credentialsVersion: number; readonly entry: AuditEntry },
  ): Promise<{ kid: string | null; isNewDevice: boolean } | undefined> {
    const row = this.db
      .insert(sessions)
      .select(rowIf(sessions, session, mayOpen(session, credentialsVersion)))
      .returning({ kid: activeKid(session.tenantId) });
    const isWritten = sql`exists (select 1 from sessions where id = ${session.id})`;
    const signIn = this.db
      .update(users)
      .set({ lastSignInAt: session.createdAt, invitationExpiresAt: null })
      .where(and(eq(users.id, session.userId), isWritten));
    const earlier = this.db
      .select({ all: count(), same: count(sql`case when user_agent = ${session.userAgent} then 1 end`) })
      .from(sessions)
      .where(and(ofUser(session.tenantId, session.userId), ne(sessions.id, session.id)));
    const [[written], , , [known]] = await this.db.batch([
      row,
      insertIfChanged(this.db, entry.successRow()),
      signIn,
      earlier,
    ]);
    if (written === undefined) return undefined;
    entry.markWritten();
    return { ...written, isNewDevice: known !== undefined && known.all > 0 && known.same === 0 };
  }

  /** Adds a factor that the user has shown to a session that hasn't ended. */
  async addFactors(id: string, factors: Factors, now: Date): Promise<void> {
    const added = sql`json_patch(${sessions.factors}, ${JSON.stringify(factors)})`;
    await this.db
      .update(sessions)
      .set({ factors: added })
      .where(and(eq(sessions.id, id), isLive(now)));
  }

  /** Deletes sessions that expired before a time. Returns their number; the limit if there may be more. */
  async prune(before: Date, limit: number): Promise<number> {
    const old = sql`(select id from sessions where expires_at < ${before.getTime()} limit ${limit})`;
    const { meta } = await this.db.delete(sessions).where(sql`id in ${old}`);
    return meta.changes;
  }

  async find(id: string): Promise<SessionState | undefined> {
    return await this.db
      .select({ session: sessions, user: users, tenant: tenants })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .innerJoin(tenants, eq(tenants.id, sessions.tenantId))
      .where(eq(sessions.id, id))
      .get();
  }

  /**
   * Replaces the session's token if it still is `from`, in one conditional write. Returns the key to sign with (null if
   * the tenant has none); undefined if it was another token, or the session has ended.
   */
  async rotate(
    { id, tenantId }: Pick<SessionRow, "id" | "tenantId">,
    change: { from: string; to: string; now: Date; idleExpiresAt: Date; expiresAt: Date; factors?: Factors },
  ): Promise<{ kid: string | null } | undefined> {
    const { from, to, now, ...rest } = change;
    const [rotated] = await this.db
      .update(sessions)
      .set({ tokenHash: to, previousHash: from, rotatedAt: now, lastUsedAt: now, ...rest })
      .where(and(eq(sessions.id, id), eq(sessions.tokenHash, from), isLive(now)))
      .returning({ kid: activeKid(tenantId) });
    return rotated;
  }

  /**
   * Ends every session of the tenant, and refuses new ones that started before now. Returns how many were ended, and the ids
   * of those that started later, on a clock that is ahead.
   */
  async endAll(
    tenantId: string,
    reason: NonNullable<SessionRow["endReason"]>,
    now: Date,
  ): Promise<{ ended: number; ahead: string[] }> {
    const own = eq(sessions.tenantId, tenantId);
    const [, { meta }, ahead] = await this.db.batch([
      this.db.update(tenants).set({ sessionsEndedAt: now }).where(eq(tenants.id, tenantId)),
      this.db
        .update(sessions)
        .set({ endedAt: now, endReason: reason })
        .where(and(own, isNull(sessions.endedAt))),
      this.db
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(own, gt(sessions.createdAt, now))),
    ]);
    return { ended: meta.changes, ahead: ahead.map(({ id }) => id) };
  }

  /** Ends sessions of the tenant, and returns how many. The first end's time and reason stay. */
  async markEnded(
    tenantId: string,
    whose: SessionsOf,
    reason: NonNullable<SessionRow["endReason"]>,
    now: Date,
  ): Promise<number> {
    const { meta } = await endSessions(this.db, tenantId, whose, { reason, now });
    return meta.changes;
  }

  /** The user's sessions that ended at that time or later. */
  async endedSince(tenantId: string, userId: string, since: Date): Promise<string[]> {
    const rows = await this.db
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(ofUser(tenantId, userId), gte(sessions.endedAt, since)));
    return rows.map((row) => row.id);
  }

  /** The user's sessions that haven't ended, newest first. */
  async list(
    { tenantId, userId }: Pick<SessionRow, "tenantId" | "userId">,
    page: { before: string | undefined; limit: number; now: Date; limits: SessionLimits },
  ): Promise<SessionRow[]> {
    const { now, limits } = page;
    // The same limits as `bounded` applies.
    const isWithin = and(
      gt(sessions.rotatedAt, after(now, -limits.idleSeconds)),
      gt(sessions.createdAt, after(now, -limits.absoluteSeconds)),
    );
    const before = page.before === undefined ? undefined : lt(sessions.id, page.before);
    return await this.db
      .select()
      .from(sessions)
      .where(and(ofUser(tenantId, userId), isLive(now), isWithin, before))
      .orderBy(desc(sessions.id))
      .limit(page.limit);
  }

  async noteUse(id: string, now: Date): Promise<void> {
    const isNews = sql`coalesce(${sessions.lastUsedAt}, ${sessions.rotatedAt}) < ${sql.param(now, sessions.lastUsedAt)}`;
    await this.db
      .update(sessions)
      .set({ lastUsedAt: now })
      .where(and(eq(sessions.id, id), isNews));
  }
}

/**
 * Ends sessions of the tenant, if the condition holds. The first end's time and reason stay. Part of the batch that
 * disables their owner, so that no session survives an interrupted call.
 */
export function endSessions(
  db: Database,
  tenantId: string,
  whose: SessionsOf,
  { reason, now, condition }: { reason: NonNullable<SessionRow["endReason"]>; now: Date; condition?: SQL },
) {
  return db
    .update(sessions)
    .set({ endedAt: now, endReason: reason })
    .where(and(eq(sessions.tenantId, tenantId), isNull(sessions.endedAt), matches(whose), condition));
}

/** SQL condition: user, tenant and key are active, credentials are unchanged, and not all sessions were ended meanwhile. */
function mayOpen({ userId, tenantId, keyId, createdAt }: SessionRow, credentialsVersion: number): SQL {
  const user = sql`exists (select 1 from users
    where id = ${userId} and status = 'active' and credentials_version = ${credentialsVersion})`;
  const tenant = sql`exists (select 1 from tenants where id = ${tenantId} and status = 'active'
    and coalesce(sessions_ended_at, 0) < ${createdAt.getTime()})`;
  const key = sql`(${keyId} is null or exists (select 1 from api_keys where id = ${keyId} and revoked_at is null))`;
  return sql`${user} and ${tenant} and ${key}`;
}

function isLive(now: Date) {
  return and(isNull(sessions.endedAt), gt(sessions.idleExpiresAt, now), gt(sessions.expiresAt, now));
}

function ofUser(tenantId: string, userId: string) {
  return and(eq(sessions.tenantId, tenantId), eq(sessions.userId, userId));
}

function matches(whose: SessionsOf) {
  if ("session" in whose) return eq(sessions.id, whose.session);
  if ("key" in whose) return eq(sessions.keyId, whose.key);
  return and(eq(sessions.userId, whose.user), whose.except === undefined ? undefined : ne(sessions.id, whose.except));
}
