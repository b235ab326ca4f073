import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fakeService, testHome } from "../../test/test-io.ts";

let home: ReturnType<typeof testHome>;
beforeEach(() => {
  home = testHome();
});
afterEach(() => home.remove());

const URL_A = "https://a.example.com";
const tenant = { id: "ten_1", slug: "acme" };
const KEY = "sk_live_abc_1";

async function storeKey(profile?: string): Promise<void> {
  const args = ["login", "--url", URL_A, "--key-stdin", ...(profile === undefined ? [] : ["--profile", profile])];
  const result = await home.run(args, { stdin: `${KEY}\n`, fetch: fakeService(tenant).fetch });
  expect(result).toMatchObject({ code: 0, out: "" });
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

it("only the owner can read the file and its folder", async () => {
  await storeKey();
  expect([modeOf(home.config), modeOf(dirname(home.config))]).toEqual(["600", "700"]);
});

it("refuses a file that others can read", async () => {
  await storeKey();
  chmodSync(home.config, 0o640);
  const service = fakeService();
  const result = await home.run(["tenants", "list"], { fetch: service.fetch });
  expect(result).toMatchObject({ code: 1 });
  expect(result.err).toContain("chmod 600");
  expect(service.calls).toEqual([]);
});

it("refuses a file that isn't one of profiles", async () => {
  mkdirSync(dirname(home.config));
  writeFileSync(home.config, "[]", { mode: 0o600 });
  expect((await home.run(["tenants", "list"])).err).toContain("config_invalid");
});

it("chooses a profile by option, or else by the environment", async () => {
  await storeKey("staging");
  const { fetch, calls } = fakeService();
  expect(await home.run(["tenants", "list"], { fetch })).toMatchObject({ code: 2 });
  expect(await home.run(["tenants", "list", "--profile", "staging"], { fetch })).toMatchObject({ code: 0 });
  const env = { CF_AUTH_PROFILE: "staging" };
  expect(await home.run(["tenants", "list"], { fetch, env })).toMatchObject({ code: 0 });
  expect(calls.map(({ headers }) => headers.get("x-api-key"))).toEqual([KEY, KEY]);
});

it("the environment replaces the profile's values", async () => {
  await storeKey();
  const { fetch, calls } = fakeService();
  await home.run(["tenants", "list"], { fetch, env: { CF_AUTH_KEY: "sk_live_other", CF_AUTH_TENANT: "umbrella" } });
  expect(calls[0]?.headers.get("x-api-key")).toBe("sk_live_other");
  expect(calls[0]?.headers.get("x-tenant-id")).toBe("umbrella");
});

it("sends the profile's key to no other service", async () => {
  await storeKey();
  const { fetch, calls } = fakeService();
  expect(await home.run(["tenants", "list", "--url", "https://b.example.com"], { fetch })).toMatchObject({ code: 3 });
  expect(calls).toEqual([]);
});

it("a sign-out removes the profile, and leaves others", async () => {
  await storeKey();
  await storeKey("staging");
  expect(await home.run(["logout"])).toMatchObject({ code: 0 });
  expect(Object.keys(JSON.parse(readFileSync(home.config, "utf8")).profiles)).toEqual(["staging"]);
});
