import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { signInAdmin } from "../../test/world.ts";

type Admin = Awaited<ReturnType<typeof signInAdmin>>["admin"];
let admin: Admin;
const TENANTS = [
  ["north", "Alpha Works"],
  ["alpha", "Beta Works"],
  ["alps", "ÄPFEL & Co"],
  ["south", "alphabet"],
  ["west", "Zeta 100%"],
  ["alpha-2", "Alpha Two"],
] as const;

beforeAll(async () => {
  ({ admin } = await signInAdmin());
  for (const [slug, name] of TENANTS) await admin.tenants.create.mutate({ slug, name });
});

const slugs = async (query: Parameters<Admin["tenants"]["list"]["query"]>[0]) =>
  (await admin.tenants.list.query(query)).items.map((tenant) => tenant.slug);

describe("searching tenants", () => {
  it("finds tenants by a prefix of the name, then of the slug, each once and case-insensitively", async () => {
    expect(await slugs({ search: "ALPH" })).toEqual(["alpha-2", "north", "south", "alpha"]);
    expect(await slugs({ search: "äpf" })).toEqual(["alps"]);
    expect(await slugs({ search: "zeta 100%" })).toEqual(["west"]);
    expect(await slugs({ search: "%" })).toEqual([]);
    expect(await slugs({ search: "works" })).toEqual([]);
  });

  it.each([1, 2, 3, 5])("returns the same results in pages of %i", async (limit) => {
    const found: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await admin.tenants.list.query({ search: "al", limit, cursor });
      found.push(...page.items.map((tenant) => tenant.slug));
      expect(page.items.length).toBeLessThanOrEqual(limit);
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(found).toEqual(["alpha-2", "north", "south", "alpha", "alps"]);
  });

  it("combines with filters, and refuses an invalid cursor", async () => {
    const parentId = (await admin.tenants.list.query({ search: "west" })).items[0]?.id ?? "";
    await admin.tenants.create.mutate({ slug: "west-1", name: "Alpha West", parentId, environment: "test" });
    expect(await slugs({ search: "al", parentId })).toEqual(["west-1"]);
    expect(await slugs({ parentId })).toEqual(["west-1"]);
    expect(await slugs({ environment: "test" })).toEqual(["west-1"]);
    expect(await slugs({ status: "suspended" })).toEqual([]);
    const bad = admin.tenants.list.query({ search: "al", cursor: "bm9wZQ" });
    expect(await errorOf(bad)).toMatchObject({ code: "invalid_input" });
  });
});
