import type { Stack } from "@cf-auth/local/stack";

/** Rows per statement; workerd ends statements that take too long. */
const BATCH_SIZE = 20_000;

export interface Size {
  readonly tenants: number;
  /** Total. One tenant has a tenth of them; the others share the rest equally. */
  readonly users: number;
}

/** Rows that one tenant has, whatever the size. */
const EVENTS_A_USER = 1;
const TRIES = 5;

/** Fills a database with tenants and users in the service's format, `largest` with a tenth of all users. */
export async function fill(db: Stack["database"], { tenants, users }: Size, largest: string): Promise<void> {
  const at = Date.now();
  await rows(db, tenants, (from, to) => [
    `INSERT OR IGNORE INTO tenants (id, slug, name, name_key, created_at)
     SELECT 'ten_' || printf('%026d', n), 'tenant-' || n, 'Tenant ' || n, 'tenant ' || n, ${at} ${numbers(from, to)}`,
  ]);
  const own = Math.floor(users / 10);
  await rows(db, users, (from, to) => [
    `INSERT OR IGNORE INTO users (id, tenant_id, email, email_key, name, name_key, created_at)
     SELECT 'usr_' || printf('%026d', n),
       CASE WHEN n <= ${own} THEN '${largest}' ELSE 'ten_' || printf('%026d', 1 + n % ${tenants}) END,
       'person-' || n || '@example.com', 'person-' || n || '@example.com', 'Person ' || n, 'person ' || n, ${at}
     ${numbers(from, to)}`,
  ]);
  await rows(db, own * EVENTS_A_USER, (from, to) => [
    `INSERT OR IGNORE INTO audit_events (id, tenant_id, event, actor, outcome, ip, request_id, at)
     SELECT 'evt_' || printf('%026d', n), '${largest}', 'auth.login', 'usr_' || printf('%026d', n), 'ok',
       '192.0.2.1', 'req_' || n, ${at} ${numbers(from, to)}`,
    `INSERT OR IGNORE INTO api_keys (id, tenant_id, kind, mode, name, hash, hint, created_by, created_at)
     SELECT 'key_' || printf('%026d', n), '${largest}', 'publishable', 'live', 'Key ' || n, 'hash ' || n, 'hint',
       'usr_x', ${at} ${numbers(from, Math.min(to, own / 10))}`,
  ]);
}

function numbers(from: number, to: number): string {
  return `FROM (WITH RECURSIVE counted(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM counted WHERE n < ${to})
    SELECT n FROM counted WHERE n <= ${to})`;
}

async function rows(db: Stack["database"], count: number, statements: (from: number, to: number) => string[]) {
  for (let from = 1; from <= count; from += BATCH_SIZE) {
    const to = Math.min(from + BATCH_SIZE - 1, count);
    for (const statement of statements(from, to)) await patiently(() => db.prepare(statement).run());
    process.stderr.write(`filling: ${to.toLocaleString("en")} of ${count.toLocaleString("en")}\n`);
  }
}

/** Retries when a reused connection was closed. Rows that exist are kept. */
async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let left = TRIES; ; left--) {
    try {
      await work();
      return;
    } catch (error) {
      if (left === 1) throw error;
    }
  }
}
