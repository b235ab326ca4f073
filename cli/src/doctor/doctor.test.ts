import { chmodSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { failingService, fakeService, testHome } from "../../test/test-io.ts";
import { CHECKS } from "./examine.ts";

let home: ReturnType<typeof testHome>;
beforeEach(() => {
  home = testHome();
});
afterEach(() => home.remove());

const URL_A = "https://auth.example.com";
const env = { CF_AUTH_URL: URL_A };

type Answers = Readonly<Record<string, unknown>>;

/** A service that answers `system.health` with its time, and other calls by their path. */
function service(
  answers: Answers,
  aheadMs = 0,
  headers: HeadersInit = {},
  allowsLoopback = false,
): typeof globalThis.fetch {
  return async (target, init) => {
    const path = `${target}`.replace(/^.*\/trpc\//, "");
    const time = new Date(Date.now() + aheadMs).toISOString();
    const health = { status: "ok", version: "v1", time, allowsLoopback };
    const result = path === "system.health" ? health : answers[path];
    if (result === undefined) return await failingService("forbidden", 403)(target, init);
    const meta = path === "system.health" ? { values: { time: ["Date"] } } : undefined;
    return Response.json({ result: { data: { json: result, meta } } }, { headers });
  };
}

async function report(fetch: typeof globalThis.fetch, more: Readonly<Record<string, string>> = {}) {
  const { code, out } = await home.run(["doctor", "--json"], { env: { ...env, ...more }, fetch });
  expect(code).toBe(1);
  const checks: { check: string; findings: { message: string; fix: string }[] }[] = JSON.parse(out).checks;
  return Object.fromEntries(checks.filter(({ findings }) => findings.length > 0).map((one) => [one.check, one]));
}

it("every check has a name of its own", () => {
  expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
});

it("finds a profile file that others can read, and still checks the rest", async () => {
  const { fetch } = fakeService({ id: "ten_1" });
  await home.run(["login", "--url", URL_A, "--key-stdin"], { stdin: "sk_live_abc\n", fetch });
  chmodSync(home.config, 0o644);
  const found = await report(service({}, 60_000));
  expect(Object.keys(found)).toEqual(["profile-file", "clock"]);
  expect(found["profile-file"]?.findings[0]?.fix).toContain("chmod 600");
});

it("finds a URL without https", async () => {
  const found = await report(service({}), { CF_AUTH_URL: "http://auth.example.com", CF_AUTH_KEY: "sk_live_abc" });
  expect(found.https?.findings[0]?.fix).toContain("Use https://auth.example.com as URL");
});

it("finds a misconfigured deployment", async () => {
  const found = await report(failingService("misconfigured", 503), { CF_AUTH_KEY: "sk_live_abc" });
  expect(Object.keys(found)).toEqual(["configured"]);
  expect(found.configured?.findings[0]?.fix).toContain("docs/operating.md");
});

it("reports another error of the service with its own next step", async () => {
  const found = await report(failingService("internal_error", 500), { CF_AUTH_KEY: "sk_live_abc" });
  expect(found.service?.findings).toEqual([
    { message: "The service responds with internal_error: It failed.", fix: "Do something else." },
  ]);
});

it("finds a deployed service that allows identity providers on loopback", async () => {
  const found = await report(service({}, 0, {}, true));
  expect(found.loopback?.findings[0]?.fix).toContain("Remove ALLOW_LOOPBACK");
  expect(await report(service({}))).not.toHaveProperty("loopback");
});

it("finds a version that doesn't match the service's", async () => {
  const headers = { "x-cf-auth-warning": "This client is 0.1.0 and the service is 0.2.0." };
  const found = await report(service({}, 0, headers));
  expect(found.version?.findings[0]?.message).toContain("This client is 0.1.0");
});

it.each([
  [-45_000, "45 s ahead of"],
  [45_000, "45 s behind"],
])("finds a clock that differs by %i ms", async (aheadMs, text) => {
  const found = await report(service({}, aheadMs));
  expect(found.clock?.findings[0]?.message).toMatch(new RegExp(text.replace("45", "4[45]")));
});

it("accepts a clock that differs by less than 30 s", async () => {
  expect(await report(service({}, 20_000))).not.toHaveProperty("clock");
});

it("finds unhealthy components", async () => {
  const components = [
    { component: "database", healthy: true, latencyMilliseconds: 3 },
    { component: "files", healthy: false, latencyMilliseconds: null },
  ];
  const fetch = service({ "dashboard.health": { healthy: false, components } });
  const found = await report(fetch, { CF_AUTH_KEY: "plk_live_abc" });
  expect(found.components?.findings).toEqual([
    { message: "The component files is unhealthy.", fix: expect.stringContaining("Worker's log") },
  ]);
});

it("finds that tokens can't be verified: no issuer, no keys", async () => {
  const fetch = service({ "tenants.get": { id: "ten_1", slug: "acme", status: "active" } });
  const found = await report(fetch, { CF_AUTH_KEY: "sk_live_abc" });
  expect(Object.keys(found)).toEqual(["issuer", "signing-keys"]);
});

it("finds an origin that a proxy refuses", async () => {
  const args = ["doctor", "--json", "--origin", "https://app.example.com"];
  const { out } = await home.run(args, { env: { ...env, CF_AUTH_KEY: "pk_live_abc" }, fetch: service({}) });
  const failed = JSON.parse(out).checks.filter(({ status }: { status: string }) => status === "failed");
  expect(failed).toMatchObject([{ check: "origin", findings: [{ fix: expect.stringContaining("OPTIONS") }] }]);
});

it("finds a deployment without backups, and one whose last backup is old", async () => {
  const withList = (answer: typeof globalThis.fetch) =>
    report(
      async (target, init) =>
        `${target}`.includes("/backups.list") ? await answer(target, init) : await service({})(target, init),
      { CF_AUTH_KEY: "plk_live_abc" },
    );
  const none = await withList(failingService("backups_not_configured", 409));
  expect(none.backups?.findings[0]?.fix).toContain("Set BACKUP_KEY");
  const json = { items: [{ id: "bak_1", startedAt: "2026-01-01T00:00:00.000Z" }], nextCursor: null };
  const meta = { values: { "items.0.startedAt": ["Date"] } };
  const old = await withList(async () => Response.json({ result: { data: { json, meta } } }));
  expect(old.backups?.findings[0]?.message).toContain("2026-01-01");
});
