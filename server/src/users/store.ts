import { and, asc, desc, eq, isNotNull, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import { hasUserCapacity } from "../plans/store.ts";
import { beginsWith, type Database, isUniqueViolation, rowIf, schema } from "../ports/database.ts";
import { endSessions } from "../sessions/session-store.ts";
import { emailKey } from "../shared/email.ts";
import type { AccountRow, UserRow } from "../shared/rows.ts";
import { revokeTokens } from "../verification/statements-store.ts";

const { users, accounts, sessions, verificationTokens } = schema;

/** Tables with a user's data, which are emptied before the user's row is. */
const OF_USER = [
  verificationTokens,
  schema.signInStates,
  schema.trustedDevices,
  schema.backupCodes,
  schema.passkeys,
  schema.totpFactors,
  sessions,
  accounts,
] as const;

/** Rows of a new user: the user, and their account if they have one. */
export interface NewUserRows {
  readonly user: UserRow;
  readonly account: AccountRow | undefined;
}

export interface UserFilter {
  /** Status as in `managedUserView`. */
  readonly status?: "active" | "invited" | "banned" | undefined;
  readonly verified?: boolean | undefined;
  /** Domain after the @, in the form in which emails are compared. */
  readonly domain?: string | undefined;
}

/** Identifier of one user. */
export type UserLookup = { readonly id: string } | { readonly email: string } | { readonly externalId: string };

/** Reason why a user can't be written: another user has the email or the external id, or the plan limit is reached. */
export type UserConflict =
  | { readonly conflict: "email" | "externalId"; readonly userId: string }
  | { readonly conflict: "plan_limit" };

/** Search by prefix, in the form in which emails or names are compared. */
export interface UserSearch {
  readonly by: "email" | "name";
  readonly prefix: string;
  /** Position of the last user of the previous page. */
  readonly after: { readonly key: string; readonly id: string } | undefined;
}

/** Values of a user that can be updated; each email and name comes with its key for comparisons. */
export interface UserValues {
  readonly name?: string | null;
  readonly nameKey?: string | null;
  readonly email?: string;
  readonly emailKey?: string;
  readonly externalId?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly secondFactorRequired?: boolean;
}

type UserChange = SQLiteUpdateSetSource<typeof users>;

/** Users of tenants. Users whose deletion has begun are hidden. */
export class UserStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async find(tenantId: string, id: string): Promise<UserRow | undefined> {
    return await this.findBy(tenantId, { id });
  }

  async findBy(tenantId: string, name: UserLookup): Promise<UserRow | undefined> {
    const matches =
      "id" in name
        ? eq(users.id, name.id)
        : "email" in name
          ? eq(users.emailKey, emailKey(name.email))
          : sql`${eq(users.externalId, name.externalId)} and external_id is not null`;
    return await this.db
      .select()
      .from(users)
      .where(and(eq(users.tenantId, tenantId), matches, ne(users.status, "deleted")))
      .get();
  }

  /** Finds the users that exist, in no particular order. */
  async findMany(tenantId: string, ids: readonly string[]): Promise<UserRow[]> {
    const isOne = sql`${users.id} in (select value from json_each(${JSON.stringify(ids)}))`;
    return await this.db
      .select()
      .from(users)
      .where(and(isOne, eq(users.tenantId, tenantId), ne(users.status, "deleted")));
  }

  /** Lists users, newest first. */
  async list(
    tenantId: string,
    { status, verified, domain }: UserFilter,
    page: { before: string | undefined; limit: number },
  ): Promise<UserRow[]> {
    const isVerified = verified === undefined ? undefined : (verified ? isNotNull : isNull)(users.emailVerifiedAt);
    // The expression must equal the one of the index.
    const isAt = domain === undefined ? undefined : sql`substr(email_key, instr(email_key, '@') + 1) = ${domain}`;
    const before = page.before === undefined ? undefined : lt(users.id, page.before);
    return await this.db
      .select()
      .from(users)
      .where(and(eq(users.tenantId, tenantId), hasStatus(status), isVerified, isAt, before))
      .orderBy(desc(users.id))
      .limit(page.limit);
  }

  /** Finds users by prefix of email or name, in that order. Uses a range of an index, which LIKE would not. */
  async search(tenantId: string, { by, prefix, after }: UserSearch, limit: number): Promise<UserRow[]> {
    const key = by === "email" ? users.emailKey : users.nameKey;
    const rest = after && sql`(${key}, ${users.id}) > (${after.key}, ${after.id})`;
    return await this.db
      .select()
      .from(users)
      .where(and(eq(users.tenantId, tenantId), beginsWith(key, prefix), rest, ne(users.status, "deleted")))
      .orderBy(asc(key), asc(users.id))
      .limit(limit);
  }

  /** Writes a user, or returns the conflict. */
  async create(parts: NewUserRows): Promise<"created" | UserConflict> {
    const [outcome] = await this.createMany([parts]);
    return outcome ?? { conflict: "plan_limit" };
  }

  /** Writes each user without a conflict, in one batch. Returns the outcomes in the same order. */
  async createMany(all: readonly NewUserRows[]): Promise<("created" | UserConflict)[]> {
    const statements: BatchItem<"sqlite">[] = [];
    const ownersAt = all.map(({ user, account }) => {
      const isWritten = sql`exists (select 1 from users where id = ${user.id})`;
      const insert = this.db.insert(users).select(rowIf(users, user, hasUserCapacity(user.tenantId)));
      statements.push(insert.onConflictDoNothing());
      if (account) statements.push(this.db.insert(accounts).select(rowIf(accounts, account, isWritten)));
      return statements.push(this.selectOwners(user.tenantId, user)) - 1;
    });
    const [first, ...rest] = statements;
    if (first === undefined) return [];
    const results: unknown[] = await this.db.batch([first, ...rest]);
    return all.map(({ user }, i) => {
      // A batch of varying length has no types; these are the rows of `selectOwners`.
      const owners = results[ownersAt[i] ?? 0] as Owner[];
      return owners.some(({ id }) => id === user.id) ? "created" : conflictOf(user, owners);
    });
  }

  /** Finds the users who have one of these emails or external ids. */
  async findOwners(tenantId: string, candidates: readonly Owner[]): Promise<Owner[]> {
    const keys = JSON.stringify(candidates.map((user) => user.emailKey));
    const externalIds = JSON.stringify(candidates.flatMap((user) => user.externalId ?? []));
    const isTaken = (column: string, values: string) =>
      sql`${sql.identifier(column)} in (select value from json_each(${values}))`;
    // Two queries, because each has its own index.
    const select = (isOne: SQL) =>
      this.db
        .select(OWNER)
        .from(users)
        .where(and(eq(users.tenantId, tenantId), isOne));
    const [byEmail, byExternalId] = await this.db.batch([
      select(isTaken("email_key", keys)),
      select(sql`${isTaken("external_id", externalIds)} and external_id is not null`),
    ]);
    return [...byEmail, ...byExternalId];
  }

  private selectOwners(
    tenantId: string,
    { emailKey: key, externalId }: Partial<Pick<UserRow, "emailKey" | "externalId">>,
  ) {
    const hasEmail = sql`email_key = ${key ?? null}`;
    const hasExternalId = sql`(external_id = ${externalId ?? null} and external_id is not null)`;
    return this.db
      .select(OWNER)
      .from(users)
      .where(and(eq(users.tenantId, tenantId), or(hasEmail, hasExternalId)));
  }

  /**
   * Updates the values that are set, all or nothing. A new email is unverified, and all verification tokens are revoked.
   * Metadata is a JSON merge patch (RFC 7396). Returns undefined if the metadata would exceed the limit or the user does not
   * exist, and the conflict if there is one.
   */
  async update(
    { tenantId, id }: Pick<UserRow, "tenantId" | "id">,
    { metadata: patch, ...values }: UserValues,
    { metadataBytes, now }: { metadataBytes: number; now: Date },
  ): Promise<UserRow | UserConflict | undefined> {
    const metadata = patch && sql`json_patch(${users.metadata}, ${JSON.stringify(patch)})`;
    const fits = metadata && sql`length(cast(${metadata} as blob)) <= ${metadataBytes}`;
    const set = {
      ...values,
      ...(values.email !== undefined && { emailVerifiedAt: null }),
      ...(metadata && { metadata }),
    };
    const isMoved = sql`exists (select 1 from users where id = ${id} and email = ${values.email ?? ""})`;
    try {
      const [[row]] = await this.db.batch([
        this.db
          .update(users)
          .set(set)
          .where(and(isVisible(tenantId, id), fits))
          .returning(),
        revokeTokens(this.db, { tenantId, userId: id }, now, "", isMoved),
      ]);
      return row;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return conflictOf(values, await this.selectOwners(tenantId, values));
    }
  }

  async rename(
    { tenantId, userId }: { readonly tenantId: string; readonly userId: string },
    name: { readonly name: string | null; readonly nameKey: string | null },
  ): Promise<UserRow | undefined> {
    const [row] = await this.db.update(users).set(name).where(isVisible(tenantId, userId)).returning();
    return row;
  }

  /** Bans a user, ends all sessions, and revokes all verification tokens. */
  async ban(tenantId: string, id: string, now: Date): Promise<UserRow | undefined> {
    return await this.disable(tenantId, id, { status: "banned", invitationExpiresAt: null }, { reason: "banned", now });
  }

  async unban(tenantId: string, id: string): Promise<UserRow | undefined> {
    const [row] = await this.db.update(users).set({ status: "active" }).where(isVisible(tenantId, id)).returning();
    return row;
  }

  /** Revokes an open invitation and bans its user. Returns undefined if none is open. */
  async revokeInvitation(tenantId: string, id: string, now: Date): Promise<UserRow | undefined> {
    const isOpen = and(isVisible(tenantId, id), isNotNull(users.invitationExpiresAt));
    const revoked = sql`exists (select 1 from users where id = ${id} and status = 'banned')`;
    const [[row]] = await this.db.batch([
      this.db.update(users).set({ status: "banned", invitationExpiresAt: null }).where(isOpen).returning(),
      revokeTokens(this.db, { tenantId, userId: id }, now, "", revoked),
    ]);
    return row;
  }

  /** Disables the current password, also for sign-ins in progress. Ends all sessions and revokes all verification tokens. */
  async requireReset(tenantId: string, id: string, now: Date): Promise<UserRow | undefined> {
    const change = {
      resetRequired: true,
      invitationExpiresAt: null,
      credentialsVersion: sql`${users.credentialsVersion} + 1`,
    };
    return await this.disable(tenantId, id, change, { reason: "password_changed", now });
  }

  /** Marks a user as deleted, who is hidden and can't sign in from then on. Safe to repeat. */
  async markDeleted(tenantId: string, id: string): Promise<UserRow | undefined> {
    const own = and(eq(users.tenantId, tenantId), eq(users.id, id));
    const [row] = await this.db.update(users).set({ status: "deleted" }).where(own).returning();
    return row;
  }

  /** Lists users whose deletion has begun. */
  async listPendingDeletions(limit: number): Promise<UserRow[]> {
    return await this.db.select().from(users).where(sql`status = 'deleted'`).limit(limit);
  }

  private async disable(
    tenantId: string,
    id: string,
    change: UserChange,
    { reason, now }: { reason: "banned" | "password_changed"; now: Date },
  ): Promise<UserRow | undefined> {
    const [[row]] = await this.db.batch([
      this.db.update(users).set(change).where(isVisible(tenantId, id)).returning(),
      endSessions(this.db, tenantId, { user: id }, { reason, now }),
      revokeTokens(this.db, { tenantId, userId: id }, now, "", sql`true`),
    ]);
    return row;
  }

  /** Deletes all rows of a user whose deletion has begun. */
  async remove(tenantId: string, id: string): Promise<void> {
    const user = and(eq(users.tenantId, tenantId), eq(users.id, id), eq(users.status, "deleted"));
    const [first, ...rest] = OF_USER.map((table) =>
      this.db.delete(table).where(and(eq(table.tenantId, tenantId), eq(table.userId, id))),
    );
    if (first !== undefined) await this.db.batch([first, ...rest, this.db.delete(users).where(user)]);
  }
}

