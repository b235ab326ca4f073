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

  /** Uploads the file to R2. Returns the milliseconds. */
  async upload({ csv }: Dataset): Promise<number> {
    const body = readFileSync(csv);
    const started = performance.now();
    const headers = { "x-api-key": this.key };
    const response = await fetch(`${this.url}/authz/graph.csv`, { method: "PUT", headers, body });
    if (!response.ok) throw new Error(`The file was not taken: ${await response.text()}`);
    return performance.now() - started;
  }

  /** Imports the file from R2. Returns the milliseconds until the end of the import. */
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

  /** The milliseconds of one check. Throws on an unexpected result. */
  async check(question: Question, consistency: "exact" | "fast", expected?: boolean): Promise<number> {
    const started = performance.now();
    const { allowed } = await this.client.authz.check({ ...question, consistency });
    const milliseconds = performance.now() - started;
    if (allowed !== (expected ?? allowed)) throw new Error(`${JSON.stringify(question)} was answered with ${allowed}.`);
    return milliseconds;
  }
}

/** A check that a row of the file allows. */
export function questionOf({ csv, objectType }: Dataset): Question {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(csv, "r");
  const text = head.toString("utf8", 0, readSync(file, head));
  closeSync(file);
  const [, user, relation = "", object] =
    new RegExp(`^user,([^,]+),,([^,]+),${objectType},([^,]+)$`, "m").exec(text) ?? [];
  return { subject: `user:${user}`, relation, object: `${objectType}:${object}` };
}
