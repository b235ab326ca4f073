import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { faultyIsolate } from "../../test/faults.ts";
import { createGraph, t } from "../../test/graphs.ts";
import { arriving, isolate, StandingClock } from "../../test/moved.ts";
import { createTenant } from "../../test/world.ts";
import { handle } from "./http.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define reader: [user]`;
const ALLOWED = t("user:anne reader doc:plan");
const URL_OF_CHECK = "http://auth.test/trpc/authz.check";

type Graph = Awaited<ReturnType<typeof createGraph>>;
let graph: Graph;
let restricted: string;
let adminHeaders: Record<string, string>;
beforeAll(async () => {
  graph = await createGraph(MODEL);
  await graph.authz.write.mutate({ writes: [ALLOWED] });
  const { apiKeys } = clientFor({ key: graph.key });
  ({ key: restricted } = await apiKeys.create.mutate({ kind: "restricted", name: "checks", scopes: ["authz.check"] }));
  adminHeaders = { authorization: `Bearer ${graph.world.token}`, "x-tenant-id": graph.id };
});

type Edge = ReturnType<typeof faultyIsolate>;

/** Sends a check, and waits for nothing that it defers. */
async function send(
  edge: Pick<Edge, "app">,
  headers: Record<string, string>,
  consistency: "fast" | "exact",
  url = URL_OF_CHECK,
) {
  const deferred: Promise<unknown>[] = [];
  const body = JSON.stringify({ json: { ...ALLOWED, consistency } });
  const init = { method: "POST", body, headers: { "content-type": "application/json", ...headers } };
  const response = await handle(edge.app, arriving(url, init), (work) => void deferred.push(work));
  const { result, error } = (await response.json()) as {
    result?: { data: { json: { allowed: boolean } } };
    error?: { json: { data: { code: string } } };
  };
  return { answer: result?.data.json.allowed ?? error?.json.data.code, deferred };
}

/** An edge that has answered checks of these callers, with a clock that stands still. */
async function warm(...callers: Record<string, string>[]) {
  const clock = new StandingClock();
  const edge = faultyIsolate(clock);
  // Usage isn't delivered while the calls are counted.
  edge.app.meter.scheduleFlush = () => undefined;
  const all: Promise<unknown>[] = [];
  for (const headers of callers) {
    for (const consistency of ["exact", "fast", "fast", "exact"] as const) {
      const { answer, deferred } = await send(edge, headers, consistency);
      expect(answer).toBe(true);
      all.push(...deferred);
    }
  }
  await Promise.all(all);
  edge.arm();
  return { edge, clock };
}

const callers = (): [string, Record<string, string>][] => [
  ["a secret key", { "x-api-key": graph.key }],
  ["a secret key that names its tenant", { "x-api-key": graph.key, "x-tenant-id": graph.id }],
  ["a restricted key", { authorization: `Bearer ${restricted}` }],
  ["a platform admin", adminHeaders],
];
const names = ["a secret key", "a secret key that names its tenant", "a restricted key", "a platform admin"];

describe.each(names)("a check of %s in an isolate that has answered it before", (name) => {
  const headers = () => callers().find(([each]) => each === name)?.[1] ?? {};

  it("with consistency fast asks no object, database or KV", async () => {
    const { edge } = await warm(headers());
    expect((await send(edge, headers(), "fast")).answer).toBe(true);
    expect(edge.steps).toEqual([]);
  });

  it("with consistency exact asks both objects at once", async () => {
    const { edge } = await warm(headers());
    expect((await send(edge, headers(), "exact")).answer).toBe(true);
    const key = ["TENANT_STATE tenantVersion", "GRAPH_STATE query"];
    // The permission needs the tenant's ancestors, then the platform's graph.
    const admin = [...["D1 all", "GRAPH_STATE query", "GRAPH_STATE query"], ...["TENANT_STATE standing", key[0]]];
    const isAdmin = name === "a platform admin";
    expect({ steps: isAdmin ? edge.steps.toSorted() : edge.steps, roundTrips: edge.roundTrips }).toEqual(
      isAdmin ? { steps: admin, roundTrips: 2 } : { steps: key, roundTrips: 1 },
    );
  });
});

