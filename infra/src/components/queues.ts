import { Queue } from "@pulumi/cloudflare/queue.js";
import { QueueConsumer } from "@pulumi/cloudflare/queueConsumer.js";
import * as pulumi from "@pulumi/pulumi";
import { environmentOf, nameFor, wordIn } from "../names.ts";
import type { StackConfig } from "../stack-config.ts";
import type { QueueConsumer as ConsumerConfig, WorkerConfig } from "../worker/config.ts";
import { retainOptions } from "./resource-options.ts";

export interface QueuesArgs extends Pick<StackConfig, "stack" | "preview" | "accountId"> {
  /** The queues of `wrangler.jsonc`. */
  readonly queues: WorkerConfig["queues"];
}

/** A queue that the Worker consumes. */
interface Consumed {
  readonly word: string;
  readonly config: ConsumerConfig;
  readonly queue: Queue;
  readonly dead: Queue | undefined;
}

/**
 * The queues of `wrangler.jsonc`: producers, consumers and dead letter queues. Throws for a name that isn't one of the
 * environment's, since the stack's name is derived from it.
 */
export class Queues extends pulumi.ComponentResource {
  /** Queue names, by the binding of the producer. */
  readonly names: Readonly<Record<string, pulumi.Output<string>>>;
  readonly consumed: readonly Consumed[];

  constructor(name: string, args: QueuesArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Queues", name, {}, options);
    const { stack, accountId, queues } = args;
    const made = new Map<string, Queue>();
    const queueOf = (configured: string) => {
      const word = wordOf(stack, configured);
      const queue =
        made.get(word) ??
        new Queue(`queue-${word}`, { accountId, queueName: nameFor(stack, word) }, retainOptions(this, args));
      made.set(word, queue);
      return queue;
    };
    const producers = queues.producers ?? [];
    this.names = Object.fromEntries(producers.map(({ binding, queue }) => [binding, queueOf(queue).queueName]));
    this.consumed = (queues.consumers ?? []).map((config) => ({
      word: wordOf(stack, config.queue),
      config,
      queue: queueOf(config.queue),
      dead: config.dead_letter_queue === undefined ? undefined : queueOf(config.dead_letter_queue),
    }));
    this.registerOutputs({ names: this.names });
  }
}

/** Returns `events` for `cf-auth-events-preview`, which is `cf-auth-events-pr-12` in the stack of a pull request. */
function wordOf(stack: string, queue: string): string {
  const environment = environmentOf(stack);
  const word = wordIn(environment, queue);
  if (word === undefined) {
    throw new Error(
      `The queue ${queue} in wrangler.jsonc isn't named for the environment ${environment}: call it ` +
        `${nameFor(environment, "<purpose>")}.`,
    );
  }
  return word;
}

export interface QueueConsumersArgs extends Pick<StackConfig, "accountId"> {
  readonly queues: Queues;
  /** The Worker's name. */
  readonly worker: pulumi.Input<string>;
  /** Resources that must exist before messages are delivered: the uploaded version. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Consumers that connect queues to the Worker. Separate from `Queues`, because the Worker comes between: it is bound to
 * some queues and consumes others.
 */
export class QueueConsumers extends pulumi.ComponentResource {
  constructor(name: string, args: QueueConsumersArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:QueueConsumers", name, {}, options);
    const { accountId, queues, worker, after } = args;
    for (const { word, config, queue, dead } of queues.consumed) {
      new QueueConsumer(
        `consumer-${word}`,
        {
          accountId,
          queueId: queue.queueId,
          type: "worker",
          scriptName: worker,
          settings: settingsOf(config),
          ...(dead !== undefined && { deadLetterQueue: dead.queueName }),
        },
        { parent: this, dependsOn: [...after] },
      );
    }
    this.registerOutputs();
  }
}

/** The API takes the batch timeout in milliseconds, and the retry delay in seconds. */
function settingsOf(config: ConsumerConfig) {
  const { max_batch_size, max_batch_timeout, max_retries, max_concurrency, retry_delay } = config;
  return {
    ...(max_batch_size !== undefined && { batchSize: max_batch_size }),
    ...(max_batch_timeout !== undefined && { maxWaitTimeMs: max_batch_timeout * 1000 }),
    ...(max_retries !== undefined && { maxRetries: max_retries }),
    ...(typeof max_concurrency === "number" && { maxConcurrency: max_concurrency }),
    ...(retry_delay !== undefined && { retryDelay: retry_delay }),
  };
}
