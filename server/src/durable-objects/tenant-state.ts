import { DurableObject } from "cloudflare:workers";
import { type AttemptCounter, type AttemptState, nextAttempt } from "../auth/attempts.ts";
import { RevocationList } from "../auth/revocation-list.ts";
import type { RevocationReason, Revocations, TokenMarks } from "../auth/revocations.ts";
import type { Letter, Outbox } from "../mail/letter.ts";
import type { LetterQuery } from "../mail/letter-store.ts";
import type { MailRecords, MailRoom } from "../mail/mail-room.ts";
import type { MailboxQuery } from "../mail/mailbox-store.ts";
import { systemClock } from "../ports/clock.ts";
import { Alarms } from "./alarms.ts";
import { tenantMail } from "./tenant-mail.ts";

/**
 * One tenant's exact counters, what it has revoked, and its letters on their way; the object's name is the tenant's id.
 */
export class TenantState extends DurableObject<Env> implements AttemptCounter, Outbox, MailRecords, Revocations {
  private readonly revocations: RevocationList;
  private readonly mail: MailRoom;
  private readonly alarms: Alarms;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.revocations = new RevocationList(ctx.storage.sql);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS attempts (
        account TEXT PRIMARY KEY, failures INTEGER NOT NULL, blocked_until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
    this.mail = tenantMail(ctx.storage.sql, env, ctx.id.name ?? "");
    this.alarms = new Alarms(ctx.storage, [{ due: () => this.mail.due(), run: () => this.mail.run() }]);
  }

  async post(letter: Letter): Promise<void> {
    await this.mail.post(letter);
    this.alarms.plan();
  }

  async letters(query: LetterQuery) {
    return await this.mail.letters(query);
  }

  async received(query: MailboxQuery) {
    const letters = await this.mail.received(query);
    this.alarms.plan();
    return letters;
  }

  override async alarm(): Promise<void> {
    await this.alarms.ring(() => systemClock.now().getTime());
  }

  async standing(token: TokenMarks) {
    return this.revocations.standing(token);
  }

  async revoke(ids: readonly string[], reason: RevocationReason, now: number): Promise<void> {
    this.revocations.revoke(ids, reason, now);
  }

  async revokeAll(reason: RevocationReason, now: number): Promise<void> {
    this.revocations.revokeAll(reason, now);
  }

  async tenantChanged(): Promise<void> {
    this.revocations.tenantChanged();
  }

  async beginAttempt(account: string, now: number) {
    const decision = nextAttempt(this.state(account), now);
    if (!decision.allowed) return decision;
    const { failures, blockedUntil } = decision.state;
    this.ctx.storage.sql.exec(
      "INSERT OR REPLACE INTO attempts (account, failures, blocked_until) VALUES (?, ?, ?)",
      account,
      failures,
      blockedUntil,
    );
    return { allowed: true, retryAfterSeconds: null };
  }

  async returnAttempt(account: string): Promise<void> {
    this.ctx.storage.sql.exec("UPDATE attempts SET failures = max(failures - 1, 0) WHERE account = ?", account);
  }

  async clearAttempts(account: string): Promise<void> {
    this.ctx.storage.sql.exec("DELETE FROM attempts WHERE account = ?", account);
  }

  private state(account: string): AttemptState | undefined {
    const query = "SELECT failures, blocked_until AS blockedUntil FROM attempts WHERE account = ?";
    return this.ctx.storage.sql.exec<{ failures: number; blockedUntil: number }>(query, account).toArray()[0];
  }
}