describe("a credential that is revoked", () => {
  /** A tenant of its own, with a secret key that can be revoked and an edge that knows it. */
  async function known() {
    const own = await createGraph(MODEL);
    await own.authz.write.mutate({ writes: [ALLOWED] });
    const { apiKeys } = clientFor({ key: own.key });
    const { key, apiKey } = await apiKeys.create.mutate({ kind: "secret", name: "known" });
    const headers = { "x-api-key": key };
    return { ...own, apiKeys, id: apiKey.id, headers, ...(await warm(headers)) };
  }

  it("rule 24: is refused by exact checks at once, also where the isolate assumed it", async () => {
    const { apiKeys, id, headers, edge } = await known();
    await apiKeys.revoke.mutate({ id });
    expect((await send(edge, headers, "exact")).answer).toBe("key_revoked");
  });

  it("is refused by fast checks once the copy may be no older, and not before", async () => {
    const { apiKeys, id, headers, edge, clock } = await known();
    await apiKeys.revoke.mutate({ id });
    expect((await send(edge, headers, "fast")).answer).toBe(true);
    clock.advance(1.999);
    expect((await send(edge, headers, "fast")).answer).toBe(true);
    clock.advance(0.001);
    expect((await send(edge, headers, "fast")).answer).toBe("key_revoked");
  });

  it("is refused by fast checks after 10 seconds where copies may be older", async () => {
    const { apiKeys, key, id: _, headers, edge, clock, ...own } = await known();
    const admin = clientFor({ token: own.world.token, tenant: await slugOf(key) });
    await admin.authz.settings.update.mutate({ maxStalenessSeconds: 300 });
    clock.advance(2.1);
    // The copy learns the setting.
    for (let i = 0; i < 2; i++) await send(edge, headers, "fast");
    const { items } = await apiKeys.list.query({});
    await apiKeys.revoke.mutate({ id: items.find(({ name }) => name === "known")?.id ?? "" });
    clock.advance(9.999);
    expect((await send(edge, headers, "fast")).answer).toBe(true);
    clock.advance(0.001);
    expect((await send(edge, headers, "fast")).answer).toBe("key_revoked");
  });

  it("is refused by other calls at once, also after fast checks", async () => {
    const { apiKeys, id, headers, edge } = await known();
    await apiKeys.revoke.mutate({ id });
    expect((await send(edge, headers, "fast")).answer).toBe(true);
    expect(await errorOf(edge.clientFor({ key: headers["x-api-key"] }).tenants.get.query())).toMatchObject({
      code: "key_revoked",
    });
    // What the other call has learned counts for fast checks, too.
    expect((await send(edge, headers, "fast")).answer).toBe("key_revoked");
  });

  it("is asked for at every fast check where copies may not be old", async () => {
    const { key, apiKeys, id, headers, edge } = await known();
    await clientFor({ key }).authz.settings.update.mutate({ maxStalenessSeconds: 0 });
    // An update of the copy brings the setting.
    await clientFor({ key }).authz.write.mutate({ writes: [t("user:beth reader doc:plan")] });
    const body = { ...ALLOWED, consistency: { atLeast: "1000000" } };
    await errorOf(edge.clientFor({ key: headers["x-api-key"] }).authz.check.query(body));
    await apiKeys.revoke.mutate({ id });
    expect((await send(edge, headers, "fast")).answer).toBe("key_revoked");
  });

  it("counts again at once: an unknown key is never remembered", async () => {
    const { apiKeys, edge } = await known();
    const unknown = `${graph.key.slice(0, -1)}${graph.key.endsWith("x") ? "y" : "x"}`;
    expect((await send(edge, { "x-api-key": unknown }, "fast")).answer).toBe("key_malformed");
    const { key } = await apiKeys.create.mutate({ kind: "secret", name: "new" });
    expect((await send(edge, { "x-api-key": key }, "fast")).answer).toBe(true);
  });
});

async function slugOf(key: string): Promise<string> {
  return (await clientFor({ key }).tenants.get.query()).slug;
}

describe("an exact check whose caller changed since the isolate asked last", () => {
  it("is answered by the caller as it is now", async () => {
    const { apiKeys } = clientFor({ key: graph.key });
    const scopes = ["authz.listObjects"];
    const { key, apiKey } = await apiKeys.create.mutate({
      kind: "restricted",
      name: "changing",
      scopes: ["authz.check"],
    });
    const headers = { "x-api-key": key };
    const { edge } = await warm(headers);
    await apiKeys.update.mutate({ id: apiKey.id, scopes });
    expect((await send(edge, headers, "exact")).answer).toBe("insufficient_scope");
    await apiKeys.update.mutate({ id: apiKey.id, scopes: ["authz.check"] });
    // The isolate last knew the key without the scope.
    expect((await send(edge, headers, "exact")).answer).toBe(true);
  });

  it("is counted once", async () => {
    const own = await createTenant(graph.world.admin, "counted-once");
    await own.client.authz.model.put.mutate({ model: MODEL });
    await own.client.authz.write.mutate({ writes: [ALLOWED] });
    const headers = { "x-api-key": own.secretKey };
    const { edge } = await warm(headers);
    await edge.app.meter.flush();
    await own.client.tenants.update.mutate({ name: "Another name" });
    const counted: string[] = [];
    const { meter } = edge.app;
    const call = meter.call.bind(meter);
    meter.call = (tenantId, outcome) => {
      counted.push(tenantId);
      call(tenantId, outcome);
    };
    expect((await send(edge, headers, "exact")).answer).toBe(true);
    expect(counted).toEqual([own.tenant.id]);
  });

  it.each(["TENANT_STATE tenantVersion", "GRAPH_STATE query"])("fails where %s can't be asked", async (step) => {
    const headers = { "x-api-key": graph.key };
    const { edge } = await warm(headers);
    edge.arm(step.startsWith("TENANT_STATE") ? 1 : 2);
    expect((await send(edge, headers, "exact")).answer).toBe("internal_error");
    expect(edge.steps).toContain(step);
    edge.arm();
    expect((await send(edge, headers, "exact")).answer).toBe(true);
  });
});

