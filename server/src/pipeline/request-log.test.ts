import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { isolate } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";
import { systemClock } from "../ports/time.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const logged: Record<string, unknown>[] = [];
beforeEach(() => {
  logged.length = 0;
  for (const level of ["info", "error"] as const) {
    vi.spyOn(console, level).mockImplementation((line) => void logged.push(JSON.parse(`${line}`)));
  }
});
afterEach(() => vi.restoreAllMocks());

const JSON_TYPE = { "content-type": "application/json" };

interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly method?: string;
  readonly REQUEST_LOGS?: string;
}

/** Sends a call to a Worker that logs requests, and returns the records of requests. */
async function recordsOf(
  path: string,
  { headers = {}, body = "{}", method = "POST", REQUEST_LOGS = "all" }: Sent,
): Promise<Record<string, unknown>[]> {
  const { fetch } = isolate(systemClock, {}, { REQUEST_LOGS } as Partial<Env>);
  const sent = method === "POST" ? { headers: { ...JSON_TYPE, ...headers }, body } : { headers };
  await fetch(`http://auth.test${path}`, { method, ...sent });
  return logged.filter(({ message }) => message === "Request.");
}

const asAcme = () => ({ "x-api-key": world.acme.secretKey });

describe("a request is logged as one record", () => {
  it("with its call, its caller and its tenant", async () => {
    const [record, ...others] = await recordsOf("/trpc/tenants.get", { headers: asAcme() });
    expect(others).toEqual([]);
    expect(record).toEqual({
      level: "info",
      message: "Request.",
      requestId: expect.stringMatching(/^req_/),
      ...{ method: "POST", route: "/trpc/{procedure}", status: 200, durationMs: expect.any(Number) },
      ...{ procedure: "tenants.get", outcome: "ok", tenantId: world.acme.tenant.id },
      ...{ caller: "secret", actor: expect.stringMatching(/^key_/), callCount: 1, failureCount: 0 },
    });
  });

  it("with the calls of a batch, and the first error", async () => {
    const path = "/trpc/tenants.get,authz.model.get?batch=1";
    const [record] = await recordsOf(path, { headers: asAcme(), body: '{"0":{},"1":{}}' });
    expect(record).toMatchObject({
      ...{ callCount: 2, failureCount: 1, outcome: "model_not_found", status: 207 },
    });
    // In the order in which they ended.
    expect(`${record?.procedure}`.split(",").sort()).toEqual(["authz.model.get", "tenants.get"]);
  });

  it("with the trace of the client", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const headers = { ...asAcme(), traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    expect(await recordsOf("/trpc/tenants.get", { headers })).toMatchObject([{ traceId }]);
  });

  it.each([
    ["/openapi.json", "GET", { route: "/openapi.json", status: 200, outcome: "ok", callCount: 0 }],
    ["/t/acme/.well-known/jwks.json?x=secret", "GET", { route: "/t/{tenant}/.well-known/jwks.json", status: 200 }],
    ["/a-secret-path", "GET", { route: "unknown", status: 404, outcome: "procedure_not_found" }],
    ["/trpc/nothing.here", "POST", { route: "/trpc/{procedure}", status: 404, outcome: "procedure_not_found" }],
  ])("of %s without the path that was sent", async (path, method, expected) => {
    const records = await recordsOf(path, { method });
    expect(records).toMatchObject([expected]);
    expect(JSON.stringify(records)).not.toMatch(/secret|nothing/);
  });

  it("without the credentials, emails and IP addresses of the request", async () => {
    const person = { email: "anne@example.com", password: "an unlikely sentence" };
    const headers = {
      "x-api-key": world.acme.publishableKey,
      "cf-connecting-ip": "192.0.2.99",
      "user-agent": "secret/1",
    };
    const records = await recordsOf("/trpc/auth.login", { headers, body: JSON.stringify({ json: person }) });
    expect(records).toMatchObject([{ procedure: "auth.login", outcome: "invalid_credentials", status: 401 }]);
    const text = JSON.stringify(records);
    for (const value of [...Object.values(person), ...Object.values(headers)]) expect(text).not.toContain(value);
  });
});

it("a request whose credentials are refused is logged with the code", async () => {
  const wrong = { "x-api-key": "sk_live_00000000000000000000000000000000000000000004QJVSe" };
  const [byTrpc] = await recordsOf("/trpc/tenants.get", { headers: wrong });
  expect(byTrpc).toMatchObject({ outcome: "key_malformed", status: 401, callCount: 0 });
  logged.length = 0;
  const [byDirectQuery] = await recordsOf("/trpc/authz.check", { headers: wrong });
  expect(byDirectQuery).toMatchObject({ outcome: "key_malformed", status: 401, callCount: 0 });
});

describe("REQUEST_LOGS", () => {
  it("failures leaves out requests without an error", async () => {
    const REQUEST_LOGS = "failures";
    expect(await recordsOf("/trpc/tenants.get", { headers: asAcme(), REQUEST_LOGS })).toEqual([]);
    expect(await recordsOf("/trpc/tenants.get", { REQUEST_LOGS })).toMatchObject([{ outcome: "unauthenticated" }]);
  });

  it("none leaves out all", async () => {
    expect(await recordsOf("/trpc/tenants.get", { REQUEST_LOGS: "none" })).toEqual([]);
  });
});
