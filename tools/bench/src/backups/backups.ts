import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as sdk from "@cf-auth/client";
import { createClient } from "@cf-auth/client";
import { signInPlatformAdmin } from "@cf-auth/local/admin";
import { downloadBackup } from "@cf-auth/local/drill/backup-copy";
import { ensureSecrets, SECRETS_FILE } from "@cf-auth/local/secrets";
import type { Stack } from "@cf-auth/local/stack";
import { fill } from "../directory/fill.ts";
import { makeDatasetApart } from "../engine/work.ts";
import { type Result, result } from "../result.ts";
import { during, newTenants, withState } from "../server/server.ts";
import { Tenant } from "../server/tenant.ts";

const USERS = 10_000;
const TUPLES = 100_000;
const PAGE = 1000;
const SLUG = "large";

/**
 * A backup and a restore of one tenant with 10,000 users and 100,000 tuples: rows a second, beside those of D1 alone,
 * read page by page and inserted in the same statements without encryption, comparison and Durable Objects.
 */
export async function benchBackups(): Promise<Result[]> {
  return await withState(async (state) => {
    const dataset = await makeDatasetApart(TUPLES, state);
    const made = await during(state, async (stack) => {
      const [key = ""] = await newTenants(stack, [SLUG]);
      const tenant = new Tenant(stack.url, key);
      await tenant.client.authz.model.put({ model: dataset.model });
      await tenant.upload(dataset);
      await tenant.reload();
      const { id } = await tenant.client.tenants.get();
      await fill(stack.database, { tenants: 1, users: USERS * 10 }, id);
      return await backUp(stack, id);
    });
    const restored = await withState(async (fresh) => {
      writeFileSync(join(fresh, SECRETS_FILE), JSON.stringify({ ...ensureSecrets(fresh), BACKUP_KEY: made.backupKey }));
      return await during(fresh, async (stack) => await restore(stack, made));
    });
    return [
      result({
        name: "backup of a tenant, its rows",
        value: made.rows / made.seconds,
        unit: "rows/s",
        baseline: made.plainRate,
      }),
      result({
        name: "restore of a tenant, its rows",
        value: restored.rate,
        unit: "rows/s",
        baseline: restored.plainRate,
      }),
    ];
  });
}

async function signIn({ url, secrets }: Stack) {
  const credentials = { email: "bench@example.com", password: secrets.ADMIN_PASSWORD };
  const token = await signInPlatformAdmin(sdk, url, credentials);
  return createClient({ url, token });
}

async function backUp(stack: Stack, tenantId: string) {
  const admin = await signIn(stack);
  const begun = performance.now();
  const { id } = await admin.backups.create({ tenant: SLUG });
  let backup = await admin.backups.get({ tenant: SLUG, id });
  for (; backup.status === "running"; backup = await admin.backups.get({ tenant: SLUG, id })) await wait(20);
  const seconds = (performance.now() - begun) / 1000;
  const plainBegun = performance.now();
  const users: unknown[] = [];
  for (let after = ""; ; ) {
    const query = `SELECT * FROM users WHERE tenant_id = ? AND id > ? ORDER BY id LIMIT ${PAGE}`;
    const { results } = await stack.database.prepare(query).bind(tenantId, after).all<{ id: string }>();
    users.push(...results);
    if (results.length < PAGE) break;
    after = results.at(-1)?.id ?? "";
  }
  const plainRate = users.length / ((performance.now() - plainBegun) / 1000);
  const copy = await downloadBackup(admin, SLUG);
  return { rows: backup.rowCount, seconds, plainRate, copy, users, backupKey: stack.secrets.BACKUP_KEY };
}

/** Restores the backup into a stack that has its key and nothing else. */
async function restore(stack: Stack, { copy, users, rows }: Awaited<ReturnType<typeof backUp>>) {
  for (const [name, bytes] of copy?.files ?? []) await stack.putFile(name, bytes);
  const client = createClient({ url: stack.url });
  const begun = performance.now();
  for (let done = false; !done; ) {
    ({ done } = await client.backups.restoreAll({ secret: stack.secrets.BOOTSTRAP_SECRET }));
  }
  const rate = rows / ((performance.now() - begun) / 1000);
  await stack.database.prepare("DELETE FROM users").run();
  const plainBegun = performance.now();
  for (let at = 0; at < users.length; at += PAGE) await insert(stack, users.slice(at, at + PAGE));
  return { rate, plainRate: users.length / ((performance.now() - plainBegun) / 1000) };
}

async function insert({ database }: Stack, rows: readonly unknown[]): Promise<void> {
  const columns = Object.keys(Object(rows[0]));
  const values = columns.map((column) => `value ->> '${column}'`).join(", ");
  const query = `INSERT INTO users (${columns.join(", ")}) SELECT ${values} FROM json_each(?)`;
  await database.prepare(query).bind(JSON.stringify(rows)).run();
}
