import * as sdk from "@cf-auth/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { FAULTS, startFaultyProxy } from "./faulty-proxy.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

const MUTATIONS = 240;
const CONCURRENCY = 8;
/** Of so many requests one comes through untouched. */
const SOUND = 0.4;

let stack: TestStack;
let admin: sdk.CfAuthClient;
beforeAll(async () => {
  stack = await startTestStack({ unlimited: true });
  admin = await signInAdmin(stack.url, stack.tenant);
});
afterAll(async () => await stack.stop());

/** Does all of the work, several at once; each piece again, under its key, until it is done. */
async function persist(count: number, work: (i: number, idempotencyKey: string) => Promise<unknown>) {
  let next = 0;
  let givenUp = 0;
  const one = async () => {
    for (let i = next++; i < count; i = next++) {
      const key = crypto.randomUUID();
      for (;;) {
        const error = await work(i, key).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        if (error === undefined) break;
        if (!(error instanceof sdk.CfAuthError && error.retryable)) throw error;
        givenUp++;
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
  return givenUp;
}

it("a network that delays, cuts, doubles and answers 500 loses no mutation and applies none twice", async () => {
  const slug = "faulty";
  const { secretKey } = await admin.tenants.create({ slug, name: slug });
  const sound = sdk.createClient({ url: stack.url, key: secretKey });
  await sound.authz.model.put({
    model: "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n",
  });
  const before = Number((await sound.authz.graph.stats()).revision);
  const choose = () => (Math.random() < SOUND ? "none" : (FAULTS[Math.floor(Math.random() * FAULTS.length)] ?? "none"));
  const proxy = await startFaultyProxy(stack.url, choose, Math.random);
  // A busy machine is no network that is down.
  const faulty = sdk.createClient({ url: proxy.url, key: secretKey, timeoutSeconds: 300 });

  const givenUp = await persist(MUTATIONS, async (i, idempotencyKey) => {
    if (i % 3 === 0) await faulty.users.create({ email: `user${i}@faulty.example` }, { idempotencyKey });
    else if (i % 3 === 1) await faulty.apiKeys.create({ kind: "publishable", name: `key ${i}` }, { idempotencyKey });
    // What one of these does, the next undoes: done twice, it would leave more revisions behind than there were calls.
    else {
      const tuple = { subject: "user:anne", relation: "reader", object: `doc:${i}` };
      await faulty.authz.write({ writes: [tuple] }, { idempotencyKey });
    }
  });
  await proxy.stop();

  for (const fault of FAULTS) expect(proxy.happened[fault], fault).toBeGreaterThan(0);
  const users: string[] = [];
  for await (const { email } of sound.users.list()) users.push(email);
  const keys: string[] = [];
  for await (const { name } of sound.apiKeys.list()) if (name.startsWith("key ")) keys.push(name);
  const third = MUTATIONS / 3;
  expect([users.length, new Set(users).size]).toEqual([third, third]);
  expect([keys.length, new Set(keys).size]).toEqual([third, third]);
  const { revision, tupleCount: tuples } = await sound.authz.graph.stats();
  expect([tuples, Number(revision) - before]).toEqual([third, third]);
  // Two repetitions of each call leave little for the caller to do.
  expect(givenUp).toBeLessThan(MUTATIONS / 2);
  const { items } = await sound.audit.list({ event: "users.create", limit: 1000 });
  expect(items.filter(({ outcome }) => outcome === "ok")).toHaveLength(third);
});
