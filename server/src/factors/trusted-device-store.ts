import { and, eq, gt, sql } from "drizzle-orm";
import { type Database, schema } from "../ports/database.ts";
import { sha256, toBase64Url } from "../ports/encoding.ts";
import type { UserRow } from "../shared/rows.ts";
import { after } from "../shared/session-lifetimes.ts";

const { trustedDevices, users } = schema;

const SECRET_BYTES = 32;
const MAX_TOKEN = 64;
const DAY_SECONDS = 24 * 60 * 60;

/** Devices on which users need not show their second factor again. Each has a random secret. */
export class TrustedDevices {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Trusts a device. Returns the secret that it sends with each sign-in. */
  async add(
    { tenantId, id: userId, credentialsVersion }: Pick<UserRow, "tenantId" | "id" | "credentialsVersion">,
    { userAgent, seconds, now }: { readonly userAgent: string; readonly seconds: number; readonly now: Date },
  ): Promise<{ token: string; expiresAt: Date }> {
    const token = toBase64Url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
    const expiresAt = after(now, seconds);
    const row = {
      hash: await sha256(token),
      tenantId,
      userId,
      credentialsVersion,
      userAgent,
      createdAt: now,
      expiresAt,
    };
    await this.db.insert(trustedDevices).values(row);
    return { token, expiresAt };
  }

  /** Whether a user has trusted the device within a number of days, and has changed no credential since. */
  async isTrusted(
    tenantId: string,
    emailKey: string,
    token: string,
    { days, now }: { readonly days: number; readonly now: Date },
  ): Promise<boolean> {
    if (token.length > MAX_TOKEN) return false;
    const sameCredentials = eq(users.credentialsVersion, trustedDevices.credentialsVersion);
    const found = await this.db
      .select({ hash: trustedDevices.hash })
      .from(trustedDevices)
      .innerJoin(users, and(eq(users.id, trustedDevices.userId), sameCredentials))
      .where(
        and(
          eq(trustedDevices.hash, await sha256(token)),
          eq(trustedDevices.tenantId, tenantId),
          eq(users.emailKey, emailKey),
          gt(trustedDevices.expiresAt, now),
          // The tenant may have shortened the trust since.
          gt(trustedDevices.createdAt, after(now, -days * DAY_SECONDS)),
        ),
      )
      .get();
    return found !== undefined;
  }

  /** Ends the trust of all devices of a user. Returns their number. */
  async removeAll({ tenantId, id }: Pick<UserRow, "tenantId" | "id">): Promise<number> {
    const { meta } = await this.db
      .delete(trustedDevices)
      .where(and(eq(trustedDevices.tenantId, tenantId), eq(trustedDevices.userId, id)));
    return meta.changes;
  }

  /** Deletes up to `limit` devices whose trust ended before a time. Returns their number. */
  async prune(before: Date, limit: number): Promise<number> {
    const old = sql`(select hash from trusted_devices where expires_at < ${before.getTime()} limit ${limit})`;
    const { meta } = await this.db.delete(trustedDevices).where(sql`hash in ${old}`);
    return meta.changes;
  }
}
