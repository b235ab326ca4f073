import { readdirSync, readFileSync } from "node:fs";
import { getTableColumns, getTableName, is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { checkMigrations } from "./migration-rules.ts";
import * as schema from "./schema.ts";

const folder = new URL("./migrations/", import.meta.url);
const migrations = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .map((name) => ({ name, sql: readFileSync(new URL(name, folder), "utf8") }));
const tables: SQLiteTable[] = Object.values<unknown>(schema).filter((value) => is(value, SQLiteTable));

describe("migrations", () => {
  it("lose no data without a review, remove nothing in use, and never cascade", () => {
    expect(migrations.length).toBeGreaterThan(0);
    expect(checkMigrations(migrations, { applied: new Set() })).toEqual([]);
  });

  it("create the tables of the schema", () => {
    const created = migrations.flatMap(({ sql }) =>
      [...sql.matchAll(/CREATE TABLE `(\w+)`/g)].map(([, name = ""]) => name.replace(/^__new_/, "")),
    );
    // A rebuilt table is created twice.
    expect([...new Set(created)].sort()).toEqual(tables.map(getTableName).sort());
  });
});

describe("the schema", () => {
  it("has the tables of the original service", () => {
    const homes = {
      tenants: "tenants",
      tenant_users: "users",
      tenant_user_sessions: "sessions",
      api_keys: "api_keys",
      platform_admins: "platform_admins",
      platform_admin_tenant_permissions: "platform_admin_tenant_permissions",
      tenant_data_schemas: "model_versions",
      usage_metrics: "usage_metrics",
      accounts: "accounts",
      sessions: "sessions",
      verification_tokens: "verification_tokens",
    };
    expect(tables.map(getTableName)).toEqual(expect.arrayContaining(Object.values(homes)));
  });

  it("starts every index of tenant rows with the tenant, or with a globally unique column", () => {
    const loose = tables.flatMap((table) => {
      if (!("tenantId" in getTableColumns(table)) || getTableName(table) === "platform_admin_tenant_permissions")
        return [];
      return getTableConfig(table)
        .indexes.filter(({ config }) => {
          const [first] = config.columns;
          const column = first && "name" in first ? first.name : "";
          return !["tenant_id", "hash", "token_hash", "user_id", "expires_at", "day", "id"].includes(column);
        })
        .map(({ config }) => config.name);
    });
    expect(loose).toEqual([]);
  });

  it("keeps emails and external ids unique within a tenant only", () => {
    const unique = getTableConfig(schema.users).indexes.filter(({ config }) => config.unique);
    expect(unique.map(({ config }) => config.columns.map((column) => "name" in column && column.name))).toEqual([
      ["tenant_id", "email_key"],
      ["tenant_id", "external_id"],
    ]);
  });
});
