import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { type Stack, startStack } from "@cf-auth/local/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalTenant, seed } from "../../../tools/local/src/seed.ts";
import { SES_CREDENTIALS, startSes } from "../../../tools/local/test/ses-server.ts";
import { evaluate } from "../../src/monitoring/evaluate.ts";
import { MONITORS } from "../../src/monitoring/monitors.ts";
import type { LogRecord } from "../../src/monitoring/record.ts";
import { type Fault, faultyModules } from "./faulty-worker.ts";

/** Alerts on the records of the built Worker, which runs in workerd with real D1, KV, R2 and Durable Objects. */
const PASSWORD = "the ninth purple armchair";
const CHECK = { subject: "user:anne", relation: "read", object: "repo:kubernetes" };

const state = mkdtempSync(join(tmpdir(), "cf-auth-alerts-"));
let ses: Awaited<ReturnType<typeof startSes>>;
let stack: Stack;
let tenant: LocalTenant;
let healthy: LogRecord[];

beforeAll(async () => {
  ses = await startSes();
  const { accessKeyId, secretAccessKey, region } = SES_CREDENTIALS;
  const around = faultyModules({
    EMAIL_PROVIDER: "ses",
    EMAIL_FROM: "no-reply@example.com",
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    SES_ENDPOINT: ses.url,
  });
  stack = await startStack({ state, port: 0, unlimited: true, around });
  tenant = await seed(sdk, stack, state);
  await healthyLoad();
  await stack.runSchedule();
  healthy = newRecords();
});
afterAll(async () => {
  await stack?.stop();
  await ses?.stop();
  rmSync(state, { recursive: true, force: true });
});

let position = 0;

/** The records since the last call. Durations depend on what else the machine does, so all are the same. */
function newRecords(): LogRecord[] {
  const text = readFileSync(join(state, "worker.log"), "utf8");
  const lines = text.slice(position).split("\n");
  position = text.length;
  const at = Date.now();
  return lines.flatMap((line) => {
    if (!line.includes("{")) return [];
    const fields: LogRecord["fields"] = JSON.parse(line.slice(line.indexOf("{")));
    return [{ at, fields: "durationMs" in fields ? { ...fields, durationMs: 8 } : fields }];
  });
}

function firing(records: readonly LogRecord[]): string[] {
  const now = Date.now();
  return MONITORS.filter((monitor) => evaluate(monitor, records, now).isFiring).map(({ name }) => name);
}

const browser = () => sdk.createClient({ url: stack.url, key: tenant.publishableKey });

/** Calls of each kind, with the failures that are part of any day. */
async function healthyLoad(): Promise<void> {
  const server = sdk.createClient({ url: stack.url, key: tenant.secretKey });
  for (let i = 0; i < 15; i++) {
    const email = `person-${i}@example.com`;
    await browser().auth.register({ email, password: PASSWORD });
    const { refreshToken } = await browser().auth.login({ email, password: PASSWORD });
    await browser().auth.refresh({ refreshToken });
  }
  await login("person-1@example.com", "mistyped password");
  for (let i = 0; i < 200; i++) await server.authz.check(CHECK);
  await server.users.get({ id: "usr_01m8m3qts34arpq0xgwe1xq3ae" }).catch(() => undefined);
  await server.audit.export({});
  await send("system.version", { "x-api-key": "sk_live_mistyped" });
  await send("dashboard.health", await adminHeaders());
  await stack.runSchedule();
}

async function login(email: string, password: string): Promise<void> {
  await send("auth.login", { "x-tenant-id": tenant.id }, { email, password });
}

async function adminHeaders(): Promise<Record<string, string>> {
  const { accessToken } = await sdk.createClient({ url: stack.url, tenant: "platform" }).auth.login(tenant.admin);
  return { authorization: `Bearer ${accessToken}` };
}

/** A call without the SDK, which repeats calls that fail. */
async function send(procedure: string, headers: Record<string, string>, input: object = {}, fault?: Fault) {
  const response = await fetch(`${stack.url}/trpc/${procedure}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers, ...(fault && { "x-fault": fault }) },
    body: JSON.stringify({ json: input }),
  });
  await response.text();
}

async function repeat(count: number, work: (i: number) => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, i) => work(i)));
}

describe("healthy load", () => {
  it("has records of each procedure", () => {
    const procedures = healthy.map(({ fields }) => fields.procedure);
    expect(procedures.filter((name) => name === "authz.check").length).toBe(200);
    expect(procedures).toEqual(expect.arrayContaining(["auth.register", "auth.login", "auth.refresh", "audit.export"]));
  });

  it("fires no monitor", () => {
    expect(firing(healthy)).toEqual([]);
  });
});

describe("a planted fault fires its monitors and no other", () => {
  it("calls with wrong keys", async () => {
    await repeat(200, (i) => send("authz.check", { "x-api-key": `sk_live_wrong${i}` }, CHECK));
    expect(firing([...healthy, ...newRecords()])).toEqual(["refused-credentials"]);
  });

  it("sign-ins with wrong passwords", async () => {
    for (let i = 0; i < 10; i++) await repeat(12, (j) => login(`victim-${i}-${j}@example.com`, "password-123"));
    expect(firing([...healthy, ...newRecords()])).toEqual(["sign-in-failures"]);
  });

  it("a stopped component", async () => {
    const headers = await adminHeaders();
    for (let i = 0; i < 3; i++) await send("dashboard.health", headers, {}, "files");
    expect(firing([...healthy, ...newRecords()])).toEqual(["component-unhealthy"]);
  });

  it("a missing secret", async () => {
    await repeat(20, () => send("authz.check", { "x-api-key": tenant.secretKey }, CHECK, "misconfigured"));
    expect(firing([...healthy, ...newRecords()])).toEqual([
      "availability-fast-burn",
      "availability-steady-burn",
      "availability-slow-burn",
      "misconfigured",
    ]);
  });

  it("a failing email provider", async () => {
    const email = (i: number) => `status-503-ServiceUnavailableException@example-${i}.com`;
    for (let i = 0; i < 12; i++) await browser().auth.register({ email: email(i), password: PASSWORD });
    const records: LogRecord[] = [];
    const failed = () => records.filter(({ fields }) => fields.message === "An email was not sent.").length;
    await expect.poll(() => records.push(...newRecords()) && failed(), { timeout: 60_000 }).toBeGreaterThanOrEqual(10);
    expect(firing([...healthy, ...records])).toEqual(["emails-failing"]);
  });

  it("a schedule that no longer runs", () => {
    const records = healthy.filter(({ fields }) => fields.message !== "The scheduled jobs have run.");
    expect(firing(records)).toEqual(["scheduled-jobs-missing"]);
  });
});
