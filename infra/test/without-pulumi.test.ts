import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { createClient } from "@cf-auth/client";
import { signInPlatformAdmin } from "@cf-auth/local/admin";
import { freePort } from "@cf-auth/local/ports";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { type DeployOptions, readArguments } from "../src/without-pulumi/arguments.ts";
import { type DeployDeps, deploy } from "../src/without-pulumi/deploy.ts";
import { Cloud, TOKEN } from "./cloud/cloud.ts";

/** Whether the cases that take long run, too. */
const isLong = process.env.LONG_TESTS === "1";

const ACCOUNT = "a".repeat(32);
const ADMIN = { email: "root@example.com", password: "a perfectly good sentence" };

let cloud: Cloud;
let scratch: string;
let printed: string[];
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "cf-auth-without-pulumi-"));
  cloud = new Cloud(ACCOUNT, "auth.example.com", await freePort());
  await cloud.start();
});
// Vitest removes them after each test.
beforeEach(() => {
  vi.stubEnv("CLOUDFLARE_API_TOKEN", TOKEN);
  vi.stubEnv("CLOUDFLARE_API_BASE_URL", cloud.api.url);
  vi.stubEnv("CLOUDFLARE_BASE_URL", cloud.api.url);
});
afterAll(async () => {
  await cloud.stop();
  rmSync(scratch, { recursive: true });
});
afterEach(() => cloud.denied.clear());

const secretsFile = () => join(scratch, "secrets.json");

function optionsOf(...more: string[]): DeployOptions {
  const args = ["staging", "--domain", "auth.example.com", "--secrets-file", secretsFile(), ...more];
  const options = readArguments(args, { CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_ACCOUNT_ID: ACCOUNT });
  if (options === "help") throw new Error("These are no arguments for help.");
  return options;
}

async function run(options = optionsOf(), deps: Partial<DeployDeps> = {}) {
  printed = [];
  cloud.api.log.length = 0;
  const changed = await deploy(options, {
    log: (text) => printed.push(text),
    build: async () => {},
    firstAdmin: async () => ADMIN,
    reach: () => cloud.url,
    timeoutSeconds: 10,
    ...deps,
  });
  return changed.map(({ name }) => name);
}

/** Requests that change something; queries of D1 read, except in a migration. */
const changes = () => cloud.api.log.filter((line) => !/^GET |\/query$/.test(line));

it("names every permission that the token lacks, and changes nothing", async () => {
  for (const part of ["/d1/", "/r2/", "/zones"]) cloud.denied.set(part, 10_000);
  const failure = run();
  await expect(failure).rejects.toThrow("D1 (edit), Workers R2 Storage (edit), Zone (read). Nothing was changed.");
  expect(changes()).toEqual([]);
});

it("refuses an invalid token", async () => {
  vi.stubEnv("CLOUDFLARE_API_TOKEN", "another");
  await expect(run()).rejects.toThrow("CLOUDFLARE_API_TOKEN is invalid.");
  cloud.api.unexpectedRequests.length = 0;
});

it("refuses a host outside of the account's zones", async () => {
  await expect(run({ ...optionsOf(), domain: "auth.example.org" })).rejects.toThrow("No zone of the account");
  expect(changes()).toEqual([]);
});

it("a dry run prints the plan, and changes nothing", async () => {
  expect(await run(optionsOf("--dry-run"))).toEqual([]);
  expect(printed).toHaveLength(1);
  expect(printed[0]).toMatch(/database +cf-auth-staging +create/);
  expect(printed[0]).toMatch(/namespace +cf-auth-tenant-cache-staging +create/);
  expect(printed[0]).toMatch(/secrets +cf-auth-staging +set JWT_SECRET, PASSWORD_PEPPER/);
  expect(changes()).toEqual([]);
  expect(existsSync(secretsFile())).toBe(false);
});

it("reports that R2 isn't enabled in the account", async () => {
  cloud.denied.set("/r2/", 10_042);
  await expect(run()).rejects.toThrow("R2 isn't enabled in the account.");
});

it.runIf(isLong)("serves below workers.dev without a host of its own", async () => {
  await run({ ...optionsOf("--dry-run"), domain: undefined });
  expect(printed[0]).toContain("at https://cf-auth-staging.example.workers.dev:");
});

/** Requests that fail one after the other, in the order of a deployment. */
/** Those that the usual run leaves to the long one, since each takes several seconds. */
const LONG_STOPS = ["a namespace", "the bucket", "the bucket's rules", "the migrations", "the list of passwords"];
const ALL_STOPS: readonly (readonly [step: string, request: string])[] = [
  ["the database", "POST /accounts/a/d1/database"],
  ["a namespace", "POST /accounts/a/storage/kv/namespaces"],
  ["the bucket", "POST /accounts/a/r2/buckets"],
  ["the bucket's rules", "PUT /accounts/a/r2/buckets/cf-auth-files-staging/lifecycle"],
  ["the migrations", "GET /accounts/a/d1/database/00000000-0000-4000-8000-00000000d1d1/time_travel"],
  ["the list of passwords", "PUT /accounts/a/storage/kv/namespaces/cf-auth-password-blocklist-staging/bulk"],
  ["the upload", "PUT /accounts/a/workers/scripts/cf-auth-staging"],
  ["the first admin", "PUT /accounts/a/workers/scripts/cf-auth-staging/secrets"],
];
const STOPS = ALL_STOPS.filter(([step]) => isLong || !LONG_STOPS.includes(step));

