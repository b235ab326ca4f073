import { and, eq, gt, isNull, lt, type SQL, sql } from "drizzle-orm";
import { type Database, rowIf, schema } from "../ports/database.ts";
import { sha256, toBase64Url } from "../ports/encoding.ts";
import { after } from "../shared/session-lifetimes.ts";

const { signInStates } = schema;

type Row = typeof signInStates.$inferSelect;
export type StateKind = Row["kind"];
export type SignInState = Row;

/** 256 bits, stored as a plain hash (SECURITY rule 15). */
const SECRET_BYTES = 32;
const MAX_SECRET = 128;
const HOUR_SECONDS = 60 * 60;

/** Emails with a code or link of one subject in an hour, as of every kind of email. */
export const MAX_EMAILS_PER_HOUR = 5;

/** Attempts at the code of one state (SECURITY rule 18). */
export const MAX_STATE_TRIES = 5;

export interface NewState {
  readonly tenantId: string;
  readonly kind: StateKind;
  /** What it is about. A new state voids the open ones of the same kind and subject. */
  readonly subject?: string | null;
  readonly userId?: string | null;
  readonly codeHash?: string | null;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly seconds: number;
}

/** A state of which a subject has so many in an hour. */
export interface LimitedState extends NewState {
  readonly subject: string;
  readonly perHour: number;
  /** A smaller limit of those that one source requests, so that it leaves some to others. */
  readonly perSource?: { readonly source: string | null; readonly perHour: number };
  /** Whether its secret may be that of an earlier state, which then counts on under another name. */
  readonly reusesSecret?: boolean;
}

/** Creates the secret of a state, which only its client holds. */
export function newStateSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/** Sign-ins that have begun. Each state is used once: a conditional write. */
export class SignInStates {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** Writes a state, and voids earlier ones about the same subject. Returns its secret. */
  async issue(state: NewState, now: Date, secret = newStateSecret()): Promise<string> {
    const row = await rowOf(state, now, secret);
    // A secret of a step-up is that of its session, so it comes again.
    const insert = this.db.insert(signInStates).values(row).onConflictDoUpdate({ target: signInStates.hash, set: row });
    if (row.subject === null) {
      await insert;
      return secret;
    }
    const earlier = earlierOf(row);
    await this.db.batch([insert, this.db.update(signInStates).set({ usedAt: now }).where(earlier)]);
    return secret;
  }

  /** Writes a state unless its subject has had too many within an hour, with the same statements. Returns whether it was written. */
  async issueLimited(state: LimitedState, now: Date, secret: string): Promise<boolean> {
    const { source = null } = state.perSource ?? {};
    const row = await rowOf({ ...state, data: { ...state.data, source } }, now, secret);
    const { hash } = row;
    const isWithin = isWithinLimits(row, state, now);
    const isWritten = sql`exists (select 1 from sign_in_states where hash = ${hash} and code_hash is ${row.codeHash})`;
    const insert = this.db
      .insert(signInStates)
      .select(rowIf(signInStates, row, isWithin))
      .returning({ hash: signInStates.hash });
    const voidEarlier = this.db
      .update(signInStates)
      .set({ usedAt: now })
      .where(and(earlierOf(row), isWritten));
    if (state.reusesSecret !== true) return (await this.db.batch([insert, voidEarlier]))[0].length === 1;
    const otherHash = await sha256(newStateSecret());
    const rename = this.db
      .update(signInStates)
      .set({ hash: otherHash, usedAt: now })
      .where(and(eq(signInStates.hash, hash), isWithin));
    return (await this.db.batch([rename, insert, voidEarlier]))[1].length === 1;
  }

  /** Finds a state that can be used. */
  async find(tenantId: string, kind: StateKind, secret: string, now: Date): Promise<SignInState | undefined> {
    if (secret.length > MAX_SECRET) return undefined;
    const hash = await sha256(secret);
    return await this.db
      .select()
      .from(signInStates)
      .where(isOpen(tenantId, kind, hash, now))
      .get();
  }

  /** Finds a state whether or not it can be used, to tell what became of it. */
  async findAny(tenantId: string, kind: StateKind, secret: string): Promise<SignInState | undefined> {
    if (secret.length > MAX_SECRET) return undefined;
    const same = and(eq(signInStates.tenantId, tenantId), eq(signInStates.kind, kind));
    return await this.db
      .select()
      .from(signInStates)
      .where(and(eq(signInStates.hash, await sha256(secret)), same))
      .get();
  }

