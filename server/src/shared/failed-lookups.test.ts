import { beforeAll, describe, expect, it } from "vitest";
import { countedLimits } from "../../test/counted-limits.ts";
import { MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { codeIn } from "../../test/raw.ts";
import { countedIsolate } from "../../test/work.ts";
import { createTestTenant, createWorld, type World } from "../../test/world.ts";
import { newKey } from "../api-keys/api-key.ts";
import { toBase64Url, utf8 } from "../ports/encoding.ts";
import { pause } from "../ports/time.ts";
import { FailedLookups } from "./failed-lookups.ts";

const NOW = new Date(1_800_000_000_000);
const HERE = "192.0.2.1";

describe("failed look-ups", () => {
  /** Looks up a target from an address. Returns the result or the error code, and whether the look-up ran. */
  function lookups(limit = 3) {
    const failed = new FailedLookups(countedLimits({ credentials: limit }), pause);
    let wasQueried = 0;
    const look = async (found: string | undefined, more: { address?: string; target?: string; now?: Date } = {}) => {
      const before = wasQueried;
      const find = async () => {
        wasQueried++;
        return found;
      };
      const lookup = { address: HERE, target: `target ${Math.random()}`, now: NOW, ...more };
      const outcome = await failed.find(lookup, find).catch((error) => error.code);
      return { outcome, wasQueried: wasQueried > before };
    };
    return look;
  }
  const refused = { outcome: "rate_limited", wasQueried: false };

  it("are refused without a query once an address exceeds the limit", async () => {
    const look = lookups();
    for (let i = 0; i < 4; i++) expect(await look(undefined)).toEqual({ outcome: undefined, wasQueried: true });
    for (let i = 0; i < 4; i++) expect(await look(undefined)).toEqual(refused);
    expect(await look("a key")).toEqual(refused);
    expect(await look(undefined, { address: "192.0.2.2" })).toEqual({ outcome: undefined, wasQueried: true });
  });

  it("don't block targets that were found before, until they aren't found any more", async () => {
    const look = lookups();
    const found = { outcome: "a key", wasQueried: true };
    expect(await look("a key", { target: "key 1", address: "192.0.2.2" })).toEqual(found);
    for (let i = 0; i < 5; i++) await look(undefined);
    expect(await look("a key", { target: "key 1" })).toEqual(found);
    expect(await look(undefined, { target: "key 1" })).toEqual({ outcome: undefined, wasQueried: true });
    expect(await look("a key", { target: "key 1" })).toEqual(refused);
  });

  it("count alone: successful look-ups never lead to a refusal", async () => {
    const look = lookups();
    for (let i = 0; i < 20; i++) expect(await look("a key")).toEqual({ outcome: "a key", wasQueried: true });
  });

  it("are allowed again after a minute, up to the limit", async () => {
    const look = lookups();
    for (let i = 0; i < 5; i++) await look(undefined);
    expect(await look("a key", { now: new Date(NOW.getTime() + 59_999) })).toEqual(refused);
    expect(await look("a key", { now: new Date(NOW.getTime() + 60_000) })).toEqual({
      outcome: "a key",
      wasQueried: true,
    });
  });

  it("rule 56: count per /64 of an IPv6 address", async () => {
    const look = lookups();
    for (let i = 0; i < 4; i++) await look(undefined, { address: `2001:db8:0:1:0:0:0:${i}` });
    expect(await look("a key", { address: "2001:db8:0:1:ffff:0:0:1" })).toEqual(refused);
    expect(await look("a key", { address: "2001:db8:0:2:0:0:0:1" })).toEqual({ outcome: "a key", wasQueried: true });
  });

  it("without an address count per target, so that one Worker of the account can't block another", async () => {
    const look = lookups();
    for (let i = 0; i < 4; i++) await look(undefined, { address: "unknown", target: "key 1" });
    expect(await look("a key", { address: "unknown", target: "key 1" })).toEqual(refused);
    expect(await look("a key", { address: "unknown", target: "key 2" })).toEqual({
      outcome: "a key",
      wasQueried: true,
    });
  });

  it("can't exceed the limit concurrently, and a target that one finds is found for all", async () => {
    const failed = new FailedLookups(countedLimits({ credentials: 30 }), pause);
    let [wasQueried, pending, maxPending] = [0, 0, 0];
    const look = async (target: string, found: string | undefined) => {
      const find = async () => {
        wasQueried++;
        maxPending = Math.max(maxPending, ++pending);
        await scheduler.wait(1);
        pending--;
        return found;
      };
      return await failed.find({ address: HERE, target, now: NOW }, find).catch((error) => error.code);
    };
    const good = await Promise.all(Array.from({ length: 500 }, () => look("key 1", "a key")));
    expect(new Set(good)).toEqual(new Set(["a key"]));
    expect(maxPending).toBeGreaterThan(20);
    [wasQueried, maxPending] = [0, 0];
    const invented = await Promise.all(Array.from({ length: 500 }, (_, i) => look(`invented ${i}`, undefined)));
    expect(new Set(invented)).toEqual(new Set([undefined, "rate_limited"]));
    expect(maxPending).toBe(20);
    expect(wasQueried).toBeLessThanOrEqual(30 + 20);
  });

  it("don't wait forever for look-ups that never end", async () => {
    let waits = 0;
    const failed = new FailedLookups(countedLimits(), async () => {
      waits++;
    });
    const never = new Promise<undefined>(() => undefined);
    for (let i = 0; i < 20; i++) void failed.find({ address: HERE, target: `broken off ${i}`, now: NOW }, () => never);
    expect(await failed.find({ address: HERE, target: "key 1", now: NOW }, async () => "a key")).toBe("a key");
    expect(waits).toBe(500);
    expect(await failed.find({ address: HERE, target: "key 2", now: NOW }, async () => "a key")).toBe("a key");
    expect(waits).toBe(500);
  });

  it("are cached for at maxPending 10,000 addresses", async () => {
    const look = lookups(0);
    for (let i = 0; i <= 10_000; i++) await look(undefined, { address: `10.${i >> 8}.${i & 255}.1` });
    expect(await look(undefined, { address: "10.0.0.1" })).toEqual({ outcome: undefined, wasQueried: true });
    expect(await look(undefined, { address: "10.0.2.1" })).toEqual(refused);
  });
});

describe("over the wire", () => {
  const LIMIT = 5;
  let world: World;
  let token: string;
  let testToken: string;
  let testSlug: string;
  beforeAll(async () => {
    world = await createWorld();
    token = (await (await somebody(world.acme)).signIn()).accessToken;
    const test = await createTestTenant(world.admin, "lookups");
    testSlug = test.tenant.id;
    testToken = (await (await somebody(test)).signIn()).accessToken;
  });

  let addresses = 0;
  const address = () => `198.51.100.${++addresses}`;
  const part = (value: object) => toBase64Url(utf8(JSON.stringify(value)));
  let inventions = 0;
  /** An unsigned token of a tenant, with a key id. */
  const inventedToken = (tenant: string, kid = `kid-${++inventions}`) => {
    const iss = `http://auth.test/t/${tenant}`;
    return `${part({ alg: "EdDSA", typ: "at+jwt", kid })}.${part({ iss })}.${toBase64Url(new Uint8Array(64))}`;
  };
  const call = (headers: Record<string, string>, host = "auth.test"): [string, RequestInit] => {
    const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: "{}" };
    return [`http://${host}/trpc/auth.logout`, init];
  };
  const inventedTicket = (tenant: string): [string, RequestInit] => {
    const secret = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
    const headers = { upgrade: "websocket", "sec-websocket-protocol": `cf-auth.events, ${tenant}.${secret}` };
    return ["http://auth.test/events", { headers }];
  };
  const get = (path: string): [string, RequestInit] => [`http://auth.test${path}`, {}];

  const INVENTED: readonly [name: string, request: () => [string, RequestInit], code: string][] = [
    ["keys", () => call({ "x-api-key": newKey("secret", "live") }), "key_invalid"],
    ["publishable keys", () => call({ "x-api-key": newKey("publishable", "test") }), "key_invalid"],
    [
      "ids of signing keys",
      () => call({ authorization: `Bearer ${inventedToken(world.acme.tenant.id)}` }),
      "token_invalid",
    ],
    [
      "ids of signing keys of a test tenant",
      () => call({ authorization: `Bearer ${inventedToken(testSlug)}` }),
      "token_invalid",
    ],
    ["issuers", () => call({ authorization: `Bearer ${inventedToken(`ten_${++inventions}`)}` }), "token_invalid"],
    ["tenants", () => call({ "x-tenant-id": `nobody-${++inventions}` }), "tenant_not_found"],
    ["subdomains", () => call({}, `nobody-${++inventions}.auth.test`), "tenant_not_found"],
    ["key sets", () => get(`/t/nobody-${++inventions}/.well-known/jwks.json`), "tenant_not_found"],
    ["metadata", () => get(`/t/ten_${++inventions}/.well-known/openid-configuration`), "tenant_not_found"],
    ["pages", () => get(`/t/nobody-${++inventions}/confirm?token=x`), "tenant_not_found"],
    ["tickets", () => inventedTicket(`ten_${"0".repeat(26)}`), "ticket_invalid"],
    ["tickets of a tenant", () => inventedTicket(world.acme.tenant.id), "ticket_invalid"],
    [
      "files",
      () => [`http://auth.test/authz/graph.csv`, { headers: { "x-api-key": newKey("secret", "live") } }],
      "key_invalid",
    ],
    [
      "sockets",
      () => [`http://auth.test/events`, { headers: { "x-api-key": newKey("secret", "live"), upgrade: "websocket" } }],
      "key_invalid",
    ],
  ];

  it.each(INVENTED)(
    "invented %s reach the database as often as the limit says, and then none does",
    async (_, request, code) => {
      const clock = new MovedClock();
      const limits = countedLimits({ credentials: LIMIT });
      const { fetch, workOf } = countedIsolate(clock, { failedLookups: new FailedLookups(limits, pause) });
      const ip = address();
      const send = async ([url, init]: [string, RequestInit], from = ip) => {
        const headers = { ...Object.fromEntries(new Headers(init.headers)), "cf-connecting-ip": from };
        const { answer, work } = await workOf(async () => await fetch(url, { ...init, headers }));
        const statements = work.statements.length;
        return {
          code: codeIn(await answer.json()),
          statements,
          status: answer.status,
          wait: answer.headers.get("retry-after"),
        };
      };
      const keep = call({ "x-api-key": world.acme.secretKey });
      const kept = call({ authorization: `Bearer ${token}` });
      for (const known of [keep, kept]) expect((await send(known)).status).toBeLessThan(402);
      for (let i = 0; i <= LIMIT; i++) expect(await send(request())).toMatchObject({ code });
      for (let i = 0; i < 3; i++) {
        const refused = await send(request());
        expect(refused).toMatchObject({ code: "rate_limited", status: 429, statements: 0 });
        expect(Number(refused.wait)).toBeGreaterThan(0);
      }
      // Cached callers continue from the same address, and all callers from another one.
      for (const known of [keep, kept]) expect((await send(known)).code).not.toBe("rate_limited");
      expect((await send(request(), address())).code).toBe(code);
      clock.advance(61);
      expect((await send(call({ authorization: `Bearer ${testToken}` }))).code).not.toBe("rate_limited");
    },
  );

  it("an altered token of a test tenant causes no database query", async () => {
    const { fetch, workOf } = countedIsolate();
    const send = async (text: string) => {
      const [url, init] = call({ authorization: `Bearer ${text}`, "cf-connecting-ip": address() });
      const { answer, work } = await workOf(async () => await fetch(url, init));
      return { code: codeIn(await answer.json()), statements: work.statements.length };
    };
    await send(testToken);
    const altered = testToken.replace(/.{20}$/, "A".repeat(20));
    expect(await send(altered)).toEqual({ code: "token_invalid", statements: 0 });
  });

  it.each(["malformed", "with a wrong checksum", "cut short", "that a tenant gave to its customer"])(
    "a key %s is refused without asking anybody",
    async (kind) => {
      const key = newKey("secret", "live");
      const customer = newKey("customer", "live", "shop");
      const wrong =
        kind === "malformed"
          ? "sk_live_x"
          : kind === "cut short"
            ? key.slice(0, -1)
            : `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`;
      const { fetch, workOf } = countedIsolate();
      const [url, init] = call({ "x-api-key": kind.startsWith("that") ? customer : wrong });
      const { answer, work } = await workOf(async () => await fetch(url, init));
      expect(codeIn(await answer.json())).toBe(kind.startsWith("that") ? "customer_key_not_allowed" : "key_malformed");
      expect([work.statements.length, work.objectCalls.length]).toEqual([0, 0]);
    },
  );

  it.each(["revoked", "expired"])(
    "a key that is %s is refused without asking anybody, once it is known to be",
    async (how) => {
      const clock = new MovedClock();
      const { fetch, workOf } = countedIsolate(clock);
      const expiresAt = how === "expired" ? { expiresAt: new Date(Date.now() + 3_600_000) } : {};
      const { key, apiKey } = await world.acme.client.apiKeys.create.mutate({
        kind: "secret",
        name: "x",
        ...expiresAt,
      });
      if (how === "revoked") await world.acme.client.apiKeys.revoke.mutate({ id: apiKey.id });
      const send = async () => {
        const { answer, work } = await workOf(
          async () => await fetch(...call({ "x-api-key": key, "cf-connecting-ip": "192.0.2.5" })),
        );
        return [codeIn(await answer.json()), work.statements.length + work.objectCalls.length];
      };
      await send();
      if (how === "expired") clock.advance(7200);
      expect(await send()).toEqual([`key_${how}`, 0]);
    },
  );

  it("a Worker of the account with an invented key can't block another Worker with a valid one", async () => {
    // Without an address. Calls by the service binding are tested elsewhere.
    const limits = countedLimits({ credentials: LIMIT });
    const { clientFor } = countedIsolate(new MovedClock(), { failedLookups: new FailedLookups(limits, pause) });
    const nowhere = { "cf-connecting-ip": "" };
    for (let i = 0; i < 20; i++) {
      const invented = clientFor({ key: newKey("secret", "live"), headers: nowhere });
      await expect(invented.tenants.get.query()).rejects.toMatchObject({ data: { code: "key_invalid" } });
    }
    const good = clientFor({ key: world.acme.secretKey, headers: nowhere });
    expect((await good.tenants.get.query()).slug).toBe("acme");
  });
});
