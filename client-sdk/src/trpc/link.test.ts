import { createTRPCClient, TRPCClientError } from "@trpc/client";
import { describe, expect, expectTypeOf, it } from "vitest";
import { CfAuthError } from "../calls/error.ts";
import { type CfAuthLinkOptions, type CfAuthRouter, cfAuthLink } from "../trpc.ts";

interface Sent {
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
}

type Answer = (sent: Sent, signal: AbortSignal | undefined) => Response | Promise<Response>;

function clientAnswering(answer: Answer, more: Partial<CfAuthLinkOptions> = {}) {
  const sent: Sent[] = [];
  const link = cfAuthLink({
    url: "https://auth.example.com",
    key: "sk_live_x",
    batchChecks: false,
    fetch: async (url, init) => {
      const one = {
        path: new URL(`${url}`).pathname,
        headers: new Headers(init?.headers),
        body: JSON.parse(`${init?.body}`),
      };
      sent.push(one);
      return await answer(one, init?.signal ?? undefined);
    },
    ...more,
  });
  return { trpc: createTRPCClient<CfAuthRouter>({ links: [link] }), sent };
}

const ok = (json: unknown, meta?: object) => Response.json({ result: { data: { json, ...(meta && { meta }) } } });
const failed = (status: number, data: object) =>
  Response.json(
    { error: { json: { message: "No.", code: -32000, data: { httpStatus: status, ...data } } } },
    { status },
  );
const UNAVAILABLE = { code: "unavailable", action: "Wait.", retryable: true, requestId: "req_1", details: {} };
const check = { subject: "user:anne", relation: "write", object: "repo:api" };

async function errorOf(call: Promise<unknown>): Promise<TRPCClientError<CfAuthRouter>> {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof TRPCClientError) return thrown;
  throw new Error(`Not a TRPCClientError: ${thrown}`);
}

describe("the link of a tRPC client", () => {
  it("sends queries and mutations, and returns times as Date", async () => {
    const at = "2026-01-31T12:00:00.000Z";
    const { trpc, sent } = clientAnswering(({ path }) =>
      path.endsWith("check")
        ? ok({ allowed: true, revision: "1" })
        : ok({ user: { id: "usr_1", createdAt: at } }, { values: { "user.createdAt": ["Date"] }, v: 1 }),
    );
    expect(await trpc.authz.check.query(check)).toEqual({ allowed: true, revision: "1" });
    const { user } = await trpc.users.create.mutate({ email: "anne@example.com" });
    expect(user.createdAt).toEqual(new Date(at));
    expectTypeOf(user.createdAt).toEqualTypeOf<Date>();
    expect(sent).toMatchObject([
      { path: "/trpc/authz.check", body: { json: check } },
      { path: "/trpc/users.create", body: { json: { email: "anne@example.com" } } },
    ]);
    expect(sent[0]?.headers.get("x-api-key")).toBe("sk_live_x");
    expect(sent[0]?.headers.get("idempotency-key")).toBeNull();
    expect(sent[1]?.headers.get("idempotency-key")).toMatch(/^[0-9a-f]{32}$/);
  });

  it("lets a request without required fields be left out", async () => {
    const { trpc, sent } = clientAnswering(() => ok({ items: [], nextCursor: null }));
    await trpc.users.list.query();
    await trpc.system.health.query();
    expect(sent.map(({ body }) => body)).toEqual([{ json: {} }, {}]);
  });

  it("repeats a change with the same idempotency key", async () => {
    const answers = [failed(503, UNAVAILABLE), ok({ user: {} })];
    const { trpc, sent } = clientAnswering(() => answers.shift() ?? ok({}));
    await trpc.users.create.mutate({ email: "anne@example.com" });
    const keys = sent.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it("takes options of a call from its context", async () => {
    const { trpc, sent } = clientAnswering(() => ok({ user: {} }));
    const context = { idempotencyKey: "stored-before-the-call", clientIp: "192.0.2.1" };
    await trpc.users.create.mutate({ email: "anne@example.com" }, { context });
    expect(sent[0]?.headers.get("idempotency-key")).toBe("stored-before-the-call");
    expect(sent[0]?.headers.get("x-client-ip")).toBe("192.0.2.1");
  });

  it("throws tRPC's error with our data, and the SDK's error as its cause", async () => {
    const data = { code: "user_not_found", action: "Check the id.", retryable: false, requestId: "req_2", details: {} };
    const { trpc } = clientAnswering(() => failed(404, data));
    const error = await errorOf(trpc.users.get.query({ id: "usr_1" }));
    expect(error.message).toBe("No.");
    expect(error.data).toEqual({ ...data, httpStatus: 404 });
    expect(error.shape).toMatchObject({ message: "No.", data: { code: "user_not_found" } });
    expect(error.cause).toBeInstanceOf(CfAuthError);
    const unreachable = clientAnswering(() => Promise.reject(new TypeError("fetch failed")), { maxRetries: 0 });
    expect((await errorOf(unreachable.trpc.users.get.query({ id: "usr_1" }))).data?.code).toBe("network");
  });

  it("ends a call whose signal is aborted", async () => {
    const ended: boolean[] = [];
    const { trpc } = clientAnswering(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener("abort", () => {
            ended.push(true);
            reject(signal.reason);
          });
        }),
    );
    const controller = new AbortController();
    const call = errorOf(trpc.users.get.query({ id: "usr_1" }, { signal: controller.signal }));
    await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    const error = await call;
    expect(error.cause).toBeDefined();
    expect(ended).toEqual([true]);
  });

  it("refuses what is no URL, when it is made", () => {
    expect(() => cfAuthLink({ url: "auth.example.com" })).toThrow(CfAuthError);
  });

  it("has the types of requests and responses", () => {
    const { trpc } = clientAnswering(() => ok({}));
    expectTypeOf(trpc.authz.check.query).parameter(0).toMatchTypeOf<{ subject: string; object: string }>();
    // @ts-expect-error: a field of another name
    const misspelled = () => trpc.authz.check.query({ subject: "user:a", relation: "r", objekt: "doc:1" });
    // @ts-expect-error: a query is no mutation
    const mutated = () => trpc.authz.check.mutate(check);
    expect([misspelled, mutated]).toHaveLength(2);
  });
});
