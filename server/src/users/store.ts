import { and, asc, desc, eq, isNotNull, isNull, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import { hasUserCapacity } from "../plans/store.ts";
import { beginsWith, type Database, isUniqueViolation, rowIf, schema } from "../ports/database.ts";
import { endSessions } from "../sessions/session-store.ts";
import { emailKey } from "../shared/email.ts";
import type { AccountRow, UserRow } from "../shared/rows.ts";
import { voidAll } from "../verification/statements-store.ts";

const { users, accounts, sessions, verificationTokens } = schema;

/** A user to be written, with the account that goes with it, if any. */
export interface UserParts {
  readonly user: UserRow;
  readonly account: AccountRow | undefined;
}

export interface UserFilter {
  /** As `statusOf` has it. */
  readonly status?: "active" | "invited" | "banned" | undefined;
  readonly verified?: boolean | undefined;
  /** What follows the @, in the form in which emails are compared. */
  readonly domain?: string | undefined;
}

/** By what one user is named. */
export type UserName = { readonly id: string } | { readonly email: string } | { readonly externalId: string };

/** Why a user is not written: which other user has the email or the external id, or that the plan leaves no room. */
export type UserConflict =
  | { readonly taken: "email" | "externalId"; readonly userId: string }
  | { readonly taken: "room" };

/** What users are searched by, in the form in which it is compared. */
export interface UserSearch {
  readonly by: "email" | "name";
  readonly prefix: string;
  /** Where the page before ended. */
  readonly after: { readonly key: string; readonly id: string } | undefined;
}

/** What may be written of a user by those who administer them; each address and name with the form it is compared in. */
export interface UserValues {
  readonly name?: string | null;
  readonly nameKey?: string | null;
  readonly email?: string;
  readonly emailKey?: string;
  readonly externalId?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

type UserChange = SQLiteUpdateSetSource<typeof users>;

/** The users of tenants, for those who administer them. One that is being deleted is not among them. */
export class UserStore {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async find(tenantId: string, id: string): Promise<UserRow | undefined> {
    return await this.findBy(tenantId, { id });
  }

  async findBy(tenantId: string, name: UserName): Promise<UserRow | undefined> {
    const isNamed =
      "id" in name
        ? eq(users.id, name.id)
        : "email" in name
          ? eq(users.emailKey, emailKey(name.email))
          : sql`${eq(users.externalId, name.externalId)} and external_id is not null`;
    return await this.db
      .select()
      .from(users)
      .where(and(eq(users.tenantId, tenantId), isNamed, ne(users.status, "deleted")))
      .get();
  }

  /** Those that there are, in no order. */
  async findMany(tenantId: string, ids: readonly string[]): Promise<UserRow[]> {
    const isOne = sql`${users.id} in (select value from json_each(${JSON.stringify(ids)}))`;
    return await this.db
      .select()
      .from(users)
      .where(and(isOne, eq(users.tenantId, tenantId), ne(users.status, "deleted")));
  }

  /** Newest first. */
  async list(
    tenantId: string,
    { status, verified, domain }: UserFilter,
    page: { before: string | undefined; limit: number },
  ): Promise<UserRow[]> {
    const isVerified = verified === undefined ? undefined : (verified ? isNotNull : isNull)(users.emailVerifiedAt);
    // Said as the index says it.
    const isAt = domain === undefined ? undefined : sql`substr(email_key, instr(email_key, '@') + 1) = ${domain}`;
    const before = page.before === undefined ? undefined : lt(users.id, page.before);
    return await this.db
      .select()
      .from(users)
      .where(and(eq(users.tenantId, tenantId), hasStatus(status), isVerified, isAt, before))
      .orderBy(desc(users.id))
      .limit(page.limit);
  }

  /** Whose address or name begins so, in the order of that: a range of an index, which LIKE would not be. */
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

  /** Writes a user; or says what is in the way. */
  async create(parts: UserParts): Promise<"created" | UserConflict> {
    const [outcome] = await this.createMany([parts]);
    return outcome ?? { taken: "room" };
  }

  /** Writes each user that nothing is in the way of, in one batch. What became of each, in the same order. */
  async createMany(all: readonly UserParts[]): Promise<("created" | UserConflict)[]> {
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
      // The types of a batch of varying length are lost; these are the rows of `selectOwners`.
      const owners = results[ownersAt[i] ?? 0] as Owner[];
      return owners.some(({ id }) => id === user.id) ? "created" : conflictOf(user, owners);
    });
  }

  /** The users who have one of these emails or external ids. */
  async ownersOf(tenantId: string, wanted: readonly Owner[]): Promise<Owner[]> {
    const keys = JSON.stringify(wanted.map((user) => user.emailKey));
    const externalIds = JSON.stringify(wanted.flatMap((user) => user.externalId ?? []));
    const isTaken = (column: string, values: string) =>
      sql`${sql.identifier(column)} in (select value from json_each(${values}))`;
    // Two queries, as each has an index of its own.
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
   * Changes what is given, all or nothing. An address is not verified then, and every proof ends that was sent to the old
   * one; metadata are changed by a JSON merge patch (RFC 7396). Undefined where that would make them larger than the limit,
   * or what is in the way.
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
          .where(and(isShown(tenantId, id), fits))
          .returning(),
        voidAll(this.db, { tenantId, userId: id }, now, "", isMoved),
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
    const [row] = await this.db.update(users).set(name).where(isShown(tenantId, userId)).returning();
    return row;
  }

  /** Bans a user, and ends every session and every proof that was sent. */
  async ban(tenantId: string, id: string, now: Date): Promise<UserRow | undefined> {
    return await this.disable(tenantId, id, { status: "banned", invitationExpiresAt: null }, { reason: "banned", now });
  }

  async unban(tenantId: string, id: string): Promise<UserRow | undefined> {
    const [row] = await this.db.update(users).set({ status: "active" }).where(isShown(tenantId, id)).returning();
    return row;
  }

  /** Ends an open invitation and bans the user, who has no other way in; undefined where none is open. */
  async revokeInvitation(tenantId: string, id: string, now: Date): Promise<UserRow | undefined> {
    const isOpen = and(isShown(tenantId, id), isNotNull(users.invitationExpiresAt));
    const revoked = sql`exists (select 1 from users where id = ${id} and status = 'banned')`;
    const [[row]] = await this.db.batch([
      this.db.update(users).set({ status: "banned", invitationExpiresAt: null }).where(isOpen).returning(),
      voidAll(this.db, { tenantId, userId: id }, now, "", revoked),
    ]);
    return row;
  }

  /** Lets nobody in with the present password, nor with what is being checked of it now, and ends every session and every proof. */
  async requireReset(tenantId: string, id: string, now: Date): Promise<UserRow | undefined> {
    const change = {
      resetRequired: true,
      invitationExpiresAt: null,
      credentialsVersion: sql`${users.credentialsVersion} + 1`,
    };
    return await this.disable(tenantId, id, change, { reason: "password_changed", now });
  }

  /** From now on the user is shown to nobody and signs in nowhere. The same again for one that is so already. */
  async markDeleted(tenantId: string, id: string): Promise<UserRow | undefined> {
    const own = and(eq(users.tenantId, tenantId), eq(users.id, id));
    const [row] = await this.db.update(users).set({ status: "deleted" }).where(own).returning();
    return row;
  }

  /** Some of those whose deletion has begun. */
  async beingDeleted(limit: number): Promise<UserRow[]> {
    return await this.db.select().from(users).where(sql`status = 'deleted'`).limit(limit);
  }

  private async disable(
    tenantId: string,
    id: string,
    change: UserChange,
    { reason, now }: { reason: "banned" | "password_changed"; now: Date },
  ): Promise<UserRow | undefined> {
    const [[row]] = await this.db.batch([
      this.db.update(users).set(change).where(isShown(tenantId, id)).returning(),
      endSessions(this.db, tenantId, { user: id }, { reason, now }),
      voidAll(this.db, { tenantId, userId: id }, now, "", sql`true`),
    ]);
    return row;
  }

  /** Removes a user whose deletion has begun, with all rows that are the user's. */
  async remove(tenantId: string, id: string): Promise<void> {
    const own = <Table extends typeof accounts | typeof sessions | typeof verificationTokens>(table: Table) =>
      and(eq(table.tenantId, tenantId), eq(table.userId, id));
    await this.db.batch([
      this.db.delete(verificationTokens).where(own(verificationTokens)),
      this.db.delete(sessions).where(own(sessions)),
      this.db.delete(accounts).where(own(accounts)),
      this.db.delete(users).where(and(eq(users.tenantId, tenantId), eq(users.id, id), eq(users.status, "deleted"))),
    ]);
  }
}

const OWNER = { id: users.id, emailKey: users.emailKey, externalId: users.externalId };
type Owner = Pick<UserRow, "id" | "emailKey" | "externalId">;

/** The email first: it is what people look for. */
function conflictOf(wanted: Partial<Pick<UserRow, "emailKey" | "externalId">>, owners: readonly Owner[]): UserConflict {
  const byEmail = owners.find((owner) => owner.emailKey === wanted.emailKey);
  if (byEmail !== undefined) return { taken: "email", userId: byEmail.id };
  const [byExternalId] = owners;
  return byExternalId === undefined ? { taken: "room" } : { taken: "externalId", userId: byExternalId.id };
}

function hasStatus(status: UserFilter["status"]) {
  if (status === undefined) return ne(users.status, "deleted");
  if (status === "banned") return eq(users.status, status);
  if (status === "active") return and(eq(users.status, status), isNull(users.invitationExpiresAt));
  // The few who are invited have an index of their own; the plus keeps SQLite from the one by status.
  return sql`+status = 'active' and invitation_expires_at is not null`;
}

function isShown(tenantId: string, id: string) {
  return and(eq(users.tenantId, tenantId), eq(users.id, id), ne(users.status, "deleted"));
}
