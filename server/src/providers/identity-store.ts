import { and, desc, eq, ne, type SQL, sql } from "drizzle-orm";
import { PASSWORD_ISSUER } from "../accounts/store.ts";
import { credentialsChanged } from "../factors/factor-store.ts";
import { hasUserCapacity } from "../plans/store.ts";
import { type Database, rowIf, schema } from "../ports/database.ts";
import type { AccountRow, UserRow } from "../shared/rows.ts";

const { accounts, users } = schema;

type Owner = Pick<UserRow, "tenantId" | "id">;
type Details = NonNullable<AccountRow["details"]>;

/** An external identity, with its user. */
export interface FoundIdentity {
  readonly identity: AccountRow;
  readonly user: UserRow;
}

/** External identities: accounts that are identified by issuer and subject, never by email (SECURITY rule 20). */
export class Identities {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async find(tenantId: string, issuer: string, subject: string): Promise<FoundIdentity | undefined> {
    return await this.db
      .select({ identity: accounts, user: users })
      .from(accounts)
      .innerJoin(users, eq(users.id, accounts.userId))
      .where(and(eq(accounts.tenantId, tenantId), eq(accounts.issuer, issuer), eq(accounts.subject, subject)))
      .get();
  }

  async list(user: Owner): Promise<AccountRow[]> {
    return await this.db.select().from(accounts).where(externalOf(user)).orderBy(desc(accounts.createdAt));
  }

  /** Writes a user together with their first identity. */
  async createUser(user: UserRow, identity: AccountRow): Promise<"created" | "taken" | "plan_limit"> {
    const isWritten = sql`exists (select 1 from users where id = ${user.id})`;
    const [, , owners] = await this.db.batch([
      this.db
        .insert(users)
        .select(rowIf(users, user, hasUserCapacity(user.tenantId)))
        .onConflictDoNothing(),
      this.db.insert(accounts).select(rowIf(accounts, identity, isWritten)),
      this.db
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.tenantId, user.tenantId), eq(users.emailKey, user.emailKey))),
    ]);
    if (owners.length === 0) return "plan_limit";
    return owners.some(({ id }) => id === user.id) ? "created" : "taken";
  }

  /**
   * Links an identity to an active user whose credentials are as they were read. Returns the changed user; undefined if the identity
   * belongs to somebody already, or the user has changed.
   */
  async link(identity: AccountRow, { id, tenantId, credentialsVersion }: UserRow): Promise<UserRow | undefined> {
    const isSame = sql`exists (select 1 from users where id = ${id} and tenant_id = ${tenantId} and status = 'active'
      and credentials_version = ${credentialsVersion})`;
    const isLinked = sql`exists (select 1 from accounts where id = ${identity.id})`;
    const [, [user]] = await this.db.batch([
      this.db
        .insert(accounts)
        .select(rowIf(accounts, identity, isSame))
        .onConflictDoNothing(),
      this.db
        .update(users)
        .set(credentialsChanged())
        .where(and(eq(users.id, id), isLinked))
        .returning(),
    ]);
    return user;
  }

  /**
   * Unlinks an identity, unless the condition `isLastWayIn` holds. Returns the unlinked identity, `last`, or undefined if the user has
   * no such identity.
   */
  async unlink(user: Owner, identityId: string, isLastWayIn: SQL): Promise<AccountRow | "last" | undefined> {
    const userId = user.id;
    const hasOther = sql`not ${isLastWayIn}`;
    const own = and(externalOf(user), eq(accounts.id, identityId));
    const wasThere = sql`exists (select 1 from accounts
      where id = ${identityId} and user_id = ${userId} and issuer <> ${PASSWORD_ISSUER})`;
    const [, [removed], left] = await this.db.batch([
      this.db
        .update(users)
        .set(credentialsChanged())
        .where(and(eq(users.id, userId), wasThere, hasOther)),
      this.db.delete(accounts).where(and(own, hasOther)).returning(),
      this.db.select({ id: accounts.id }).from(accounts).where(own),
    ]);
    if (removed !== undefined) return removed;
    return left.length === 0 ? undefined : "last";
  }

  /** Stores what a sign-in showed about an identity. */
  async setDetails({ id }: Pick<AccountRow, "id">, details: Details): Promise<void> {
    await this.db.update(accounts).set({ details }).where(eq(accounts.id, id));
  }

  /**
   * Stores what a sign-in showed about an identity, if the tuples of its groups are those that were read. Returns false if a sign-in at
   * the same time has changed them.
   */
  async replaceTuples({ id }: Pick<AccountRow, "id">, read: Details["tuples"], details: Details): Promise<boolean> {
    const stored = sql`coalesce(json_extract(${accounts.details}, '$.tuples'), '[]')`;
    const replaced = await this.db
      .update(accounts)
      .set({ details })
      .where(and(eq(accounts.id, id), sql`${stored} = json(${JSON.stringify(read)})`))
      .returning({ id: accounts.id });
    return replaced.length === 1;
  }

  /** Changes a user's metadata by a JSON merge patch. Returns undefined if it would exceed the limit. */
  async patchMetadata(user: Owner, patch: object, maxBytes: number): Promise<UserRow | undefined> {
    const metadata = sql`json_patch(${users.metadata}, ${JSON.stringify(patch)})`;
    const fits = sql`length(cast(${metadata} as blob)) <= ${maxBytes}`;
    const [row] = await this.db
      .update(users)
      .set({ metadata })
      .where(and(eq(users.tenantId, user.tenantId), eq(users.id, user.id), fits))
      .returning();
    return row;
  }
}

function externalOf({ tenantId, id }: Owner) {
  return and(eq(accounts.tenantId, tenantId), eq(accounts.userId, id), ne(accounts.issuer, PASSWORD_ISSUER));
}
