import * as sdk from "@cf-auth/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestStack, type TestStack } from "./test-stack.ts";

const CALLS = 40;

let stack: TestStack;
let key: string;
beforeAll(async () => {
  stack = await startTestStack();
  key = stack.tenant.secretKey;
});
afterAll(async () => await stack.stop());

/** A call with its idempotency key; what it ended in, or that the client has gone. */
async function call(n: number, signal?: AbortSignal): Promise<string> {
  const headers = {
    "content-type": "application/json",
    "x-api-key": key,
    "idempotency-key": `make-just-one-user-${n}`,
  };
  const body = JSON.stringify({ json: { email: `gone-${n}@example.com`, password: "an unlikely sentence" } });
  try {
    const answer = await fetch(`${stack.url}/trpc/users.create`, {
      method: "POST",
      headers,
      body,
      signal: signal ?? null,
    });
    const { error } = (await answer.json()) as { error?: { json: { data: { code: string } } } };
    return error?.json.data.code ?? `ok ${answer.headers.get("idempotency-replayed")}`;
  } catch {
    return "gone";
  }
}

it("a change goes on when its client goes away in the midst of it, and the repeat finds its answer", async () => {
  const server = sdk.createClient({ url: stack.url, key });
  const ends = { before: 0, within: 0, after: 0 };
  const began = performance.now();
  await call(0);
  const maxDuration = 1.5 * (performance.now() - began);
  let n = 0;
  // However busy the machine is, some client goes away in the midst of a call.
  while (n < CALLS || ends.within === 0) {
    const first = await call(++n, AbortSignal.timeout(Math.round(((n % CALLS) * maxDuration) / CALLS)));
    let repeat = await call(n);
    while (repeat === "idempotency_key_in_use") repeat = await call(n);
    expect(repeat).toMatch(/^ok/);
    ends[first !== "gone" ? "after" : repeat === "ok true" ? "within" : "before"]++;
  }
  let made = 0;
  for await (const _ of server.users.search({ by: "email", prefix: "gone-" })) made++;
  expect(made).toBe(n + 1);
});
