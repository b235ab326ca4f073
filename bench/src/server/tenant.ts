import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type CfAuthClient, createClient } from "@cf-auth/client";
import type { Dataset } from "../engine/dataset.ts";
import type { Question } from "../engine/questions.ts";

/** For calls that wait for an import. */
const PATIENCE_SECONDS = 60;
const HEAD_BYTES = 100_000;

/** A tenant of a running server, called over HTTP with its secret key. */
export class Tenant {
  readonly client: CfAuthClient;
  private readonly url: string;
  private readonly key: string;

  constructor(url: string, key: string) {
    this.client = createClient({ url, key, timeoutSeconds: PATIENCE_SECONDS, batchChecks: false });
    this.url = url;
    this.key = key;
  }

  /** Puts the file into R2. The milliseconds it took. */
  async upload({ csv }: Dataset): Promise<number> {
    const body = readFileSync(csv);
    const started = performance.now();
    const headers = { "x-api-key": this.key };
    const response = await fetch(`${this.url}/authz/graph.csv`, { method: "PUT", headers, body });
    if (!response.ok) throw new Error(`The file was not taken: ${await response.text()}`);
    return performance.now() - started;
  }

  /** Makes the graph what the file in R2 says. The milliseconds until it is. */
  async reload(): Promise<number> {
    const started = performance.now();
    await this.client.authz.graph.reload({ mode: "replace" });
    for (;;) {
      const { job } = await this.client.authz.graph.job();
      if (job?.status === "failed") throw new Error(`The import failed: ${job.error?.message}`);
      if (job?.status === "done") return performance.now() - started;
      await sleep(20);
    }
  }

  /** The milliseconds of one check. Throws where another answer was expected. */
  async ask(question: Question, consistency: "exact" | "fast", expected?: boolean): Promise<number> {
    const started = performance.now();
    const { allowed } = await this.client.authz.check({ ...question, consistency });
    const milliseconds = performance.now() - started;
    if (allowed !== (expected ?? allowed)) throw new Error(`${JSON.stringify(question)} was answered with ${allowed}.`);
    return milliseconds;
  }
}

/** A question to which the answer is yes, since a row of the file says so. */
export function questionOf({ csv, objectType }: Dataset): Question {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(csv, "r");
  const text = head.toString("utf8", 0, readSync(file, head));
  closeSync(file);
  const [, user, relation = "", object] =
    new RegExp(`^user,([^,]+),,([^,]+),${objectType},([^,]+)$`, "m").exec(text) ?? [];
  return { subject: `user:${user}`, relation, object: `${objectType}:${object}` };
}