it.each(STOPS)("stops at %s that Cloudflare refuses", async (_, request) => {
  cloud.denied.set(request.replace("/a/", `/${ACCOUNT}/`), 10_000);
  await expect(run()).rejects.toThrow("failed");
  // After a refused request, wrangler looks up the owner of the token.
  expect(cloud.api.unexpectedRequests.filter((line) => !line.startsWith("GET /user"))).toEqual([]);
  cloud.api.unexpectedRequests.length = 0;
});

it("continues after each of these, with the same secrets and without creating anything twice", async () => {
  const stored = readFileSync(secretsFile(), "utf8");
  expect(await run()).toEqual(["admin"]);
  expect(readFileSync(secretsFile(), "utf8")).toBe(stored);
  expect(
    cloud.versions.filter(({ bindings }) => bindings.every(({ name }) => name !== "BOOTSTRAP_SECRET")),
  ).toHaveLength(2);
});

it("has made a service with the first admin, and the names of the Pulumi stack", async () => {
  const accessToken = await signInPlatformAdmin(sdk, cloud.url, ADMIN);
  const admin = createClient({ url: cloud.url, token: accessToken });
  const { secretKey } = await admin.tenants.create({ slug: "acme", name: "Acme" });
  const weak = createClient({ url: cloud.url, key: secretKey }).users.create({
    email: "anne@example.com",
    password: "passwordpassword",
  });
  await expect(weak).rejects.toMatchObject({ code: "weak_password", details: { rule: "common" } });
  expect([...cloud.buckets]).toEqual(["cf-auth-files-staging"]);
  expect([...cloud.namespaces].sort()).toEqual([
    "cf-auth-dashboard-cache-staging",
    "cf-auth-jwks-cache-staging",
    "cf-auth-password-blocklist-staging",
    "cf-auth-tenant-cache-staging",
  ]);
  expect(cloud.api.unexpectedRequests).toEqual([]);
});

it("has stored the secrets on Cloudflare and in the file of mode 600, and no bootstrap secret", async () => {
  const values = JSON.parse(readFileSync(secretsFile(), "utf8"));
  expect(statSync(secretsFile()).mode & 0o777).toBe(0o600);
  const secrets = cloud.present?.bindings.filter(({ type }) => type === "secret_text") ?? [];
  expect(Object.fromEntries(secrets.map(({ name, text }) => [name, text]))).toEqual(values);
  expect(Object.keys(values).sort()).toEqual(["JWT_SECRET", "PASSWORD_PEPPER"]);
  expect(printed.join("\n")).not.toContain(values.JWT_SECRET);
});

it("prints what to do next", () => {
  expect(printed.at(-1)).toMatch(
    /cf-auth login --url https:\/\/auth\.example\.com[\s\S]*tenants create[\s\S]*email\.md/,
  );
});

it("changes nothing the second time, and reads no password", async () => {
  const firstAdmin = () => Promise.reject(new Error("A prompt was unexpected."));
  expect(await run(optionsOf(), { firstAdmin })).toEqual([]);
  expect(changes()).toEqual([]);
  // The host is the Worker's.
  expect(await run({ ...optionsOf(), domain: undefined }, { firstAdmin })).toEqual([]);
  expect(changes()).toEqual([]);
  expect(printed[0]).not.toMatch(/create|upload|set|bootstrap|apply/);
});

it("uploads what differs, and retains the Worker's secrets", async () => {
  expect(await run(optionsOf("--email-from", "hello@example.com"))).toEqual(["worker"]);
  const bindings = cloud.present?.bindings ?? [];
  expect(bindings.find(({ name }) => name === "EMAIL_FROM")).toMatchObject({ text: "hello@example.com" });
  expect(bindings.filter(({ type }) => type === "secret_text")).toHaveLength(2);
  await expect(signInPlatformAdmin(sdk, cloud.url, ADMIN)).resolves.toMatch(/^eyJ/);
});

it("leaves no bootstrap secret behind if the first admin is refused", async () => {
  const database = await cloud.database();
  await database.prepare("UPDATE tenants SET slug = 'earlier' WHERE slug = 'platform'").run();
  const options = optionsOf("--email-from", "hello@example.com");
  await expect(run(options, { firstAdmin: async () => ({ ...ADMIN, password: "x" }) })).rejects.toThrow(
    "weak_password",
  );
  expect(cloud.present?.bindings.some(({ name }) => name === "BOOTSTRAP_SECRET")).toBe(false);
  await (await cloud.database()).prepare("UPDATE tenants SET slug = 'platform' WHERE slug = 'earlier'").run();
});

it.runIf(isLong)("removes a bootstrap secret that a crash left behind", async () => {
  const { present } = cloud;
  if (present === undefined) throw new Error("Nothing is deployed.");
  const left = { type: "secret_text", name: "BOOTSTRAP_SECRET", text: "x".repeat(32) };
  await cloud.upload({ ...present, bindings: [...present.bindings, left] });
  expect(await run(optionsOf("--email-from", "hello@example.com"))).toEqual(["admin"]);
  expect(cloud.present?.bindings.some(({ name }) => name === left.name)).toBe(false);
});

it("refuses a Worker that was deployed in another way, and changes nothing", async () => {
  const { present } = cloud;
  if (present === undefined) throw new Error("Nothing is deployed.");
  await cloud.upload({ ...present, bindings: present.bindings.filter(({ name }) => name !== "DEPLOYED_RELEASE") });
  await expect(run()).rejects.toThrow("was deployed in another way, such as by Pulumi. Nothing was changed.");
  expect(changes()).toEqual([]);
});
