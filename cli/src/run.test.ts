import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failingService, fakeService, noPrompts, testHome } from "../test/test-io.ts";

let home: ReturnType<typeof testHome>;
beforeAll(() => {
  home = testHome();
});
afterAll(() => home.remove());

const env = { CF_AUTH_URL: "https://auth.example.com", CF_AUTH_KEY: "sk_live_test" };

describe("wrong usage exits with 2", () => {
  it.each([
    ["tenents list", "Did you mean tenants?"],
    ["tenants lst", "Did you mean list?"],
    ["keys rotate key_1 --overlap-second 5", "Did you mean --overlap-seconds?"],
    ["keys rotate key_1 --overlap-seconds soon", "It isn't a whole number."],
    ["keys create --kind wrong", "Allowed choices are publishable, secret, restricted."],
    ["keys create --kind secret", "Missing: --name."],
    ["users update usr_1 --metadata []", "It isn't a JSON object"],
    ["users list --limit 5 --all", "exclude each other"],
    ["write user:anne", "A tuple has a subject, a relation and an object."],
    ["import /does/not/exist.csv", "/does/not/exist.csv"],
    ["model show x", "x isn't a version."],
  ])("%s", async (line, message) => {
    const service = fakeService();
    const result = await home.run(line.split(" "), { env, fetch: service.fetch });
    expect(result).toMatchObject({ code: 2, out: "" });
    expect(result.err).toContain(message);
    expect(service.calls).toEqual([]);
  });

  it("an input that isn't JSON", async () => {
    const result = await home.run(["plans", "create", "--input", "-"], { env, stdin: "{" });
    expect(result).toMatchObject({ code: 2 });
    expect(result.err).toContain("Standard input isn't a JSON object.");
  });

  it("is one JSON value with --json", async () => {
    const { code, err } = await home.run(["tenants", "lst", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(err)).toMatchObject({ error: { code: "usage", message: expect.stringContaining("list") } });
  });

  it("no service", async () => {
    expect(await home.run(["tenants", "list"])).toMatchObject({ code: 2 });
  });
});

describe("errors of the service", () => {
  it.each([
    ["slug_taken", 409, 1],
    ["internal_error", 500, 1],
    ["forbidden", 403, 3],
    ["session_ended", 401, 3],
    ["key_revoked", 401, 3],
  ])("%s exits with its code", async (code, status, exit) => {
    const result = await home.run(["tenants", "get"], { env, fetch: failingService(code, status) });
    expect(result).toMatchObject({ code: exit, out: "" });
    expect(result.err).toContain(`error: It failed. (${code})`);
    expect(result.err).toContain("Do something else.");
    expect(result.err).toContain("request id: req_1");
  });

  it("an ended session leads to a new sign-in", async () => {
    const { err } = await home.run(["tenants", "get"], { env, fetch: failingService("session_ended", 401) });
    expect(err).toContain("Run `cf-auth login`.");
  });

  it("lists each issue of an input", async () => {
    const issues = [{ path: "email", message: "Write an email." }];
    const fetch = failingService("invalid_input", 400, { issues });
    const { err } = await home.run(["users", "create", "--email", "no"], { env, fetch });
    expect(err).toContain("  email: Write an email.");
  });

  it("is one JSON value with --json", async () => {
    const { out, err } = await home.run(["tenants", "get", "--json"], { env, fetch: failingService("forbidden", 403) });
    expect(out).toBe("");
    expect(JSON.parse(err)).toMatchObject({ error: { code: "forbidden", requestId: "req_1" } });
  });

  it("an unreachable service exits with 4", async () => {
    const fetch = () => Promise.reject(new TypeError("fetch failed"));
    const result = await home.run(["health"], { env, fetch });
    expect(result).toMatchObject({ code: 4 });
    expect(result.err).toContain("(network)");
  });

  it("without credentials exits with 3", async () => {
    const result = await home.run(["tenants", "get"], { env: { CF_AUTH_URL: env.CF_AUTH_URL } });
    expect(result).toMatchObject({ code: 3 });
    expect(result.err).toContain("Run `cf-auth login`");
  });

  it("an unexpected failure has no stack trace", async () => {
    const prompts = { ...noPrompts, password: () => Promise.reject(new TypeError("It broke.")) };
    const result = await home.run(["account", "password", "change"], { env, prompts });
    expect(result).toMatchObject({ code: 1, out: "" });
    expect(result.err).toContain("error: It broke. (unexpected)");
    expect(result.err).not.toMatch(/\n\s+at /);
  });
});

describe("requests", () => {
  it("a dry run prints the call without secrets, and sends nothing", async () => {
    const service = fakeService();
    const stdin = JSON.stringify({ password: "correct horse" });
    const args = ["users", "create", "--email", "a@b.example", "--input", "-", "--dry-run", "--json"];
    const { code, out } = await home.run(args, { env, stdin, fetch: service.fetch });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      procedure: "users.create",
      url: env.CF_AUTH_URL,
      tenant: null,
      input: { email: "a@b.example", password: "[hidden]" },
    });
    expect(service.calls).toEqual([]);
  });

  it("the service's own dry run is used where there is one", async () => {
    const service = fakeService({ users: [] });
    const stdin = JSON.stringify({ users: [{ email: "a@b.example" }] });
    await home.run(["users", "import", "--input", "-", "--dry-run"], { env, stdin, fetch: service.fetch });
    expect(service.calls[0]?.input).toMatchObject({ dryRun: true });
  });

  it("a challenge of the service is solved", async () => {
    const challenged = failingService("challenge_required", 403, { challenge: { text: "t", bits: 4 } });
    const service = fakeService({});
    const answers = [challenged, service.fetch];
    const fetch: typeof globalThis.fetch = (...request) => (answers.shift() ?? service.fetch)(...request);
    const stdin = JSON.stringify({ currentPassword: "a", newPassword: "b" });
    const result = await home.run(["account", "password", "change", "--input", "-"], { env, stdin, fetch });
    expect(result).toMatchObject({ code: 0 });
    expect(service.calls[0]?.input).toMatchObject({ challenge: { token: expect.stringMatching(/^t\.\d+$/) } });
  });

  it("null removes a value", async () => {
    const service = fakeService({});
    await home.run(["tenants", "set-plan", "null"], { env, fetch: service.fetch });
    await home.run(["tenants", "settings", "update", "--allowed-origins", "null"], { env, fetch: service.fetch });
    expect(service.calls.map(({ input }) => input)).toEqual([{ plan: null }, { allowedOrigins: null }]);
  });

  it("missing secrets are prompted for on a terminal", async () => {
    const service = fakeService({});
    const prompts = { ...noPrompts, password: async (field: string) => `my ${field}` };
    await home.run(["account", "password", "change"], { env, prompts, fetch: service.fetch });
    expect(service.calls[0]?.input).toEqual({ currentPassword: "my currentPassword", newPassword: "my newPassword" });
  });

  it("a field called tenant is set by --tenant, and no header names a tenant", async () => {
    const service = fakeService({ points: [] });
    const withTenant = { ...env, CF_AUTH_TENANT: "acme" };
    const args = ["usage", "timeseries", "calls", "--tenant", "umbrella"];
    await home.run(args, { env: withTenant, fetch: service.fetch });
    expect(service.calls[0]?.input).toEqual({ metric: "calls", tenant: "umbrella" });
    expect(service.calls[0]?.headers.get("x-tenant-id")).toBeNull();
    const change = ["platform", "break-glass", "umbrella", "--reason", "r", "--duration-minutes", "5"];
    const dryRun = await home.run([...change, "--dry-run", "--json"], { env: withTenant });
    expect(JSON.parse(dryRun.out)).toMatchObject({ tenant: null, input: { tenant: "umbrella" } });
  });

  it("pages are read until there are enough items", async () => {
    const page = { items: Array.from({ length: 1000 }, (_, id) => ({ id })), nextCursor: "next" };
    const service = fakeService(page);
    const { out, err } = await home.run(["users", "list", "--limit", "1500", "--json"], { env, fetch: service.fetch });
    expect(service.calls.map(({ input }) => input)).toEqual([{ limit: 1000 }, { limit: 500, cursor: "next" }]);
    expect(JSON.parse(out).items).toHaveLength(2000);
    expect(err).toContain("--cursor next");
  });

  it("a key that is shown once comes with a warning on stderr", async () => {
    const { fetch } = fakeService({ key: "sk_live_new" });
    const { out, err } = await home.run(["keys", "create", "--kind", "secret", "--name", "x"], { env, fetch });
    expect(out).toContain("sk_live_new");
    expect(err).toContain("only this once");
  });

  it.each([
    [true, "allowed\n", 0],
    [false, "denied\n", 1],
    ["conditional", "conditional: a value is missing for ip\n", 1],
  ])("check --exit-code of %s", async (allowed, text, code) => {
    const { fetch } = fakeService({ allowed, missing: ["ip"] });
    const args = ["check", "user:anne", "read", "repo:api"];
    expect(await home.run(args, { env, fetch })).toMatchObject({ out: text, code: 0 });
    expect(await home.run([...args, "--exit-code"], { env, fetch })).toMatchObject({ out: text, code });
  });
});
