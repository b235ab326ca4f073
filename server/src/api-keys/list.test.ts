import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createWorld, type World } from "../../test/world.ts";
import { openDatabase } from "../ports/database.ts";
import { OWN_KINDS } from "./api-key.ts";
import { ApiKeyStore, type KeysOf } from "./store.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("apiKeys.list", () => {
  it("filters by kind, status, name and last characters", async () => {
    const { apiKeys } = world.acme.client;
    const live = await apiKeys.create.mutate({ kind: "restricted", name: "Filtered One", scopes: ["authz.check"] });
    const revoked = await apiKeys.create.mutate({ kind: "secret", name: "filtered two" });
    await apiKeys.revoke.mutate({ id: revoked.apiKey.id });
    const rotated = await apiKeys.create.mutate({ kind: "secret", name: "filtered 100%_" });
    const next = await apiKeys.rotate.mutate({ id: rotated.apiKey.id, overlapSeconds: 0 });
    const ids = async (filter: object) =>
      (await apiKeys.list.query({ search: "FILTERED", ...filter })).items.map(({ id }) => id);
    const [a, b, c, d] = [live, revoked, rotated, next].map(({ apiKey }) => apiKey.id);
    expect(await ids({})).toEqual([a, b, c, d]);
    expect(await ids({ status: "active" })).toEqual([a, d]);
    expect(await ids({ status: "ended" })).toEqual([b, c]);
    expect(await ids({ kinds: ["restricted"] })).toEqual([a]);
    expect(await ids({ kinds: ["restricted", "secret"], status: "active" })).toEqual([a, d]);
    expect(await ids({ kinds: [] })).toEqual([]);
    expect(await ids({ search: "100%_" })).toEqual([c, d]);
    expect(await ids({ search: live.apiKey.hint })).toContain(a);
    expect(await ids({ search: "globex" })).toEqual([]);
  });
});

describe("a page of keys is read from its own index, however many keys of other kinds exist", () => {
  /** SQLite's query plan for the statement that the store sends. */
  async function planOf(of: KeysOf): Promise<string> {
    const statements: { query: string; values: unknown[] }[] = [];
    const prepare = (query: string) => ({
      bind: (...values: unknown[]) => {
        statements.push({ query, values });
        return env.DB.prepare(query).bind(...values);
      },
    });
    // drizzle uses only this part of the binding to read.
    const store = new ApiKeyStore(openDatabase({ prepare } as unknown as D1Database));
    const filter = { state: "active", search: "x", after: "key_0", limit: 10, now: new Date() } as const;
    await store.list(world.acme.tenant.id, of, filter);
    const [{ query, values } = { query: "", values: [] }] = statements;
    const plan = env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`).bind(...values);
    return (await plan.all<{ detail: string }>()).results.map(({ detail }) => detail).join("; ");
  }

  it.each<[string, KeysOf, RegExp]>([
    ["the tenant's own", { kinds: OWN_KINDS }, /^SEARCH api_keys USING INDEX api_keys_own \(tenant_id=\? AND id>\?\)$/],
    ["some kinds", { kinds: ["secret"] }, /^SEARCH api_keys USING INDEX api_keys_own \(tenant_id=\? AND id>\?\)$/],
    [
      "one customer's",
      { owner: "cus_1" },
      /^SEARCH api_keys USING INDEX api_keys_owner \(tenant_id=\? AND owner_id=\? AND id>\?\)$/,
    ],
    ["all customers'", { owner: undefined }, /^SEARCH api_keys USING INDEX api_keys_\w+ \(tenant_id=\? AND id>\?\)$/],
  ])("%s", async (_, of, expected) => {
    expect(await planOf(of)).toMatch(expected);
  });
});
