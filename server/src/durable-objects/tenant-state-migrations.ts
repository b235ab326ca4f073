import type { ObjectMigration } from "./object-migrations.ts";

/** Schema of `TenantState`. The first migration also adopts objects that have these tables without a version. */
export const TENANT_STATE_MIGRATIONS: readonly ObjectMigration[] = [
  {
    name: "0001_initial",
    release: "0.1.0",
    sql: `
      -- Attempts. account is empty in the row of an IP address, and address in that of an account.
      CREATE TABLE IF NOT EXISTS attempt_counters (
        kind TEXT NOT NULL, account TEXT NOT NULL, address TEXT NOT NULL,
        failures INTEGER NOT NULL, blocked_until INTEGER NOT NULL, forget_at INTEGER, succeeded_at INTEGER,
        PRIMARY KEY (kind, account, address)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS attempt_counters_forget ON attempt_counters (forget_at);
      CREATE INDEX IF NOT EXISTS attempt_counters_home ON attempt_counters (kind, address, succeeded_at)
        WHERE succeeded_at IS NOT NULL;
      CREATE TABLE IF NOT EXISTS met_challenges (id TEXT PRIMARY KEY, forget_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS met_challenges_forget ON met_challenges (forget_at);

      -- Uses of API keys.
      CREATE TABLE IF NOT EXISTS key_windows (
        key TEXT NOT NULL, per_seconds INTEGER NOT NULL, started_at INTEGER NOT NULL, count INTEGER NOT NULL,
        forget_at INTEGER NOT NULL, PRIMARY KEY (key, per_seconds)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS key_windows_forget ON key_windows (forget_at);
      CREATE TABLE IF NOT EXISTS key_quotas (
        key TEXT PRIMARY KEY, serial INTEGER NOT NULL, remaining INTEGER NOT NULL, at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Idempotency. bytes is in the index, so that a partition is counted without reading its results.
      CREATE TABLE IF NOT EXISTS calls (
        id TEXT PRIMARY KEY, request_id TEXT NOT NULL, shelf TEXT NOT NULL, begun_at INTEGER NOT NULL,
        bytes INTEGER NOT NULL, fingerprint TEXT NOT NULL, ended TEXT, answer TEXT
      ) STRICT;
      CREATE INDEX IF NOT EXISTS calls_shelf ON calls (shelf, begun_at, bytes);

      -- Revocations. The version begins with the time, so that an object that lost its data never repeats one.
      CREATE TABLE IF NOT EXISTS revoked (
        id TEXT PRIMARY KEY, reason TEXT NOT NULL, until INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS tenant_state (
        one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, revoked_before INTEGER NOT NULL, reason TEXT
      ) STRICT;
      INSERT OR IGNORE INTO tenant_state (one, version, revoked_before, reason)
        VALUES (1, CAST(unixepoch('subsec') * 1000 AS INTEGER), -1, NULL);

      -- Usage. A delivery writes the row of its hour and isolate. unreported has the days of failed roll-ups to D1.
      CREATE TABLE IF NOT EXISTS usage_hours (
        hour TEXT NOT NULL, source TEXT NOT NULL, serial INTEGER NOT NULL, totals TEXT NOT NULL,
        PRIMARY KEY (hour, source)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS usage_users (
        day TEXT NOT NULL, user TEXT NOT NULL, PRIMARY KEY (day, user)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS usage_unreported (day TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

      -- Events and their tickets.
      CREATE TABLE IF NOT EXISTS events (
        seq INTEGER PRIMARY KEY, sealed_at INTEGER NOT NULL, event TEXT NOT NULL, body TEXT NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS event_tickets (
        hash TEXT PRIMARY KEY, ids TEXT NOT NULL, until INTEGER NOT NULL, after INTEGER NOT NULL, event TEXT,
        expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- Connections. told is 0 while the object of the connection hasn't been notified of its end.
      CREATE TABLE IF NOT EXISTS connections (
        id TEXT NOT NULL, tenant TEXT NOT NULL, stream TEXT NOT NULL,
        until INTEGER NOT NULL, told INTEGER NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (id, tenant, stream)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS connections_due ON connections (due);

      -- Seals of the audit log.
      CREATE TABLE IF NOT EXISTS audit_links (
        seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL, hash TEXT NOT NULL, place INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS audit_archives (
        last INTEGER PRIMARY KEY, hash TEXT NOT NULL, place INTEGER NOT NULL, file TEXT NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS audit_expected (
        one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL, serial INTEGER NOT NULL
      ) STRICT;

      -- Alerts. due is null once the alert is in the audit log: the row stays, so that it isn't raised again.
      CREATE TABLE IF NOT EXISTS alerts (
        reason TEXT PRIMARY KEY, event TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, due INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS alerts_due ON alerts (due) WHERE due IS NOT NULL;

      -- Emails: the queue, and the mailbox of test tenants.
      CREATE TABLE IF NOT EXISTS outbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, recipient TEXT NOT NULL,
        sealed TEXT, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, doubts INTEGER NOT NULL DEFAULT 0,
        error TEXT, posted_at INTEGER NOT NULL, due_at INTEGER, finished_at INTEGER, user_id TEXT
      ) STRICT;
      CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX IF NOT EXISTS outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;
      CREATE INDEX IF NOT EXISTS outbox_user ON outbox (user_id, number) WHERE user_id IS NOT NULL;
      CREATE TABLE IF NOT EXISTS mailbox (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, recipient TEXT NOT NULL,
        letter TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    name: "0002_backups",
    release: "0.1.0",
    sql: `
      -- The backup under way.
      CREATE TABLE IF NOT EXISTS backup_state (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `,
  },
  {
    name: "0003_webhooks",
    release: "0.1.0",
    sql: `
      -- Deliveries to webhooks. due_at is null while an earlier delivery of the same object is unfinished.
      CREATE TABLE IF NOT EXISTS webhook_deliveries (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE, webhook TEXT NOT NULL, event_id TEXT NOT NULL, seq INTEGER NOT NULL, event TEXT NOT NULL,
        object TEXT NOT NULL, body TEXT, status TEXT NOT NULL, attempts TEXT NOT NULL, created_at INTEGER NOT NULL,
        due_at INTEGER, finished_at INTEGER
      ) STRICT;
      CREATE INDEX IF NOT EXISTS webhook_deliveries_due ON webhook_deliveries (webhook, due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX IF NOT EXISTS webhook_deliveries_due_at ON webhook_deliveries (due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX IF NOT EXISTS webhook_deliveries_object ON webhook_deliveries (webhook, object, number)
        WHERE finished_at IS NULL;
      CREATE INDEX IF NOT EXISTS webhook_deliveries_event ON webhook_deliveries (webhook, event_id) WHERE finished_at IS NULL;
      CREATE INDEX IF NOT EXISTS webhook_deliveries_finished ON webhook_deliveries (finished_at)
        WHERE finished_at IS NOT NULL;
      CREATE INDEX IF NOT EXISTS webhook_deliveries_webhook ON webhook_deliveries (webhook, number);
      -- Webhooks at which no attempt has succeeded, and since when.
      CREATE TABLE IF NOT EXISTS webhook_failures (
        webhook TEXT PRIMARY KEY, since INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      -- Webhooks with too many unfinished deliveries, to be disabled.
      CREATE TABLE IF NOT EXISTS webhook_overflows (
        webhook TEXT PRIMARY KEY, due_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
];
