import type { LocalDatabase } from "@cf-auth/local/stack";

/** Rows a statement: workerd ends one that takes too long. */
const AT_ONCE = 20_000;

export interface Size {
  readonly tenants: number;
  /** In all; a tenth of them belong to one tenant, and the rest to the others alike. */
  readonly users: number;
}

/** Rows that one tenant has, whatever the size. */
const EVENTS_A_USER = 1;
const TRIES = 5;

/** Fills a database with tenants and users as the service would have written them, `largest` with a tenth of all users. */
export async function fill(db: LocalDatabase, { tenants, users }: Size, largest: string): Promise<void> {
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

async function rows(db: LocalDatabase, count: number, statements: (from: number, to: number) => string[]) {
  for (let from = 1; from <= count; from += AT_ONCE) {
    const to = Math.min(from + AT_ONCE - 1, count);
    for (const statement of statements(from, to)) await patiently(() => db.prepare(statement).run());
    process.stderr.write(`filling: ${to.toLocaleString("en")} of ${count.toLocaleString("en")}\n`);
  }
}

/** A connection may be closed just as it is used again; what was written then is left as it is. */
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
