import { DurableObject } from "cloudflare:workers";
import { type AttemptCounter, type AttemptState, nextAttempt } from "../auth/attempts.ts";
import type { Letter, Outbox } from "../mail/letter.ts";

/** One tenant's exact counters and its letters on their way; the object's name is the tenant's id. */
export class TenantState extends DurableObject<Env> implements AttemptCounter, Outbox {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS attempts (
        account TEXT PRIMARY KEY, failures INTEGER NOT NULL, blocked_until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS letters (key TEXT PRIMARY KEY, letter TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `);
  }

  async post(letter: Letter): Promise<void> {
    const insert = "INSERT OR IGNORE INTO letters (key, letter) VALUES (?, ?)";
    this.ctx.storage.sql.exec(insert, letter.key, JSON.stringify(letter));
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
