import { createClient } from "@cf-auth/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATIENCE_SECONDS, startTestStack, type TestStack } from "./test-stack.ts";
import { breaksOff, hangs, responds, respondsAfter, WebhookReceiver } from "./webhook-receiver.ts";

/** Addresses of names, by name: each lookup takes the next, and the last one stays. */
const addresses = new Map<string, string[][]>();
const PUBLIC = ["93.184.216.34"];
/** Index of the receiver's behaviour that is a success. */
const PROMPT = 4;

let stack: TestStack;
let receiver: WebhookReceiver;
beforeAll(async () => {
  const resolve = async (name: string) => {
    const [first = [], ...rest] = addresses.get(name) ?? [];
    if (rest.length > 0) addresses.set(name, rest);
    return first;
  };
  receiver = await WebhookReceiver.start();
  stack = await startTestStack({ vars: { ALLOW_LOOPBACK: "true" }, resolve });
});
afterAll(async () => {
  await stack.stop();
  await receiver.stop();
});

function client() {
  return createClient({ url: stack.url, key: stack.tenant.secretKey, timeoutSeconds: PATIENCE_SECONDS });
}

describe("a receiver that fails, hangs, and responds late or twice", () => {
  it("gets every event at least once, in order per object, signed with both secrets of a rotation", async () => {
    const { webhooks, apiKeys } = client();
    const { webhook, secret } = await webhooks.create({ url: receiver.url, events: ["apiKeys."] });
    const rotated = await webhooks.rotateSecret({ id: webhook.id });
    receiver.secrets = [secret, rotated.secret];
    const behaviours = [
      [responds(500)],
      [hangs],
      // Responds after the sender has given up, so the event comes twice.
      [respondsAfter(20_000)],
      [breaksOff],
      [respondsAfter(100)],
      [responds(302)],
    ];
    const objects: string[] = [];
    for (const [i, behaviour] of behaviours.entries()) {
      const { apiKey } = await apiKeys.create({ kind: "publishable", name: `${i}` });
      receiver.behaves(apiKey.id, ...behaviour);
      objects.push(apiKey.id);
    }
    for (const name of ["a", "b"]) for (const id of objects) await apiKeys.update({ id, name });

    const delivered = async () => (await webhooks.deliveries({ id: webhook.id, status: "delivered" })).items.length;
    await expect.poll(delivered, { interval: 500 }).toBe(objects.length * 3);
    expect(receiver.problems).toEqual([]);
    for (const [i, id] of objects.entries()) {
      const seqs = receiver.seqs(id);
      const distinct = [...new Set(seqs)];
      expect(distinct).toHaveLength(3);
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
      // At least: on a busy machine a prompt response can be late as well.
      expect(seqs.length).toBeGreaterThanOrEqual(i === PROMPT ? 3 : 4);
    }
    const { items } = await webhooks.deliveries({ id: webhook.id });
    const errors = items
      .flatMap(({ attempts }) => attempts.map(({ error }) => error))
      .filter((error) => error !== null);
    expect(new Set(errors)).toEqual(new Set(["http_302", "http_500", "timeout", "unreachable"]));
    await webhooks.delete({ id: webhook.id });
  });
});

describe("a name", () => {
  it("that changes to 127.0.0.1 after the service has resolved it is refused by the outbound service", async () => {
    const { webhooks } = client();
    const { webhook } = await webhooks.create({ url: "https://rebinding.example.org/hook" });
    const before = receiver.events.length + receiver.problems.length;
    // The service looks up A and AAAA; the connection resolves a third time.
    addresses.set("rebinding.example.org", [PUBLIC, PUBLIC, ["127.0.0.1"]]);
    const { delivery } = await webhooks.test({ id: webhook.id });
    expect(delivery).toMatchObject({ status: "failed", attempts: [{ status: null, error: "unreachable" }] });
    // From now on it resolves to loopback for the service as well.
    const { delivery: second } = await webhooks.test({ id: webhook.id });
    expect(second).toMatchObject({ status: "failed", attempts: [{ status: null, error: "url_not_allowed" }] });
    expect(receiver.events.length + receiver.problems.length).toBe(before);
    await webhooks.delete({ id: webhook.id });
  });

  it("that has a private address beside a public one is refused by the service", async () => {
    const { webhooks } = client();
    const { webhook } = await webhooks.create({ url: "https://mixed.example.org/hook" });
    for (const address of ["10.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1"]) {
      addresses.set("mixed.example.org", [[...PUBLIC, address]]);
      const { delivery } = await webhooks.test({ id: webhook.id });
      expect(delivery.attempts).toMatchObject([{ status: null, error: "url_not_allowed" }]);
    }
    await webhooks.delete({ id: webhook.id });
  });
});
