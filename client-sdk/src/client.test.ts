import { describe, expect, it } from "vitest";
import { CfAuthError } from "./calls/error.ts";
import { createClient } from "./client.ts";
import { CONTRACT_HASH, SDK_VERSION } from "./generated/version.ts";

interface Seen {
  url: string;
  method: string | undefined;
  headers: Headers;
  body: unknown;
}

/** A client whose requests a function answers, and the requests that it received. */
function clientAnswering(
  answer: (seen: Seen, signal: AbortSignal | undefined) => Response | Promise<Response>,
  more = {},
) {
  const seen: Seen[] = [];
  const client = createClient({
    url: "https://auth.example.com/",
    key: "sk_live_x",
    fetch: async (url, init) => {
      const one = {
        url: `${url}`,
        method: init?.method,
        headers: new Headers(init?.headers),
        body: JSON.parse(`${init?.body ?? "null"}`),
      };
      seen.push(one);
      return await answer(one, init?.signal ?? undefined);
    },
    ...more,
  });
  return { client, seen };
}

const ok = (json: unknown, meta?: unknown) => Response.json({ result: { data: { json, ...(meta ? { meta } : {}) } } });
const failed = (status: number, data: object, message = "No.") =>
  Response.json({ error: { json: { message, code: -32000, data: { httpStatus: status, ...data } } } }, { status });

const JSON_HEADERS = { headers: { "content-type": "application/json" } };
const question = { subject: "user:anne", relation: "write", object: "repo:api" };

async function errorOf(call: Promise<unknown>): Promise<CfAuthError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CfAuthError) return error;
  throw new Error(`Not a CfAuthError: ${error}`);
}

