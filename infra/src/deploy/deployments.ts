import type Cloudflare from "cloudflare";
import * as z from "zod";

/** Cloudflare's response, newest deployment first. The types of Cloudflare's library don't match it. */
const answer = z.object({
  result: z.object({
    deployments: z.array(z.object({ versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })) })),
  }),
});

/** Deployments of a Worker: the version that gets all traffic, and earlier ones. */
export class Deployments {
  readonly #cloud: Cloudflare;
  readonly #accountId: string;
  readonly #worker: string;

  constructor(cloud: Cloudflare, accountId: string, worker: string) {
    this.#cloud = cloud;
    this.#accountId = accountId;
    this.#worker = worker;
  }

  /** Distinct versions that had all traffic, newest first. Deployments that split traffic are ignored. */
  async history(): Promise<string[]> {
    const body = await this.#cloud.get(`/accounts/${this.#accountId}/workers/scripts/${this.#worker}/deployments`);
    const { deployments } = answer.parse(body).result;
    const whole = deployments.flatMap(({ versions }) => versions.filter(({ percentage }) => percentage === 100));
    return [...new Set(whole.map(({ version_id }) => version_id))];
  }

  /** Routes all traffic to a version. */
  async deploy(versionId: string, message: string): Promise<void> {
    await this.#cloud.workers.scripts.deployments.create(this.#worker, {
      account_id: this.#accountId,
      strategy: "percentage",
      versions: [{ version_id: versionId, percentage: 100 }],
      annotations: { "workers/message": message },
      // Required to roll back across a change of secrets.
      force: true,
    });
  }
}
