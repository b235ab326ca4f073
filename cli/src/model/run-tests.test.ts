import { globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testHome } from "../../test/test-io.ts";

const ROOT = join(import.meta.dirname, "../../..");
const STORES = globSync("tools/conformance/data/stores/*/store.fga.yaml", { cwd: ROOT });

let home: ReturnType<typeof testHome>;
beforeAll(() => {
  home = testHome();
});
afterAll(() => home.remove());

function storeFile(text: string): string {
  const file = join(home.folder, "store.fga.yaml");
  writeFileSync(file, text);
  return file;
}

const STORE = `
model: |
  model
    schema 1.1
  type user
  type repo
    relations
      define write: [user]
tuples:
  - { user: "user:anne", relation: write, object: "repo:api" }
tests:
  - name: writers
    check:
      - { user: "user:anne", object: "repo:api", assertions: { write: true } }
      - { user: "user:bob", object: "repo:api", assertions: { write: true } }
    list_objects:
      - { user: "user:anne", type: repo, assertions: { write: ["repo:api"] } }
    list_users:
      - object: "repo:api"
        user_filter: [{ type: user }]
        assertions: { write: { users: ["user:anne"] } }
`;

it("all of OpenFGA's sample stores pass", async () => {
  expect(STORES.length).toBeGreaterThan(5);
  const result = await home.run(["model", "test", ...STORES.map((file) => join(ROOT, file))]);
  expect(result).toMatchObject({ code: 0, err: "" });
  expect(result.out).toMatch(/^\d+ passed, 0 failed\n$/);
});

it("reports each assertion that fails", async () => {
  const result = await home.run(["model", "test", storeFile(STORE), "--json"]);
  expect(result.code).toBe(1);
  expect(JSON.parse(result.out)).toMatchObject({
    passed: 3,
    failed: 1,
    failures: [{ test: "writers", query: "check user:bob write repo:api", expected: "allowed", actual: "denied" }],
  });
});

it("an error of a query is a failure", async () => {
  const result = await home.run(["model", "test", storeFile(STORE.replace("write: true", "wrote: true"))]);
  expect(result.code).toBe(1);
  expect(result.out).toContain("unknown_relation");
});

it("refuses a file with an unknown field", async () => {
  const result = await home.run(["model", "test", storeFile(STORE.replace("list_users", "list_user"))]);
  expect(result).toMatchObject({ code: 2, out: "" });
  expect(result.err).toContain('"list_user"');
});

it("refuses an invalid model", async () => {
  const result = await home.run(["model", "test", storeFile(STORE.replace("write: [user]", "write: [person]"))]);
  expect(result).toMatchObject({ code: 1, out: "" });
  expect(result.err).toContain("type person is not defined");
});