describe("a call", () => {
  it("is a POST with its input in the body, also for queries", async () => {
    const { client, seen } = clientAnswering(() => ok({ allowed: true, revision: "1" }));
    expect(await client.authz.check(question)).toEqual({ allowed: true, revision: "1" });
    expect(seen).toMatchObject([
      { url: "https://auth.example.com/trpc/authz.check", method: "POST", body: { json: question } },
    ]);
    expect(seen[0]?.headers.get("x-api-key")).toBe("sk_live_x");
    expect(seen[0]?.headers.get("authorization")).toBeNull();
  });

  it("sends and returns dates", async () => {
    const time = "2026-01-02T03:04:05.000Z";
    const { client, seen } = clientAnswering(() => ok({ status: "ok", time }, { values: { time: ["Date"] } }));
    expect((await client.system.health()).time).toEqual(new Date(time));
    await client.apiKeys.create({ kind: "secret", name: "ci", expiresAt: new Date(time) }).catch(() => undefined);
    expect(seen[1]?.body).toMatchObject({ json: { expiresAt: time }, meta: { values: { expiresAt: ["Date"] } } });
  });

  it("reaches procedures of every depth", async () => {
    const { client, seen } = clientAnswering(() => ok({}));
    await client.authz.graph.stats();
    await client.authz.model.get();
    expect(seen.map(({ url }) => url.split("/trpc/")[1])).toEqual(["authz.graph.stats", "authz.model.get"]);
    // An input of which nothing was given is an object all the same.
    expect(seen[1]?.body).toEqual({ json: {} });
  });

  it("sends token, tenant and headers, and reads the token for each call", async () => {
    let token: string | undefined = "one";
    const { client, seen } = clientAnswering(() => ok({}), {
      key: undefined,
      token: () => token,
      tenant: "acme",
      headers: { "x-more": "1" },
    });
    await client.auth.me();
    token = undefined;
    await client.auth.me();
    expect(seen.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer one", null]);
    expect(seen[0]?.headers.get("x-tenant-id")).toBe("acme");
    expect(seen[0]?.headers.get("x-more")).toBe("1");
    expect(seen[0]?.headers.get("x-api-key")).toBeNull();
  });
});

describe("by default", () => {
  it("a call sends the client's version", async () => {
    const { client, seen } = clientAnswering(() => ok({}));
    await client.authz.graph.stats();
    expect(seen[0]?.headers.get("x-cf-auth-client")).toBe(`${SDK_VERSION}+${CONTRACT_HASH}`);
  });

  it("a mutation has an idempotency key, a query has none", async () => {
    const { client, seen } = clientAnswering(() => ok({}));
    await client.authz.write({ writes: [] });
    await client.authz.write({ writes: [] }, { idempotencyKey: "import-2026-11-24" });
    await client.authz.read();
    const keys = seen.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), "import-2026-11-24", null]);
  });

  it("a mutation whose response was lost is retried with its key", async () => {
    let cuts = 1;
    const { client, seen } = clientAnswering(() =>
      cuts-- > 0 ? new Response('{"result":', JSON_HEADERS) : ok({ revision: "8" }),
    );
    expect(await client.authz.write({ writes: [] })).toEqual({ revision: "8" });
    const [first, second] = seen.map(({ headers }) => headers.get("idempotency-key"));
    expect([seen.length, second]).toEqual([2, first]);
  });

  it("a 503 of another server is retried after its Retry-After", async () => {
    const busy = () => new Response("<html>", { status: 503, headers: { "retry-after": "60" } });
    const { client, seen } = clientAnswering(busy);
    const error = await errorOf(client.authz.check(question));
    expect(error).toMatchObject({ code: "bad_response", status: 503, details: { retryAfterSeconds: 60 } });
    expect(seen).toHaveLength(1);
  });

  it("checks of one tick are batched, unless batching is disabled", async () => {
    const answer = ({ url }: Seen) =>
      url.endsWith("batchCheck")
        ? ok({ results: [{ allowed: true }, { allowed: false }], revision: "1" })
        : ok({ allowed: true, revision: "1" });
    for (const [batchChecks, calls] of [
      [undefined, 1],
      [false, 2],
    ] as const) {
      const { client, seen } = clientAnswering(answer, { batchChecks });
      const [first] = await Promise.all([client.authz.check(question), client.authz.check(question)]);
      expect([first.allowed, seen.length]).toEqual([true, calls]);
    }
  });

  it("a list fetches further pages with the same filter", async () => {
    const { client, seen } = clientAnswering(({ body }) => {
      const { cursor } = Object(body).json;
      return ok({ items: [`user:${cursor ?? "a"}`], nextCursor: cursor ? null : "b", conditional: [], revision: "1" });
    });
    const found: string[] = [];
    const filter = { object: "repo:api", relation: "write", subjectKind: "user" };
    for await (const subject of client.authz.listSubjects(filter)) found.push(subject);
    expect(found).toEqual(["user:a", "user:b"]);
    expect(seen.map(({ body }) => body)).toEqual([{ json: filter }, { json: { ...filter, cursor: "b" } }]);
  });

  it("a list with a cursor starts there and continues after that page", async () => {
    const { client, seen } = clientAnswering(({ body }) =>
      ok({ items: [], nextCursor: Object(body).json.cursor === "b" ? "c" : null, revision: "1" }),
    );
    expect((await client.authz.changes({ after: "3", cursor: "b" })).nextCursor).toBe("c");
    for await (const _ of client.authz.changes({ cursor: "b" }));
    const cursors = seen.map(({ body }) => Object(body).json.cursor);
    expect(cursors).toEqual(["b", "b", "c"]);
  });

  it("a deprecation warning of the service is reported once", async () => {
    const warnings: string[] = [];
    const { client } = clientAnswering(
      () => {
        const response = ok({});
        response.headers.set("x-cf-auth-warning", "Update it.");
        return response;
      },
      { onWarning: (warning: string) => warnings.push(warning) },
    );
    await client.authz.read();
    await client.authz.read();
    expect(warnings).toEqual(["Update it."]);
  });

  it("revisions of one tenant aren't requested of another", async () => {
    let tenant = "one";
    const token = () => `h.${btoa(JSON.stringify({ iss: `https://auth.test/t/${tenant}` }))}.s`;
    const { client, seen } = clientAnswering(() => ok({ allowed: true, revision: "5" }), { key: undefined, token });
    const fast = { ...question, consistency: "fast" } as const;
    await client.authz.check(fast);
    tenant = "two";
    await client.authz.check(fast);
    tenant = "one";
    await client.authz.check(fast);
    const requested = seen.map(({ body }) => Object(body).json.consistency);
    expect(requested).toEqual(["fast", "fast", { atLeast: "5", fast: true }]);
  });
});

