import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import page from "../../docs/faults.md?raw";
import { evaluate } from "../../infra/src/monitoring/evaluate.ts";
import { MONITORS } from "../../infra/src/monitoring/monitors.ts";
import type { LogRecord } from "../../infra/src/monitoring/record.ts";
import { type clientFor, errorOf } from "../test/client.ts";
import { OUTAGES, outage } from "../test/outages.ts";
import { somebody } from "../test/people.ts";
import { createTenant, createWorld, type World } from "../test/world.ts";

const MODEL = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n";
const TUPLE = { subject: "user:anne", relation: "reader", object: "doc:plan" };
const SLUG = "fault";
const NEW_PASSWORD = "a sentence of nobody else";
const RETRY_AFTER_SECONDS = 5;
/** Requests of each kind in the time that alerts look at, for a service with many callers. */
const CALLERS = 100;
/** The schedule doesn't run in this test, and latency is the machine's. */
const UNJUDGED = /scheduled-jobs-missing|latency|slow-requests/;

let world: World;
let tenant: Awaited<ReturnType<typeof createTenant>>;
/** Has the revoked keys: a revocation has every isolate read the tenant's keys again. */
let other: typeof tenant;
let credentials: { readonly email: string; readonly password: string };
beforeAll(async () => {
  world = await createWorld();
  tenant = await createTenant(world.admin, SLUG);
  other = await createTenant(world.admin, "fault-other");
  for (const { client } of [tenant, other]) {
    await client.authz.model.put.mutate({ model: MODEL });
    await client.authz.write.mutate({ writes: [TUPLE] });
  }
  ({ credentials } = await somebody(tenant));
});

let registered = 0;

type Client = ReturnType<typeof clientFor>;

/** What is tried during an outage, in the order of the table's columns. The tenant's isolate answered all of it before. */
interface Subject {
  readonly server: Client;
  readonly browser: Client;
  readonly user: Client;
  readonly revoked: Client;
  /** A server's client of an isolate that has answered nothing yet. */
  readonly fresh: () => Client;
  readonly refreshToken: string;
  readonly keySet: () => Promise<void>;
}

const CALLS: Readonly<Record<string, (subject: Subject) => Promise<unknown>>> = {
  "exact check": ({ server }) => allowed(server.authz.check.query({ ...TUPLE, consistency: "exact" })),
  "fast check": ({ server }) => allowed(server.authz.check.query({ ...TUPLE, consistency: "fast" })),
  "fast check of a new isolate": ({ fresh }) => allowed(fresh().authz.check.query({ ...TUPLE, consistency: "fast" })),
  "check with a revoked key": ({ revoked }) => allowed(revoked.authz.check.query({ ...TUPLE, consistency: "exact" })),
  "tuple write": ({ server }) => server.authz.write.mutate({ writes: [{ ...TUPLE, object: "doc:new" }] }),
  "sign-in": ({ browser }) => browser.auth.login.mutate(credentials),
  refresh: ({ browser, refreshToken }) => browser.auth.refresh.mutate({ refreshToken }),
  "access token": ({ user }) => user.auth.me.query(),
  registration: ({ browser }) =>
    browser.auth.register.mutate({ email: `new-${++registered}@example.com`, password: NEW_PASSWORD }),
  "audit export": ({ server }) => server.audit.export.mutate({}),
  "key set": ({ keySet }) => keySet(),
};

async function allowed(call: Promise<{ allowed: unknown }>): Promise<void> {
  const answer = await call;
  if (answer.allowed !== true) throw new Error(`A check was answered with ${answer.allowed}.`);
}

