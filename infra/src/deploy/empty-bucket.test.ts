import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Api, ResultPage, serveApi } from "../../test/cloud/requests.ts";
import { emptyBucket } from "./empty-bucket.ts";

const ACCOUNT = "a".repeat(32);
const PREFIX = `/accounts/${ACCOUNT}/r2/buckets/cf-auth-files-pr-12/objects`;

let api: Api;
let keys: string[];
beforeEach(async () => {
  keys = ["exports/a.sql.gz", "tenants/ten_1/graph.csv", "tenants/ten_1/a name/with spaces?.bin"];
  api = await serveApi("token", {
    // Two per page, to test R2's paging.
    [`GET ${PREFIX}`]: ({ query }) => {
      const from = Number(query.get("cursor") ?? 0);
      const cursor = from + 2 < keys.length ? String(from + 2) : "";
      return new ResultPage(
        keys.slice(from, from + 2).map((key) => ({ key })),
        { cursor },
      );
    },
    [`DELETE ${PREFIX}/:key*`]: (_, key = "") => {
      keys = keys.filter((each) => each !== key);
      return { key };
    },
  });
  vi.stubEnv("CLOUDFLARE_API_TOKEN", "token");
  vi.stubEnv("CLOUDFLARE_ACCOUNT_ID", ACCOUNT);
  vi.stubEnv("CLOUDFLARE_BASE_URL", api.url);
  vi.stubEnv("BUCKET", "cf-auth-files-pr-12");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await api.stop();
});

it("removes all objects of a pull request's bucket, page by page", async () => {
  expect(await emptyBucket()).toEqual({ removed: 3 });
  expect(keys).toEqual([]);
  expect(api.unexpectedRequests).toEqual([]);
  expect(await emptyBucket()).toEqual({ removed: 0 });
});

it.each(["cf-auth-files-production", "cf-auth-files-pr-12-kept", "cf-auth-files-staging"])(
  "leaves %s untouched",
  async (name) => {
    vi.stubEnv("BUCKET", name);
    await expect(emptyBucket()).rejects.toThrow("isn't the bucket of a pull request. Nothing was removed");
    expect(api.log).toEqual([]);
  },
);

it("reports missing variables before its first request", async () => {
  vi.stubEnv("CLOUDFLARE_API_TOKEN", "");
  vi.stubEnv("BUCKET", "");
  await expect(emptyBucket()).rejects.toThrow("CLOUDFLARE_API_TOKEN and BUCKET are missing. `pulumi up` sets them");
});
