import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, describe, expect, it } from "vitest";
import { type Registered, registered } from "../../test/registered.ts";
import { readWorkerConfig } from "../worker/config.ts";
import { QueueConsumers, Queues, type QueuesArgs } from "./queues.ts";

const folder = mkdtempSync(join(tmpdir(), "cf-auth-queues-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Parsed by wrangler, so that the test uses wrangler's types. */
function read(queues?: unknown, environment = "staging"): QueuesArgs["queues"] {
  const file = join(folder, "wrangler.jsonc");
  writeFileSync(file, JSON.stringify({ name: "cf-auth", env: { [environment]: { queues } } }));
  return readWorkerConfig(environment, file).queues;
}

const PLANTED = {
  producers: [
    { binding: "EVENTS", queue: "cf-auth-events-staging" },
    { binding: "MORE_EVENTS", queue: "cf-auth-events-staging" },
  ],
  consumers: [
    {
      queue: "cf-auth-events-staging",
      max_batch_size: 50,
      max_batch_timeout: 5,
      max_retries: 7,
      max_concurrency: 3,
      retry_delay: 30,
      dead_letter_queue: "cf-auth-dead-events-staging",
    },
    { queue: "cf-auth-hooks-staging" },
  ],
};

const answers = {
  "cloudflare:index/queue:Queue": ({ name }: { readonly name: string }) => ({ queueId: `id of ${name}` }),
};

/** A stand-in for the version that consumes messages. */
class Upload extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Upload", name);
  }
}

const made = (queues: QueuesArgs["queues"], stack = "staging"): Promise<Registered[]> =>
  registered(
    () => {
      const args = { stack, preview: stack.startsWith("pr-"), accountId: "account" };
      const all = new Queues("queues", { ...args, queues });
      const after = [new Upload("upload")];
      new QueueConsumers("consumers", { accountId: "account", queues: all, worker: "cf-auth-staging", after });
    },
    { stack, answers },
  );
const byType = (found: readonly Registered[], type: string) => found.filter((one) => one.type.endsWith(`:${type}`));

describe("queues", () => {
  it("are created once per name, protected and retained", async () => {
    const found = await made(read(PLANTED));
    const parent = found.find(({ name }) => name === "queues");
    expect(byType(found, "Queue")).toMatchObject(
      ["dead-events", "events", "hooks"].map((word) => ({
        type: "cloudflare:index/queue:Queue",
        name: `queue-${word}`,
        props: { accountId: "account", queueName: `cf-auth-${word}-staging` },
        parent: parent?.urn,
        protect: true,
        retainOnDelete: true,
      })),
    );
    expect(parent?.outputs).toEqual({
      names: { EVENTS: "cf-auth-events-staging", MORE_EVENTS: "cf-auth-events-staging" },
    });
  });

  it("belong to the pull request, and are deleted with it", async () => {
    const preview = JSON.parse(JSON.stringify(PLANTED).replaceAll("-staging", "-preview"));
    const queues = byType(await made(read(preview, "preview"), "pr-12"), "Queue");
    expect(queues.map(({ props }) => props.queueName)).toEqual(
      ["dead-events", "events", "hooks"].map((word) => `cf-auth-${word}-pr-12`),
    );
    for (const queue of queues) expect(queue).toMatchObject({ protect: false, retainOnDelete: false });
  });

  it("are consumed by the Worker after its upload, with the units of the API", async () => {
    const found = await made(read(PLANTED));
    const urnOf = (name: string) => found.find((one) => one.name === name)?.urn;
    expect(byType(found, "QueueConsumer")).toMatchObject([
      {
        type: "cloudflare:index/queueConsumer:QueueConsumer",
        name: "consumer-events",
        parent: urnOf("consumers"),
        dependencies: [urnOf("queue-dead-events"), urnOf("queue-events"), urnOf("upload")],
      },
      { name: "consumer-hooks", dependencies: [urnOf("queue-hooks"), urnOf("upload")] },
    ]);
    const common = { accountId: "account", type: "worker", scriptName: "cf-auth-staging" };
    expect(byType(found, "QueueConsumer").map(({ props }) => props)).toEqual([
      {
        ...common,
        queueId: "id of queue-events",
        deadLetterQueue: "cf-auth-dead-events-staging",
        settings: { batchSize: 50, maxWaitTimeMs: 5000, maxRetries: 7, maxConcurrency: 3, retryDelay: 30 },
      },
      { ...common, queueId: "id of queue-hooks", settings: {} },
    ]);
  });

  it("are not created if wrangler.jsonc names none", async () => {
    const found = await made(read());
    expect(found.map(({ name }) => name).sort()).toEqual(["consumers", "queues", "upload"]);
  });

  it.each([
    ["of another environment", "cf-auth-events-production"],
    ["of another product", "events-staging"],
    ["of the Worker itself", "cf-auth-staging"],
  ])("reject a name %s", async (_, queue) => {
    const named = { producers: [{ binding: "EVENTS", queue }] };
    await expect(made(read(named))).rejects.toThrow(
      `The queue ${queue} in wrangler.jsonc isn't named for the environment staging: call it cf-auth-<`,
    );
    await expect(made(read({ consumers: [{ queue }] }))).rejects.toThrow(queue);
    const dead = { consumers: [{ queue: "cf-auth-events-staging", dead_letter_queue: queue }] };
    await expect(made(read(dead))).rejects.toThrow(queue);
  });
});