/** A tenant that an isolate has served, and the isolate's clients. */
async function subjectOf(fault: ReturnType<typeof outage>): Promise<Subject> {
  const { key, apiKey } = await other.client.apiKeys.create.mutate({ kind: "secret", name: "revoked" });
  const own = fault.isolate();
  const [server, browser] = [own.clientFor({ key: tenant.secretKey }), own.clientFor({ key: tenant.publishableKey })];
  const { accessToken, refreshToken } = await browser.auth.login.mutate(credentials);
  const keySet = async () => {
    const response = await own.fetch(`http://auth.test/t/${SLUG}/.well-known/jwks.json`);
    if (!response.ok) throw new Error(`The key set was answered with ${response.status}.`);
  };
  const user = own.clientFor({ token: accessToken });
  const revoked = own.clientFor({ key });
  await Promise.all([user.auth.me.query(), keySet()]);
  for (const consistency of ["exact", "fast"] as const) {
    for (const client of [server, revoked]) await allowed(client.authz.check.query({ ...TUPLE, consistency }));
  }
  await other.client.apiKeys.revoke.mutate({ id: apiKey.id });
  const fresh = () => fault.isolate().clientFor({ key: tenant.secretKey });
  return { server, browser, user, revoked, fresh, refreshToken, keySet };
}

/** `ok` or the code of the error. An outage says when to try again. */
async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "ok";
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name !== "TRPCClientError") throw thrown;
    const { code, details } = await errorOf(Promise.reject(thrown));
    if (code === "unavailable") expect(details).toEqual({ retryAfterSeconds: RETRY_AFTER_SECONDS });
    return `\`${code}\``;
  }
}

/** Records what the Worker logs during the work, but for what objects of other files' tenants log meanwhile. */
async function recordsOf(work: () => Promise<void>): Promise<LogRecord[]> {
  const { results } = await env.DB.prepare("SELECT id FROM tenants").all<{ id: string }>();
  const tenants = new Set<unknown>(results.map(({ id }) => id));
  const records: LogRecord[] = [];
  const at = Date.now();
  const note = (text: unknown) => void records.push({ at, fields: JSON.parse(`${text}`) as LogRecord["fields"] });
  const spies = (["info", "warn", "error"] as const).map((level) => vi.spyOn(console, level).mockImplementation(note));
  try {
    await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return records.filter(({ fields }) => fields.tenantId === undefined || tenants.has(fields.tenantId));
}

/** Names of the monitors that fire where many callers cause the records. */
function alertsOf(records: readonly LogRecord[]): string[] {
  const all = records.flatMap((record) => Array.from({ length: CALLERS }, () => record));
  const firing = MONITORS.filter((monitor) => evaluate(monitor, all, Date.now()).isFiring).map(({ name }) => name);
  return firing.filter((name) => !UNJUDGED.test(name));
}

/** The cells of a table of the page, by the text of its first cell. */
function rowsOf(heading: string): Map<string, string[]> {
  const section = page.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  const cells = lines.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
  return new Map(cells.map(([first = "", ...rest]) => [first, rest]));
}

const outcomes = rowsOf("Calls during a fault");
const alerts = rowsOf("Alerts of a fault");

describe("docs/faults.md", () => {
  it("has a row for each fault, and a column for each call", () => {
    const rows = [...outcomes.keys()].filter((name) => name !== "fault" && !name.startsWith("-"));
    expect(rows).toEqual(Object.keys(OUTAGES));
    expect(outcomes.get("fault")).toEqual(Object.keys(CALLS));
  });

  it.each(Object.entries(OUTAGES))("says what calls do and which alerts fire: %s", async (name, fault) => {
    const planted = outage(fault);
    const subject = await subjectOf(planted);
    planted.plant();
    const found: string[] = [];
    const records = await recordsOf(async () => {
      for (const call of Object.values(CALLS)) {
        await planted.before();
        found.push(await outcomeOf(call(subject)));
      }
      await planted.flush();
    });
    planted.repair();
    await planted.flush();
    expect({ name, outcomes: found }).toEqual({ name, outcomes: outcomes.get(name) });
    const firing = alertsOf(records).map((alert) => `\`${alert}\``);
    expect({ name, alerts: firing.join(", ") || "none" }).toEqual({ name, alerts: alerts.get(name)?.[0] });
  });
});
