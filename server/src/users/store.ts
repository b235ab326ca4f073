import { and, asc, desc, eq, isNotNull, isNull, lt, ne, sql } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import { voidAll } from "../auth/proofs/statements-store.ts";
import type { AccountRow, UserRow } from "../auth/store.ts";
import { hasRoom } from "../plans/store.ts";
import { beginsWith, type Database, isUniqueViolation, rowIf, schema } from "../ports/database.ts";

const { users, accounts, sessions, verificationTokens } = schema;

/** A user to be written, with the account that goes with it, if any. */
export interface UserParts {
  readonly user: UserRow;
  readonly account: AccountRow | undefined;
}

export interface UserFilter {
  readonly status: "active" | "banned" | undefined;
  readonly verified: boolean | undefined;
}

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
    return await this.db.select().from(users).where(isShown(tenantId, id)).get();
  }

  /** Newest first. */
  async list(
    tenantId: string,
    { status, verified }: UserFilter,
    page: { before: string | undefined; limit: number },
  ): Promise<UserRow[]> {
    const isVerified = verified === undefined ? undefined : (verified ? isNotNull : isNull)(users.emailVerifiedAt);
    const hasStatus = status === undefined ? ne(users.status, "deleted") : eq(users.status, status);
    const before = page.before === undefined ? undefined : lt(users.id, page.before);
    return await this.db
      .select()
      .from(users)
      .where(and(eq(users.tenantId, tenantId), hasStatus, isVerified, before))
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

  /** Writes a user unless the address is taken, or the tenant's plan leaves no room. */
  async create({ user, account }: UserParts): Promise<"created" | "taken" | "full"> {
    const written = sql`exists (select 1 from users where id = ${user.id})`;
    const owner = and(eq(users.tenantId, user.tenantId), eq(users.emailKey, user.emailKey));
    const insert = this.db
      .insert(users)
      .select(rowIf(users, user, hasRoom(user.tenantId)))
      .onConflictDoNothing()
      .returning({ id: users.id });
    const withAccount = account && [this.db.insert(accounts).select(rowIf(accounts, account, written))];
    const [rows, owners] = await this.db.batch([
      insert,
      this.db.select({ id: users.id }).from(users).where(owner),
      ...(withAccount ?? []),
    ]);
    if (rows.length === 1) return "created";
    return owners.length === 1 ? "taken" : "full";
  }

  /**
   * Changes what is given, all or nothing. An address is not verified then, and every proof ends that was sent to the old
   * one; metadata are changed by a JSON merge patch (RFC 7396). Undefined where that would make them larger than the limit.
   */
  async update(
    { tenantId, id }: Pick<UserRow, "tenantId" | "id">,
    { metadata: patch, ...values }: UserValues,
    { metadataBytes, now }: { metadataBytes: number; now: Date },
  ): Promise<UserRow | "taken" | undefined> {
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
      if (isUniqueViolation(error)) return "taken";
      throw error;
    }
  }

  async rename(
    { tenantId, userId }: { readonly tenantId: string; readonly userId: string },
    name: { readonly name: string | null; readonly nameKey: string | null },
  ): Promise<UserRow | undefined> {
    const [row] = await this.db.update(users).set(name).where(isShown(tenantId, userId)).returning();
    return row;
  }

  /** Bans a user, and ends every proof that was sent. */
  async ban(tenantId: string, id: string, now: Date): Promise<UserRow | undefined> {
    return await this.setAndVoid(tenantId, id, { status: "banned" }, now);
  }

  async unban(tenantId: string, id: string): Promise<UserRow | undefined> {
    const [row] = await this.db.update(users).set({ status: "active" }).where(isShown(tenantId, id)).returning();
    return row;
  }

  /** Lets nobody in with the present password, nor with what is being checked of it now, and ends every proof. */
  async requireReset(tenantId: string, id: string, now: Date): Promise<UserRow | undefined> {
    const change = { resetRequired: true, credentialsVersion: sql`${users.credentialsVersion} + 1` };
    return await this.setAndVoid(tenantId, id, change, now);
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

  private async setAndVoid(tenantId: string, id: string, change: UserChange, now: Date): Promise<UserRow | undefined> {
    const [[row]] = await this.db.batch([
      this.db.update(users).set(change).where(isShown(tenantId, id)).returning(),
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

function isShown(tenantId: string, id: string) {
  return and(eq(users.tenantId, tenantId), eq(users.id, id), ne(users.status, "deleted"));
}