  /** Uses a state up. Returns it the first time, and undefined afterwards. */
  async use(tenantId: string, kind: StateKind, secret: string, now: Date): Promise<SignInState | undefined> {
    if (secret.length > MAX_SECRET) return undefined;
    const [row] = await this.db
      .update(signInStates)
      .set({ usedAt: now })
      .where(isOpen(tenantId, kind, await sha256(secret), now))
      .returning();
    return row;
  }

  /** Counts an attempt at the code of a state about a subject before the code is compared. Undefined if none is left. */
  async countTry(
    tenantId: string,
    kind: StateKind,
    { secret, subject }: { readonly secret: string; readonly subject: string },
    now: Date,
  ): Promise<SignInState | undefined> {
    if (secret.length > MAX_SECRET) return undefined;
    const open = isOpen(tenantId, kind, await sha256(secret), now);
    const [row] = await this.db
      .update(signInStates)
      .set({ tries: sql`${signInStates.tries} + 1` })
      .where(and(open, eq(signInStates.subject, subject), lt(signInStates.tries, MAX_STATE_TRIES)))
      .returning();
    return row;
  }

  /** Changes the data of an open state. Returns whether it was open. */
  async change(
    { tenantId, kind, hash }: Pick<SignInState, "tenantId" | "kind" | "hash">,
    change: { readonly data?: SignInState["data"]; readonly codeHash?: string | null; readonly tries?: number },
    now: Date,
  ): Promise<boolean> {
    const changed = await this.db
      .update(signInStates)
      .set(change)
      .where(isOpen(tenantId, kind, hash, now))
      .returning({ hash: signInStates.hash });
    return changed.length === 1;
  }

  /** Changes the data of a state that was used. */
  async mark({ hash }: Pick<SignInState, "hash">, data: object): Promise<void> {
    await this.db
      .update(signInStates)
      .set({ data: { ...data } })
      .where(eq(signInStates.hash, hash));
  }

  /** Deletes up to `limit` states that expired before a time. Returns their number. */
  async prune(before: Date, limit: number): Promise<number> {
    const old = sql`(select hash from sign_in_states where expires_at < ${before.getTime()} limit ${limit})`;
    const { meta } = await this.db.delete(signInStates).where(sql`hash in ${old}`);
    return meta.changes;
  }
}

/** Whether the subject of a state, and the source that asks for it, have had fewer than their limits within an hour. */
function isWithinLimits({ tenantId, kind, subject }: Row, { perHour, perSource }: LimitedState, now: Date): SQL {
  const source = sql`json_extract(sent.data, '$.source') is ${perSource?.source ?? null}`;
  const perSourceHour = perSource?.perHour ?? perHour;
  return sql`(select count(*) < ${perHour} and count(case when ${source} then 1 end) < ${perSourceHour}
    from sign_in_states as sent where sent.tenant_id = ${tenantId} and sent.kind = ${kind}
      and sent.subject = ${subject} and sent.created_at > ${after(now, -HOUR_SECONDS).getTime()})`;
}

async function rowOf(state: NewState, now: Date, secret: string): Promise<Row> {
  const { tenantId, kind, subject = null, userId = null, codeHash = null, data = {}, seconds } = state;
  return {
    ...{ hash: await sha256(secret), tenantId, kind, subject, userId, codeHash, tries: 0, data },
    ...{ createdAt: now, expiresAt: after(now, seconds), usedAt: null },
  };
}

/** Open states of the same kind and subject as this one. */
function earlierOf({ tenantId, kind, subject, hash }: Pick<Row, "tenantId" | "kind" | "subject" | "hash">) {
  const same = and(
    eq(signInStates.tenantId, tenantId),
    eq(signInStates.kind, kind),
    eq(signInStates.subject, subject ?? ""),
  );
  return and(same, sql`${signInStates.hash} <> ${hash}`, isNull(signInStates.usedAt));
}

function isOpen(tenantId: string, kind: StateKind, hash: string, now: Date) {
  return and(
    eq(signInStates.hash, hash),
    eq(signInStates.tenantId, tenantId),
    eq(signInStates.kind, kind),
    isNull(signInStates.usedAt),
    gt(signInStates.expiresAt, now),
  );
}
