import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient, type Tuple } from "@cf-auth/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWorker } from "../src/build.ts";
import { ensureSecrets } from "../src/secrets.ts";
import { Process } from "./process.ts";

/** How often the process is killed; `CRASHES=50` for a longer look. */
const CRASHES = Number(process.env.CRASHES ?? 4);
const WRITERS = 4;
/** Tuples of one write: all of them are there afterwards, or none. */
const GROUP = 3;
const MODEL = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n";
const PASSWORD = "a sentence that survives";

const state = mkdtempSync(join(tmpdir(), "cf-auth-crash-"));
let server: Process;
let url: string;
let addresses = 0;

async function start(): Promise<void> {
  server = new Process("local/test/serve.ts", [state]);
  url = await server.says(/^(http\S+)$/m);
}

/** Each client has an address of its own, so that no rate limit is met. */
function client(identity: { key?: string; token?: string; tenant?: string }): Client {
  addresses++;
  return createClient({
    url,
    headers: { "cf-connecting-ip": `10.1.${addresses >> 8}.${addresses & 255}` },
    ...identity,
  });
}

beforeAll(async () => {
  await buildWorker();
  await start();
});
afterAll(async () => {
  await server.kill();
  rmSync(state, { recursive: true, force: true });
});

/** What the server has acknowledged so far. */
const acknowledged = { groups: [] as Tuple[][], emails: [] as string[], revision: 0 };
const attempted: Tuple[][] = [];

describe("a process that is killed while writes are running", () => {
  let keys: { publishableKey: string; secretKey: string };

  beforeAll(async () => {
    const { BOOTSTRAP_SECRET: secret, ADMIN_PASSWORD: password } = ensureSecrets(state);
    await client({}).platform.bootstrap({ secret, email: "root@example.com", password });
    const admin = await client({ tenant: "platform" }).auth.login({ email: "root@example.com", password });
    keys = await client({ token: admin.accessToken }).tenants.create({ slug: "acme", name: "Acme" });
    await client({ key: keys.secretKey }).authz.model.put({ model: MODEL });
  });

  it(`keeps every acknowledged tuple and user, ${CRASHES} times over`, async () => {
    for (let crash = 0; crash < CRASHES; crash++) {
      await writeUntilKilled(keys, 150 + Math.random() * 700);
      await start();
      await expectNothingLost(keys);
    }
    expect(acknowledged.groups.length).toBeGreaterThan(CRASHES);
    expect(acknowledged.emails.length).toBeGreaterThan(CRASHES);
  });
});

/** Writes tuples and registers users as fast as it goes; kills the server in the middle of it. */
async function writeUntilKilled(
  keys: { publishableKey: string; secretKey: string },
  milliseconds: number,
): Promise<void> {
  let running = true;
  const untilFailure = async (work: () => Promise<void>) => {
    while (running) await work().catch(() => undefined);
  };
  const writers = Array.from({ length: WRITERS }, () =>
    untilFailure(() => writeGroup(client({ key: keys.secretKey }))),
  );
  const registrar = untilFailure(() => registerSomebody(client({ key: keys.publishableKey })));
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  await server.kill();
  running = false;
  await Promise.all([...writers, registrar]);
}

async function writeGroup(tenant: Client): Promise<void> {
  const doc = `doc:${attempted.length}`;
  const writes = Array.from({ length: GROUP }, (_, i) => ({ subject: `user:${i}`, relation: "reader", object: doc }));
  attempted.push(writes);
  const { revision } = await tenant.authz.write({ writes });
  acknowledged.groups.push(writes);
  acknowledged.revision = Math.max(acknowledged.revision, Number(revision));
}

async function registerSomebody(browser: Client): Promise<void> {
  const email = `person-${addresses}@example.com`;
  await browser.auth.register({ email, password: PASSWORD });
  acknowledged.emails.push(email);
}

async function expectNothingLost(keys: { publishableKey: string; secretKey: string }): Promise<void> {
  const tenant = client({ key: keys.secretKey });
  const { revision } = await tenant.authz.graph.stats();
  expect(Number(revision)).toBeGreaterThanOrEqual(acknowledged.revision);

  const { results } = await tenant.authz.batchCheck({ checks: acknowledged.groups.flat() });
  expect(results.filter((result) => !("allowed" in result && result.allowed === true))).toEqual([]);

  const { csv } = await tenant.authz.graph.export({});
  const halves = attempted.filter((group) => {
    const present = group.filter(({ subject, object }) =>
      csv?.includes(`${subject.replace(":", ",")},,reader,${object.replace(":", ",")}\n`),
    );
    return present.length !== 0 && present.length !== GROUP;
  });
  expect(halves).toEqual([]);

  for (const email of acknowledged.emails) {
    const { user } = await client({ key: keys.publishableKey }).auth.login({ email, password: PASSWORD });
    expect(user.email).toBe(email);
  }
}
