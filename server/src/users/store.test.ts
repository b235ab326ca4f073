import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { countedIsolate } from "../../test/work.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const LIMIT = 7;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
/** Creates a tenant with this many users. */
async function populated(count: number) {
  const tenant = await createTenant(world.admin, `people-${++tenants}`);
  const { users } = tenant.client;
  for (let i = 0; i < count; i++)
    await users.create.mutate({ email: `user-${i}@example.com`, emailVerified: i % 3 === 0 });
  return { ...tenant, users };
}
type Users = Awaited<ReturnType<typeof populated>>["users"];

/** Reads all pages of a list, and runs `between` after each page but the last. */
async function pages(
  list: (cursor: string | undefined) => ReturnType<Users["list"]["query"]>,
  between = async () => {},
) {
  const emails: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list(cursor);
    expect(page.items.length).toBeLessThanOrEqual(LIMIT);
    emails.push(...page.items.map(({ email }) => email));
    cursor = page.nextCursor;
    if (cursor !== null) await between();
  }
  return emails;
}

describe("users.list", () => {
  it("returns each user once, newest first, while others are created", async () => {
    const { users } = await populated(30);
    let more = 0;
    const listed = await pages(
      (cursor) => users.list.query({ limit: LIMIT, ...(cursor && { cursor }) }),
      async () => void (await users.create.mutate({ email: `late-${more++}@example.com` })),
    );
    expect(more).toBeGreaterThan(3);
    const first = listed.filter((email) => email.startsWith("user-"));
    expect(new Set(listed).size).toBe(listed.length);
    expect([...first].sort()).toEqual(Array.from({ length: 30 }, (_, i) => `user-${i}@example.com`).sort());
    const all = (await users.list.query({ limit: 1000 })).items.map(({ createdAt }) => createdAt.getTime());
    expect([...all].sort((a, b) => b - a)).toEqual(all);
  });

  it("filters by status and by verified email", async () => {
    const { users } = await populated(9);
    const all = (await users.list.query({})).items;
    for (const { id } of all.slice(0, 2)) await users.ban.mutate({ id });
    const emails = async (filter: Parameters<typeof users.list.query>[0]) =>
      (await users.list.query(filter)).items.map(({ email }) => email);
    expect(await emails({ status: "banned" })).toEqual(["user-8@example.com", "user-7@example.com"]);
    expect(await emails({ status: "active" })).toHaveLength(7);
    expect(await emails({ emailVerified: true })).toEqual([
      "user-6@example.com",
      "user-3@example.com",
      "user-0@example.com",
    ]);
    expect(await emails({ emailVerified: false, status: "banned" })).toHaveLength(2);
    expect(await emails({ emailVerified: true, status: "banned" })).toEqual([]);
  });

  it.each(["x", "bnVsbA", "W10"])("refuses %s as a cursor", async (cursor) => {
    expect(await errorOf(world.acme.client.users.list.query({ cursor }))).toMatchObject({ code: "invalid_input" });
    const search = world.acme.client.users.search.query({ by: "email", prefix: "a", cursor });
    expect(await errorOf(search)).toMatchObject({ code: "invalid_input" });
  });
});

describe("users.search", () => {
  it("finds users by prefix of email in any case, by pages, while others are created", async () => {
    const { users } = await populated(24);
    await users.create.mutate({ email: "other@example.com" });
    let more = 0;
    const listed = await pages(
      (cursor) => users.search.query({ by: "email", prefix: "USER-", limit: LIMIT, ...(cursor && { cursor }) }),
      async () => void (await users.create.mutate({ email: `user-1${more++}-late@example.com` })),
    );
    expect(more).toBeGreaterThan(2);
    expect(new Set(listed).size).toBe(listed.length);
    const expected = Array.from({ length: 24 }, (_, i) => `user-${i}@example.com`);
    expect(listed.filter((email) => !email.includes("late"))).toEqual([...expected].sort());
  });

  it("finds users by prefix of name, several with one name by pages", async () => {
    const { users } = await populated(0);
    for (let i = 0; i < 10; i++) await users.create.mutate({ email: `anne-${i}@example.com`, name: "Änne Meier" });
    await users.create.mutate({ email: "bert@example.com", name: "Bert Änne" });
    await users.create.mutate({ email: "nobody@example.com" });
    const listed = await pages((cursor) =>
      users.search.query({ by: "name", prefix: "ÄNNE", limit: 4, ...(cursor && { cursor }) }),
    );
    expect([...listed].sort()).toEqual(Array.from({ length: 10 }, (_, i) => `anne-${i}@example.com`));
  });

  it("finds any text literally, also beyond the 50 bytes of a LIKE pattern", async () => {
    const { users } = await populated(0);
    const long = `${"very-long-".repeat(6)}a`;
    for (const [i, name] of [long, "100%", "100x", "under_score", "underXscore", "o'hara", "a*b"].entries()) {
      await users.create.mutate({ email: `text-${i}@example.com`, name });
    }
    const found = async (prefix: string) =>
      (await users.search.query({ by: "name", prefix })).items.map(({ name }) => name);
    expect(await found(long)).toEqual([long]);
    expect(await found("100%")).toEqual(["100%"]);
    expect(await found("under_")).toEqual(["under_score"]);
    expect(await found("o'h")).toEqual(["o'hara"]);
    expect(await found("a*")).toEqual(["a*b"]);
    expect(await found("%")).toEqual([]);
    const email = `${"very-long.".repeat(6)}a@example.com`;
    await users.create.mutate({ email });
    const [user] = (await users.search.query({ by: "email", prefix: email.slice(0, -3) })).items;
    expect(user?.email).toBe(email);
  });

  it("finds the same users as a comparison of each name", async () => {
    const { users } = await populated(0);
    const character = fc.constantFrom("a", "A", "ä", "b", "%", "_", "é", "\u{1F98A}", "\uffff", "z");
    const names = fc.sample(fc.string({ unit: character, minLength: 1, maxLength: 4 }), { numRuns: 60, seed: 5 });
    for (const [i, name] of names.entries()) await users.create.mutate({ email: `n-${i}@example.com`, name });
    const key = (text: string) => text.normalize("NFKC").toLowerCase();
    const prefixes = fc.string({ unit: character, minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(prefixes, async (prefix) => {
        const { items } = await users.search.query({ by: "name", prefix, limit: 1000 });
        const expected = names.filter((name) => key(name).startsWith(key(prefix)));
        expect(items.map(({ name }) => name).sort()).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, (users: Users) => Promise<unknown>]>([
    ["the list", async (users) => await users.list.query({})],
    ["the list by status", async (users) => await users.list.query({ status: "banned" })],
    ["the list of unverified users", async (users) => await users.list.query({ emailVerified: false })],
    ["the search by email", async (users) => await users.search.query({ by: "email", prefix: "a" })],
    ["the search by name", async (users) => await users.search.query({ by: "name", prefix: "a" })],
  ])("reads in the order of an index: %s", async (_, read) => {
    const { clientFor, workOf } = countedIsolate();
    const { users } = clientFor({ key: world.acme.secretKey });
    const { work } = await workOf(async () => await read(users));
    const query = work.statements.find((text) => /from "users"/.test(text)) ?? "";
    const values = Array.from(query.matchAll(/\?/g), () => null);
    const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`)
      .bind(...values)
      .all<{ detail: string }>();
    const steps = plan.results.map(({ detail }) => detail).join("\n");
    expect(steps).toMatch(/SEARCH users USING INDEX users_tenant_/);
    expect(steps).not.toMatch(/USE TEMP B-TREE FOR ORDER BY/);
  });
});
