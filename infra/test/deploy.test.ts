import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import * as sdk from "@cf-auth/client";
import { createClient } from "@cf-auth/client";
import { signInPlatformAdmin } from "@cf-auth/local/admin";
import { freePort } from "@cf-auth/local/ports";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT } from "../src/root.ts";
import { readBundle, type WorkerModule } from "../src/worker/bundle.ts";
import { readWorkerConfig } from "../src/worker/config.ts";
import { Cloud } from "./cloud/cloud.ts";
import { Engine } from "./cloud/engine.ts";

const STACK = "staging";
const secret = (id: string, fill: string) => `${id}:${Buffer.from(fill.repeat(32)).toString("base64")}`;
const SECRETS = {
  "cf-auth:JWT_SECRET": secret("v1", "j"),
  "cf-auth:PASSWORD_PEPPER": secret("p1", "p"),
  "cf-auth:BOOTSTRAP_SECRET": "bootstrap-secret-of-the-tests-0123456789",
  "cf-auth:SMOKE_KEY": "",
};

let cloud: Cloud;
let engine: Engine;
let scratch: string;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "cf-auth-deployed-"));
  cpSync(join(ROOT, "drizzle/migrations"), join(scratch, "migrations"), { recursive: true });
  cloud = new Cloud("a".repeat(32), "auth.example.com", await freePort());
  await cloud.start();
  engine = new Engine(cloud);
});
afterAll(async () => {
  await cloud.stop();
  rmSync(scratch, { recursive: true });
});

/** The built Worker with a changed main module. */
function bundleWith(name: string, change: (code: string) => string): readonly WorkerModule[] {
  return readBundle().map((module) => {
    if (module.name !== "worker.js") return module;
    const contentFile = join(scratch, `${name}.js`);
    const code = readFileSync(module.contentFile, "utf8");
    const changed = change(code);
    expect(changed).not.toBe(code);
    writeFileSync(contentFile, changed);
    return { ...module, contentFile };
  });
}

async function up(modules = readBundle(), secrets: Partial<typeof SECRETS> = {}, config = {}): Promise<void> {
  const described = readWorkerConfig(STACK);
  const migrations_dir = relative(ROOT, join(scratch, "migrations"));
  const d1_databases = described.d1_databases.map((database) => ({ ...database, migrations_dir }));
  cloud.api.log.length = 0;
  const sources = { config: { ...described, d1_databases }, modules };
  await engine.up(STACK, sources, { config, secrets: { ...SECRETS, ...secrets } });
}

