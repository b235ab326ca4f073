import type Cloudflare from "cloudflare";
import * as z from "zod";

/** Cloudflare's answer, the present deployment first. Its own library takes it for a list of another form. */
const answer = z.object({
  result: z.object({
    deployments: z.array(z.object({ versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })) })),
  }),
});

/** A Worker's deployments: which version all traffic goes to, and went to before. */
export class Deployments {
  readonly #cloud: Cloudflare;
  readonly #accountId: string;
  readonly #worker: string;

  constructor(cloud: Cloudflare, accountId: string, worker: string) {
    this.#cloud = cloud;
    this.#accountId = accountId;
    this.#worker = worker;
  }

  /** Versions that had all traffic, the present one first, each once. A deployment of two versions counts for none. */
  async history(): Promise<string[]> {
    const body = await this.#cloud.get(`/accounts/${this.#accountId}/workers/scripts/${this.#worker}/deployments`);
    const { deployments } = answer.parse(body).result;
    const whole = deployments.flatMap(({ versions }) => versions.filter(({ percentage }) => percentage === 100));
    return [...new Set(whole.map(({ version_id }) => version_id))];
  }

  /** Sends all traffic to a version. */
  async deploy(versionId: string, message: string): Promise<void> {
    await this.#cloud.workers.scripts.deployments.create(this.#worker, {
      account_id: this.#accountId,
      strategy: "percentage",
      versions: [{ version_id: versionId, percentage: 100 }],
      annotations: { "workers/message": message },
      // To return to a version is to return to its secrets.
      force: true,
    });
  }
}
