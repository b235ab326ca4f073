import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CallOptions } from "./call-options.ts";
import { CfAuthError } from "./error.ts";
import { badResponse, unreachable } from "./failures.ts";
import { retrying } from "./retry.ts";

const settings = { timeoutSeconds: 10, maxRetries: 2 };
const busy = (retryAfterSeconds?: number) =>
  new CfAuthError({
    code: "busy",
    message: "Busy.",
    status: 503,
    action: "Try again.",
    retryable: true,
    details: { ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
  });
const refused = new CfAuthError({
  code: "forbidden",
  message: "No.",
  status: 403,
  action: "Sign in again.",
  retryable: false,
});

/** A service that gives these outcomes in turn, and what each attempt brought. */
function serviceGiving(...outcomes: unknown[]) {
  const attempts: CallOptions[] = [];
  const call = async (_type: string, _path: string, _input: unknown, options: CallOptions = {}) => {
    const outcome = outcomes[attempts.length];
    attempts.push(options);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  return { attempts, transport: retrying({ call }, settings) };
}

const resultOrError = (call: Promise<unknown>) => call.catch((error: unknown) => error);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("a call that failed", () => {
  it("is retried twice if it may succeed", async () => {
    const { attempts, transport } = serviceGiving(unreachable("cut"), badResponse(), "answer");
    const call = transport.call("query", "authz.check", {});
    await vi.runAllTimersAsync();
    expect(await call).toBe("answer");
    expect(attempts).toHaveLength(3);
  });

  it("fails with the last failure after that", async () => {
    const { attempts, transport } = serviceGiving(busy(), busy(), unreachable("cut"), "answer");
    const call = resultOrError(transport.call("query", "authz.check", {}));
    await vi.runAllTimersAsync();
    expect(await call).toMatchObject({ code: "network" });
    expect(attempts).toHaveLength(3);
  });

  it("is not retried if it would fail again", async () => {
    const strange = new TypeError("A fault of the client.");
    for (const failure of [refused, strange, badResponse(new Response("", { status: 404 }))]) {
      const { attempts, transport } = serviceGiving(failure, "answer");
      expect(await resultOrError(transport.call("query", "authz.check", {}))).toBe(failure);
      expect(attempts).toHaveLength(1);
    }
  });
});

describe("the wait before a repetition", () => {
  it("is random up to a bound that doubles", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    const { attempts, transport } = serviceGiving(busy(), busy(), "answer");
    const call = transport.call("query", "authz.check", {});
    for (const [ms, count] of [
      [0, 1],
      [450, 1],
      [50, 2],
      [950, 2],
      [50, 3],
    ] as const) {
      await vi.advanceTimersByTimeAsync(ms);
      expect(attempts).toHaveLength(count);
    }
    expect(await call).toBe("answer");
  });

  it("is at least as long as the service requests", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    const { attempts, transport } = serviceGiving(busy(3), "answer");
    const call = transport.call("query", "authz.check", {});
    await vi.advanceTimersByTimeAsync(2999);
    expect(attempts).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await call).toBe("answer");
  });

  it("is skipped if it would exceed the call's timeout", async () => {
    const { attempts, transport } = serviceGiving(busy(60), "answer");
    expect(await resultOrError(transport.call("query", "authz.check", {}))).toMatchObject({ code: "busy" });
    expect(attempts).toHaveLength(1);
  });

  it("ends with the caller's signal", async () => {
    const abort = new AbortController();
    const { attempts, transport } = serviceGiving(busy(5), "answer");
    const call = resultOrError(transport.call("query", "authz.check", {}, { signal: abort.signal }));
    await vi.advanceTimersByTimeAsync(1000);
    abort.abort();
    expect(await call).toMatchObject({ code: "aborted", retryable: false });
    expect(attempts).toHaveLength(1);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1); // The deadline's own, which holds nothing.
  });
});

describe("an idempotency key", () => {
  it("is the same for every attempt of a mutation, and differs between calls", async () => {
    const { attempts, transport } = serviceGiving(busy(), badResponse(), "answer", "answer");
    const call = transport.call("mutation", "authz.write", {});
    await vi.runAllTimersAsync();
    await call;
    await transport.call("mutation", "authz.write", {});
    const keys = attempts.map(({ idempotencyKey }) => idempotencyKey);
    expect(keys.slice(0, 3)).toEqual([keys[0], keys[0], keys[0]]);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[3]).not.toBe(keys[0]);
  });

  it("is the caller's own if it is set", async () => {
    const { attempts, transport } = serviceGiving("answer");
    await transport.call("mutation", "authz.write", {}, { idempotencyKey: "import-2026-11-24" });
    expect(attempts[0]?.idempotencyKey).toBe("import-2026-11-24");
  });

  it("isn't sent with queries", async () => {
    const { attempts, transport } = serviceGiving("answer");
    await transport.call("query", "authz.check", {});
    expect(attempts[0]?.idempotencyKey).toBeUndefined();
  });
});
