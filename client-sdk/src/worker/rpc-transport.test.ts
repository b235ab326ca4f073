import { describe, expect, it } from "vitest";
import { errorOf } from "../../test/refused.ts";
import type { ServiceBinding } from "./binding.ts";
import { createRpcClient } from "./rpc-client.ts";
import type { RpcRequest } from "./rpc-transport.ts";

// That calls really cross is shown in the server's rpc/account-call.test.ts and in tools/local/test/account.test.ts.

/** A client whose calls are answered by a function, and what it was asked. */
function clientAnswering(answer: (call: RpcRequest) => unknown, more = {}) {
  const seen: RpcRequest[] = [];
  const stub = {
    fetch: () => Promise.reject(new Error("It makes no requests.")),
    call: async (call: RpcRequest) => {
      seen.push(call);
      return await answer(call);
    },
  };
  const entrypoint: ServiceBinding = stub;
  return { client: createRpcClient({ entrypoint, key: "sk_live_x", ...more }), seen };
}

const health = { status: "ok", time: new Date() };
const ok = (data: unknown) => ({ ok: true, data });
const failed = (facts: object) => ({
  ok: false,
  error: {
    code: "internal_error",
    message: "No.",
    httpStatus: 500,
    action: "Wait.",
    retryable: false,
    requestId: "req_1",
    ...facts,
  },
});

it("sends procedure, input and header values over the service binding", async () => {
  const { client, seen } = clientAnswering(() => ok({}), {
    tenant: "acme",
    token: () => "t",
    headers: { "x-more": "1" },
  });
  const expiresAt = new Date();
  await client.apiKeys.create({ kind: "secret", name: "ci", expiresAt });
  expect(seen).toEqual([
    {
      path: "apiKeys.create",
      input: { kind: "secret", name: "ci", expiresAt },
      headers: {
        "x-api-key": "sk_live_x",
        authorization: "Bearer t",
        "x-tenant-id": "acme",
        "x-more": "1",
        "x-cf-auth-client": expect.stringMatching(/^\d+\.\d+\.\d+\+[0-9a-f]{16}$/),
        "idempotency-key": expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    },
  ]);
});

it("accepts unknown fields in a response", async () => {
  const { client } = clientAnswering(() => ({ ...ok(health), requestId: "req_1", later: true }));
  expect(await client.system.health()).toBe(health);
});

it("reports a deprecation warning once", async () => {
  const warnings: string[] = [];
  const onWarning = (warning: string) => warnings.push(warning);
  const answers = [
    { ...failed({}), warning: "old" },
    { ...ok(health), warning: "old" },
  ];
  const { client } = clientAnswering(() => answers.shift(), { onWarning, maxRetries: 0 });
  await errorOf(client.system.health());
  await client.system.health();
  expect(warnings).toEqual(["old"]);
});

describe("failures", () => {
  it("of the service keep their code, and retryable ones are retried with one idempotency key", async () => {
    let calls = 0;
    const { client, seen } = clientAnswering(() => (++calls === 1 ? failed({ retryable: true }) : ok({})));
    await client.apiKeys.create({ kind: "secret", name: "ci" });
    expect(seen).toHaveLength(2);
    expect(seen[0]?.headers["idempotency-key"]).toBe(seen[1]?.headers["idempotency-key"]);
    const final = clientAnswering(() =>
      failed({ code: "weak_password", httpStatus: 400, details: { rule: "length" } }),
    );
    expect(await errorOf(final.client.system.health())).toMatchObject({
      ...{ code: "weak_password", message: "No.", status: 400, action: "Wait.", retryable: false, requestId: "req_1" },
      details: { rule: "length" },
    });
  });

  it.each([
    ["a lost connection", new Error("Network connection lost."), "network", true],
    ["no such method", new TypeError('The RPC receiver does not implement the method "call".'), "bad_response", false],
    ["an input that cannot cross", new DOMException("No.", "DataCloneError"), "bad_response", false],
  ])("of the binding: %s", async (_, thrown, code, retryable) => {
    const { client, seen } = clientAnswering(() => Promise.reject(thrown), { maxRetries: 1 });
    expect(await errorOf(client.system.health())).toMatchObject({ code, retryable, cause: thrown, status: undefined });
    expect(seen).toHaveLength(retryable ? 2 : 1);
  });

  it.each([undefined, null, "ok", {}, { ok: "true" }, { ok: false }, { ok: false, error: {} }])(
    "in what something else answers: %j",
    async (answer) => {
      const { client } = clientAnswering(() => answer, { maxRetries: 0 });
      expect((await errorOf(client.system.health())).code).toBe("bad_response");
    },
  );

  it("by timeout and abort end the call, although the remote one continues", async () => {
    const { client, seen } = clientAnswering(() => new Promise(() => {}));
    expect((await errorOf(client.system.health({ timeoutSeconds: 0.02 }))).code).toBe("timeout");
    const abort = new AbortController();
    const call = errorOf(client.system.health({ signal: abort.signal }));
    abort.abort();
    expect((await call).code).toBe("aborted");
    expect((await errorOf(client.system.health({ signal: AbortSignal.abort() }))).code).toBe("aborted");
    expect(seen.length).toBeLessThanOrEqual(2);
  });
});

it("refuses inputs without a JSON form, like HTTP", async () => {
  const { client, seen } = clientAnswering(() => ok({}));
  const context = { now: () => new Date() };
  const call = client.authz.check({ subject: "user:a", relation: "r", object: "o:1", context });
  expect(await errorOf(call)).toMatchObject({ code: "invalid_input", details: { issues: [{ path: "context.now" }] } });
  expect(seen).toEqual([]);
});
