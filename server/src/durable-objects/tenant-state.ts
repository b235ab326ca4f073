import { DurableObject } from "cloudflare:workers";
import { type AttemptCounter, type AttemptState, nextAttempt } from "../auth/attempts.ts";

/** One tenant's exact counters; the object's name is the tenant's id. */
export class TenantState extends DurableObject<Env> implements AttemptCounter {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(`
      CREATE TABLE IF NOT EXISTS attempts (
        account TEXT PRIMARY KEY, failures INTEGER NOT NULL, blocked_until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
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

  async clearAttempts(account: string): Promise<void> {
    this.ctx.storage.sql.exec("DELETE FROM attempts WHERE account = ?", account);
  }

  private state(account: string): AttemptState | undefined {
    const query = "SELECT failures, blocked_until AS blockedUntil FROM attempts WHERE account = ?";
    return this.ctx.storage.sql.exec<{ failures: number; blockedUntil: number }>(query, account).toArray()[0];
  }
}