describe("every failure is a CfAuthError", () => {
  it("of the service: with code, status, next step, request and details", async () => {
    const data = {
      code: "weak_password",
      action: "Choose another.",
      retryable: false,
      requestId: "req_1",
      details: { reason: "short" },
    };
    const { client } = clientAnswering(() => failed(400, data, "Too easy."));
    expect(await errorOf(client.auth.register({ email: "a@b.co", password: "x" }))).toMatchObject({
      name: "CfAuthError",
      message: "Too easy.",
      status: 400,
      ...data,
    });
  });

  it("of the network", async () => {
    const { client } = clientAnswering(() => Promise.reject(new TypeError("fetch failed")));
    const error = await errorOf(client.authz.check(question));
    expect(error).toMatchObject({ code: "network", retryable: true, status: undefined, requestId: undefined });
  });

  it("of something else that answers", async () => {
    const answers = [
      new Response("<html>", { status: 502 }),
      Response.json({ hello: 1 }),
      new Response("{", JSON_HEADERS),
    ];
    for (const [i, status] of [502, 200, undefined].entries()) {
      const { client } = clientAnswering(() => answers[i]?.clone() ?? Response.error());
      expect(await errorOf(client.authz.check(question))).toMatchObject({ code: "bad_response", status });
    }
  });

  it("of time", async () => {
    const never = (_: Seen, signal: AbortSignal | undefined) =>
      new Promise<Response>((_resolve, reject) => {
        if (signal?.aborted) reject(signal.reason);
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
    const { client } = clientAnswering(never, { timeoutSeconds: 0.02 });
    expect(await errorOf(client.authz.check(question))).toMatchObject({ code: "timeout", retryable: true });
    const patient = clientAnswering(never, { timeoutSeconds: 60 }).client;
    expect(await errorOf(patient.authz.check(question, { timeoutSeconds: 0.02 }))).toMatchObject({ code: "timeout" });
    const abort = new AbortController();
    const call = errorOf(patient.authz.check(question, { signal: abort.signal }));
    abort.abort();
    expect(await call).toMatchObject({ code: "aborted", retryable: false });
    expect(await errorOf(patient.authz.check(question, { signal: AbortSignal.abort() }))).toMatchObject({
      code: "aborted",
    });
  });
});

describe("an input that can't be sent is a programming error, not a network error:", () => {
  const unsent = { code: "invalid_input", retryable: false, status: undefined, requestId: undefined };
  const expiresAt = new Date("31.12.2026");

  it("sends no request, doesn't retry, and names the value", async () => {
    const { client, seen } = clientAnswering(() => ok({}));
    const create = client.apiKeys.create({ kind: "secret", name: "ci", expiresAt });
    expect(await errorOf(create)).toMatchObject({ ...unsent, details: { issues: [{ path: "expiresAt" }] } });
    const tuple = { ...question, expiresAt };
    expect(await errorOf(client.authz.write({ writes: [tuple] }))).toMatchObject({
      ...unsent,
      message: expect.stringContaining("writes.0.expiresAt is an invalid date"),
    });
    expect(await errorOf(client.users.list({ limit: 1n as unknown as number }))).toMatchObject(unsent);
    expect(seen).toEqual([]);
  });

  it("one invalid check doesn't fail others of its tick", async () => {
    const { client, seen } = clientAnswering(() => ok({ allowed: true, revision: "1" }));
    const [bad, good] = await Promise.allSettled([
      client.authz.check({ ...question, context: { amount: 1n } }),
      client.authz.check(question),
    ]);
    expect([bad.status, good.status, seen.length]).toEqual(["rejected", "fulfilled", 1]);
  });

  it("refuses an invalid header without its value in the error", async () => {
    const { client, seen } = clientAnswering(() => ok({}), { key: "sk_live_x\ny" });
    const error = await errorOf(client.authz.check(question));
    expect(error).toMatchObject({ ...unsent, details: { issues: [{ path: "headers.x-api-key" }] } });
    expect(error.message).not.toContain("sk_live");
    const unnamed = clientAnswering(() => ok({}), { headers: { "x app": "1" } });
    expect(await errorOf(unnamed.client.authz.check(question))).toMatchObject(unsent);
    const key = { idempotencyKey: "a key with an € in it" };
    expect(await errorOf(clientAnswering(() => ok({})).client.authz.write({}, key))).toMatchObject(unsent);
    expect([...seen, ...unnamed.seen]).toEqual([]);
  });
});
