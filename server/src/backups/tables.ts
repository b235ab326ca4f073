/** The storage of a table: D1, or one of the tenant's two Durable Objects. */
export type TableSource = "database" | "state" | "graph";

/** A table in backups. A backup has a tenant's rows of all of them, in this order. */
export interface BackedUpTable {
  readonly source: TableSource;
  readonly name: string;
  /** Columns that identify and order a tenant's rows. `rowid` is backed up and restored as a column. */
  readonly key: readonly string[];
  /** SQL condition of the tenant's rows in D1. `?1` is the tenant's id. Default: the column `tenant_id`. */
  readonly where?: string;
  /** Columns that are derived from others, or that the restored deployment decides. */
  readonly omitted?: readonly string[];
  /**
   * Whether calls of others change it at any time, such as usage or a shared plan, so that a restore doesn't compare
   * it.
   */
  readonly isCounted?: true;
  /** Rows of one page, if they are large. */
  readonly pageSize?: number;
  /** The column that refers to a user, who may have been created after the backup began. */
  readonly userColumn?: string;
}

/** Days since the tenant's creation, because usage is ordered by day and not by tenant. */
const DAYS = `WITH RECURSIVE days(day) AS (
  SELECT date(created_at / 1000, 'unixepoch') FROM tenants WHERE id = ?1
  UNION ALL SELECT date(day, '+1 day') FROM days WHERE day <= date('now')
) SELECT day FROM days`;

export const BACKED_UP_TABLES: readonly BackedUpTable[] = [
  {
    source: "database",
    name: "plans",
    key: ["slug"],
    // The platform's own backup has all plans. Other tenants' backups have one as it was then.
    isCounted: true,
    where:
      "slug = (SELECT plan FROM tenants WHERE id = ?1) OR EXISTS (SELECT 1 FROM tenants WHERE id = ?1 AND slug = 'platform')",
  },
  {
    source: "database",
    name: "tenants",
    key: ["id"],
    where: "id = ?1",
    omitted: ["user_count", "pending_since", "backed_up_at"],
  },
  { source: "database", name: "users", key: ["id"] },
  { source: "database", name: "accounts", key: ["issuer", "subject"], userColumn: "user_id" },
  { source: "database", name: "totp_factors", key: ["user_id"], userColumn: "user_id" },
  { source: "database", name: "passkeys", key: ["id"], userColumn: "user_id" },
  { source: "database", name: "backup_codes", key: ["user_id", "hash"], userColumn: "user_id" },
  { source: "database", name: "identity_providers", key: ["id"] },
  { source: "database", name: "email_domains", key: ["domain"] },
  {
    source: "database",
    name: "webhooks",
    key: ["id"],
    // Restored webhooks are disabled: they may have been deleted since the backup.
    omitted: ["enabled", "disabled_reason", "disabled_at", "notified_at"],
  },
  { source: "database", name: "api_keys", key: ["id"] },
  { source: "database", name: "signing_keys", key: ["kid"] },
  { source: "database", name: "mail_templates", key: ["kind"] },
  { source: "database", name: "model_versions", key: ["version"] },
  {
    source: "database",
    name: "usage_metrics",
    key: ["day"],
    where: `tenant_id = ?1 AND day IN (${DAYS})`,
    isCounted: true,
  },
  {
    source: "database",
    name: "platform_admins",
    key: ["user_id"],
    where: "user_id IN (SELECT id FROM users WHERE tenant_id = ?1)",
    userColumn: "user_id",
  },
  // The chain of the audit log refers to row ids.
  { source: "database", name: "audit_events", key: ["rowid"] },
  { source: "state", name: "audit_links", key: ["seq"] },
  { source: "state", name: "audit_archives", key: ["last"] },
  { source: "state", name: "attempt_counters", key: ["kind", "account", "address"] },
  { source: "state", name: "key_windows", key: ["key", "per_seconds"] },
  { source: "state", name: "key_quotas", key: ["key"] },
  { source: "state", name: "calls", key: ["id"] },
  { source: "state", name: "usage_hours", key: ["hour", "source"], isCounted: true },
  { source: "state", name: "usage_users", key: ["day", "user"], isCounted: true },
  { source: "state", name: "usage_unreported", key: ["day"], isCounted: true },
  { source: "state", name: "alerts", key: ["reason"] },
  { source: "graph", name: "documents", key: ["key"] },
  { source: "graph", name: "models", key: ["version"] },
  { source: "graph", name: "assertions", key: ["model_version"] },
  { source: "graph", name: "revisions", key: ["revision"] },
  { source: "graph", name: "changes", key: ["revision", "position"] },
  { source: "graph", name: "bases", key: ["revision"] },
  { source: "graph", name: "base_pieces", key: ["revision", "position"], pageSize: 2 },
];

/** How a user signs in: accounts and factors. A user's rows of them are restored together. */
export const CREDENTIAL_TABLES = ["accounts", "totp_factors", "passkeys", "backup_codes"] as const;

/** Tables that no backup has, with the reason. */
export const NOT_BACKED_UP: Readonly<Record<TableSource, Readonly<Record<string, string>>>> = {
  database: {
    sessions: "A restore ends all sessions.",
    sign_in_states: "Sign-ins last for minutes.",
    trusted_devices: "A restore ends the trust, as it ends all sessions.",
    verification_tokens: "Links and codes in emails are for one use, and may have been used since.",
    platform_admin_tenant_permissions: "An index of the platform's graph, from which reconcileGrants makes it.",
    restores: "The record of a restore itself.",
    secret_versions: "A record of the deployment's own secrets.",
    changed_rows: "Changes that the revocation list has within minutes.",
  },
  state: {
    met_challenges: "Challenges last for minutes.",
    revoked: "Tokens end with their sessions.",
    tenant_state: "Made again, so that no isolate takes an old version for the present one.",
    events: "Subscribers read the audit log for what they missed.",
    event_tickets: "Tickets last for a minute.",
    connections: "Connections end with the object.",
    audit_expected: "Set by the next event.",
    outbox: "Queued emails would be sent twice, with links that no longer work.",
    mailbox: "Emails of test tenants.",
    webhook_deliveries: "Deliveries would be sent twice; webhooks.replay sends stored events again.",
    webhook_failures: "Restored webhooks are disabled.",
    webhook_overflows: "Restored webhooks are disabled.",
    backup_state: "The progress of backups.",
  },
  graph: {},
};

/** Documents of a graph that are not backed up: a running import, the index of names, and the progress of backups. */
export const OMITTED_DOCUMENTS: readonly string[] = ["import", "names", "backup-log"];

/** The table of a tenant's `TenantState`. Throws for other names. */
export function stateTable(name: string): BackedUpTable {
  const table = BACKED_UP_TABLES.find((one) => one.source === "state" && one.name === name);
  if (table === undefined) throw new Error(`The tenant's state has no table ${name} that is backed up.`);
  return table;
}