describe("renews what it needs before it is too old", () => {
  it("after the response, once for all that ask meanwhile", async () => {
    const headers = { "x-api-key": graph.key };
    const { edge, clock } = await warm(headers);
    clock.advance(1.5);
    const sent = await Promise.all(Array.from({ length: 5 }, () => send(edge, headers, "fast")));
    expect(sent.map(({ answer }) => answer)).toEqual(Array(5).fill(true));
    await Promise.all(sent.flatMap(({ deferred }) => deferred));
    expect(edge.steps.filter((name) => name === "TENANT_STATE tenantVersion")).toHaveLength(1);
    expect(edge.steps.filter((name) => name === "GRAPH_STATE update")).toHaveLength(1);
    edge.arm();
    // Without the renewal both would be too old by now.
    clock.advance(0.9);
    expect((await send(edge, headers, "fast")).answer).toBe(true);
    expect(edge.steps).toEqual([]);
  });
});

describe("answers as tRPC does", () => {
  const check = (json: object) => JSON.stringify({ json });
  const bodies: [string, string][] = [
    ["a check", check(ALLOWED)],
    ["a fast check", check({ ...ALLOWED, consistency: "fast" })],
    ["a check at a past revision", check({ ...ALLOWED, consistency: { at: "1" } })],
    ["a check of a later revision", check({ ...ALLOWED, consistency: { atLeast: "1000" } })],
    ["a check without a relation", check({ subject: "user:anne", object: "doc:plan" })],
    ["a check with a field too many", check({ ...ALLOWED, user: "anne" })],
    ["a check of an unknown type", check(t("user:anne reader file:plan"))],
    ["no JSON", "{"],
    ["an input outside of json", JSON.stringify(ALLOWED)],
    ["null", "null"],
    ["an empty object", "{}"],
    ["half of a surrogate pair", '{"json":{"subject":"user:\\ud800","relation":"reader","object":"doc:plan"}}'],
    [
      "a consistency that an annotation takes away",
      JSON.stringify({
        json: { ...ALLOWED, consistency: "fast" },
        meta: { values: { consistency: ["undefined"] }, v: 1 },
      }),
    ],
    ["an annotation that no input takes", JSON.stringify({ json: ALLOWED, meta: { values: ["map"] } })],
  ];
  const senders: [string, () => Record<string, string>][] = [
    ["a secret key", () => ({ "x-api-key": graph.key })],
    ["a restricted key", () => ({ authorization: `Bearer ${restricted}` })],
    ["a platform admin", () => adminHeaders],
    ["a platform admin without a tenant", () => ({ authorization: `Bearer ${graph.world.token}` })],
    ["nobody", () => ({})],
    ["a key that isn't one", () => ({ "x-api-key": "sk_live_nothing" })],
    ["a key of another tenant", () => ({ "x-api-key": graph.key, "x-tenant-id": graph.world.acme.tenant.id })],
    ["a page of another origin", () => ({ "x-api-key": graph.key, origin: "https://app.example.com" })],
    ["an old client", () => ({ "x-api-key": graph.key, "x-cf-auth-client": "0.0.1+0123456789abcdef" })],
  ];

  /** Status, headers and body, without what differs from request to request. */
  async function answerTo(headers: Record<string, string>, body: string, contentType: string) {
    const { fetch } = isolate(new StandingClock());
    const response = await fetch(URL_OF_CHECK, {
      method: "POST",
      body,
      headers: { "content-type": contentType, "cf-connecting-ip": "10.9.9.9", ...headers },
    });
    const text = (await response.text()).replaceAll(/req_\w+/g, "req_");
    const shown = [...response.headers].filter(([name]) => name !== "x-request-id" && name !== "content-length");
    return { status: response.status, headers: Object.fromEntries(shown), body: JSON.parse(text) };
  }

  it.each(senders)("for %s", async (_, headersOf) => {
    for (const [what, body] of bodies) {
      // tRPC takes what isn't plain JSON.
      const [ours, trpc] = [
        await answerTo(headersOf(), body, "application/json"),
        await answerTo(headersOf(), body, "application/json; charset=utf-8"),
      ];
      const { vary = "", ...headers } = trpc.headers;
      expect(vary.split(", ")).toContain("Origin");
      expect({ what, ...ours }).toEqual({ what, ...trpc, headers: { ...headers, vary: "Origin" } });
    }
  });
});