const OWNER = { id: users.id, emailKey: users.emailKey, externalId: users.externalId };
type Owner = Pick<UserRow, "id" | "emailKey" | "externalId">;

/** Finds the conflict with existing users; a taken email comes before a taken external id. */
function conflictOf(
  candidate: Partial<Pick<UserRow, "emailKey" | "externalId">>,
  owners: readonly Owner[],
): UserConflict {
  const byEmail = owners.find((owner) => owner.emailKey === candidate.emailKey);
  if (byEmail !== undefined) return { conflict: "email", userId: byEmail.id };
  const [byExternalId] = owners;
  return byExternalId === undefined ? { conflict: "plan_limit" } : { conflict: "externalId", userId: byExternalId.id };
}

function hasStatus(status: UserFilter["status"]) {
  if (status === undefined) return ne(users.status, "deleted");
  if (status === "banned") return eq(users.status, status);
  if (status === "active") return and(eq(users.status, status), isNull(users.invitationExpiresAt));
  // Invited users have their own index; the plus keeps SQLite from using the one by status.
  return sql`+status = 'active' and invitation_expires_at is not null`;
}

function isVisible(tenantId: string, id: string) {
  return and(eq(users.tenantId, tenantId), eq(users.id, id), ne(users.status, "deleted"));
}