/** API calls in order, by purpose. */
function steps(): string[] {
  const kinds: readonly (readonly [RegExp, string])[] = [
    [/time_travel/, "bookmark"],
    [/\/export$/, "export"],
    [/^PUT .*\/r2\//, "store"],
    [/^PUT .*\/bulk$/, "blocklist"],
    [/^UPLOAD/, "upload"],
    [/^POST .*\/deployments$/, "deploy"],
  ];
  const found = cloud.api.log.flatMap((line) =>
    kinds.filter(([pattern]) => pattern.test(line)).map(([, name]) => name),
  );
  return found.filter((name, at) => name !== found[at - 1]);
}

async function presentVersion(): Promise<string> {
  return (await createClient({ url: cloud.url }).system.health()).version;
}

async function applied(): Promise<string[]> {
  const { results } = await (await cloud.database()).prepare("SELECT name FROM d1_migrations").all<{ name: string }>();
  return results.map(({ name }) => name);
}

const BROKEN = "allowed: false, missing: Object.freeze([])";
const allowEverybody = (code: string) => code.replace(BROKEN, BROKEN.replace("false", "true"));
let smokeKey = "";

it("deploys to an empty account: migrations, then the Worker, then the smoke test", async () => {
  await up();
  expect(steps().filter((step) => step !== "blocklist")).toEqual(["bookmark", "upload"]);
  const migrated = cloud.api.log.findLastIndex((line) => line.endsWith("/query"));
  expect(migrated).toBeLessThan(cloud.api.log.findIndex((line) => line.startsWith("UPLOAD")));
  expect(await applied()).toContain("0009_audit_details.sql");
  expect(await presentVersion()).toBe(cloud.versions[0]?.id);
  expect(engine.stderr).toContain("ok: a request without a key is rejected");
  expect(cloud.api.unexpectedRequests).toEqual([]);
});

it("lets the first admin create the test tenant, and rejects common passwords", async () => {
  const person = { email: "root@example.com", password: "a perfectly good sentence" };
  const anyone = createClient({ url: cloud.url });
  const secret = SECRETS["cf-auth:BOOTSTRAP_SECRET"];
  await anyone.platform.bootstrap({ ...person, secret });
  const accessToken = await signInPlatformAdmin(sdk, cloud.url, person);
  const admin = createClient({ url: cloud.url, token: accessToken });
  const { secretKey } = await admin.tenants.create({ slug: "smoke", name: "Releases", environment: "test" });
  smokeKey = secretKey;
  const weak = createClient({ url: cloud.url, key: secretKey }).users.create({
    email: "anne@example.com",
    password: "passwordpassword",
  });
  await expect(weak).rejects.toMatchObject({ code: "weak_password", details: { rule: "common" } });
});

it("records the bookmark and exports the database before migrating, then tests sign-in and permissions", async () => {
  writeFileSync(join(scratch, "migrations/0010_notes.sql"), "CREATE TABLE `notes` (`id` text PRIMARY KEY);\n");
  await up(
    bundleWith("second", (code) => `${code}\n// Another version.\n`),
    { "cf-auth:SMOKE_KEY": smokeKey },
  );
  expect(steps()).toEqual(["bookmark", "export", "store", "upload"]);
  expect(engine.stderr).toContain("--bookmark=");
  expect(engine.stderr).toContain("ok: a user signs in, and the access token verifies");
  expect(engine.stderr).toContain("ok: permissions follow the tuples");
  const bucket = await cloud.bucket("cf-auth-files-staging");
  const [stored] = (await bucket.list({ prefix: "exports/cf-auth-staging/" })).objects;
  const exported = await (await bucket.get(stored?.key ?? ""))?.arrayBuffer();
  const sql = gunzipSync(Buffer.from(exported ?? new ArrayBuffer())).toString();
  expect(sql).toContain("CREATE TABLE `tenants`");
  expect(sql).toContain("'smoke'");
  expect(sql).not.toContain("`notes`");
  expect(await applied()).toContain("0010_notes.sql");
  expect(await presentVersion()).toBe(cloud.versions[1]?.id);
});

it("deletes everything that the smoke test created", async () => {
  const smoke = createClient({ url: cloud.url, key: smokeKey });
  expect((await smoke.users.list()).items).toEqual([]);
  expect((await smoke.authz.read()).items).toEqual([]);
});

it("rejects a destructive migration without a review mark, and changes nothing", async () => {
  const file = join(scratch, "migrations/0011_drop.sql");
  writeFileSync(file, "DROP TABLE `notes`;\n");
  const third = bundleWith("third", (code) => `${code}\n// A third version.\n`);
  await expect(up(third, { "cf-auth:SMOKE_KEY": smokeKey })).rejects.toThrow(/0011_drop\.sql:1:[\s\S]*-- reviewed:/);
  expect(steps()).toEqual([]);
  expect(cloud.versions).toHaveLength(2);
  expect(await applied()).not.toContain("0011_drop.sql");
  rmSync(file);
});

it("rolls back to the previous version if the new one allows too much, and reports it", async () => {
  const wrong = bundleWith("wrong", allowEverybody);
  const release = up(wrong, { "cf-auth:SMOKE_KEY": smokeKey });
  await expect(release).rejects.toThrow(/A check returned true for a user without a tuple/);
  await expect(release).rejects.toThrow(
    `The version ${cloud.versions[1]?.id} has all traffic again, and passes the smoke test.`,
  );
  expect(steps()).toEqual(["upload", "deploy"]);
  expect(await presentVersion()).toBe(cloud.versions[1]?.id);
});

it.runIf(process.env.LONG_TESTS === "1")(
  "tests and rolls back a version again that is unchanged, without uploading it",
  async () => {
    const wrong = bundleWith("wrong", allowEverybody);
    await expect(up(wrong, { "cf-auth:SMOKE_KEY": smokeKey })).rejects.toThrow(/The release failed/);
    expect(cloud.versions).toHaveLength(3);
    expect(cloud.deployments.slice(0, 2)).toEqual([cloud.versions[1]?.id, cloud.versions[2]?.id]);
  },
);

it("deploys the next version, and does nothing without changes", async () => {
  const fourth = bundleWith("fourth", (code) => `${code}\n// A fourth version.\n`);
  await up(fourth, { "cf-auth:SMOKE_KEY": smokeKey });
  expect(await presentVersion()).toBe(cloud.versions[3]?.id);
  await up(fourth, { "cf-auth:SMOKE_KEY": smokeKey });
  expect(cloud.api.log).toEqual([]);
  expect(cloud.api.unexpectedRequests).toEqual([]);
});

it("deploys with wrangler if configured, with the same bindings, classes and modules", async () => {
  const [latest] = cloud.deployments;
  await up(readBundle(), { "cf-auth:SMOKE_KEY": smokeKey }, { "cf-auth:upload": "wrangler" });
  expect(cloud.api.unexpectedRequests).toEqual([]);
  expect(engine.stderr).toContain("ok: permissions follow the tuples");
  const [bySdk, byWrangler] = [cloud.versions.find(({ id }) => id === latest), cloud.versions.at(-1)];
  const inOrder = (version: typeof bySdk) => [...(version?.bindings ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  expect(inOrder(byWrangler)).toEqual(inOrder(bySdk));
  expect(byWrangler?.exports).toEqual(bySdk?.exports);
  expect(byWrangler?.modules.map(({ name }) => name).sort()).toEqual(bySdk?.modules.map(({ name }) => name).sort());
  expect(await presentVersion()).toBe(byWrangler?.id);
});
