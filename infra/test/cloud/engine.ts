import { spawn } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import { fileHash } from "../../src/components/folder-hash.ts";
import { ROOT } from "../../src/root.ts";
import { type Sources, service } from "../../src/service.ts";
import { type Answer, type RunOptions, registered } from "../registered.ts";
import { optionsFor } from "../stacks.ts";
import { type Cloud, contentsOf, TOKEN } from "./cloud.ts";
import type { Version } from "./version.ts";

const INFRA = join(ROOT, "infra");

interface Made {
  readonly inputs: string;
  readonly outputs: Record<string, unknown>;
}

/**
 * Runs the program like Pulumi's engine and providers against the local account. Commands really run, in dependency
 * order, and again if their inputs changed or they failed. A version is uploaded if its bytes or bindings changed.
 * State is retained between calls of `up`.
 */
export class Engine {
  readonly #cloud: Cloud;
  readonly #made = new Map<string, Made>();
  /** Stderr of the commands in the last `up`. */
  stderr = "";

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Rejects with the first failure, as `pulumi up` does. */
  async up(stack: string, sources: Sources, config: Pick<RunOptions, "config" | "secrets">): Promise<void> {
    this.stderr = "";
    const answers: Readonly<Record<string, Answer>> = {
      "cloudflare:index/d1Database:D1Database": () => ({ id: this.#cloud.databaseId }),
      "cloudflare:index/workersKvNamespace:WorkersKvNamespace": ({ inputs }) => ({
        id: this.#cloud.makeNamespace(String(inputs.title)),
      }),
      "cloudflare:index/r2Bucket:R2Bucket": ({ inputs }) => {
        this.#cloud.makeBucket(String(inputs.name));
        return {};
      },
      "cloudflare:index/workerVersion:WorkerVersion": (registration) =>
        this.#once(registration, () => this.#upload(registration.inputs)),
      "command:local:Command": (registration) => this.#once(registration, () => this.#run(registration.inputs)),
    };
    const options = optionsFor(stack, config);
    await registered(() => service(stack, sources), { ...options, answers: { ...options.answers, ...answers } });
  }

  async #once({ name, inputs }: Parameters<Answer>[0], make: () => Promise<Record<string, unknown>>) {
    const now = JSON.stringify([inputs, hashesOf(inputs.modules)]);
    const before = this.#made.get(name);
    if (before?.inputs === now) return before.outputs;
    const outputs = await make();
    this.#made.set(name, { inputs: now, outputs });
    return outputs;
  }

  async #upload(inputs: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    // The form of the resource's inputs.
    const version = inputs as unknown as Omit<Version, "id" | "modules"> & {
      modules: Parameters<typeof contentsOf>[0];
    };
    return { id: await this.#cloud.upload({ ...version, modules: contentsOf(version.modules) }) };
  }

  async #run(inputs: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    const environment = inputs.environment as Readonly<Record<string, string>>;
    const child = spawn("/bin/sh", ["-c", String(inputs.create)], {
      cwd: INFRA,
      env: {
        PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
        HOME: process.env.HOME,
        CLOUDFLARE_API_TOKEN: TOKEN,
        CLOUDFLARE_ACCOUNT_ID: "a".repeat(32),
        // Base URLs for wrangler and for Cloudflare's library.
        CLOUDFLARE_API_BASE_URL: this.#cloud.api.url,
        CLOUDFLARE_BASE_URL: this.#cloud.api.url,
        SMOKE_TIMEOUT_SECONDS: "10",
        ...environment,
        ...(environment.URL !== undefined && { URL: this.#cloud.url }),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    this.stderr += stderr;
    if (code !== 0) throw new Error(stderr);
    return { stdout: stdout.trim(), stderr };
  }
}

function hashesOf(modules: unknown): unknown {
  if (!Array.isArray(modules)) return undefined;
  return modules.map(({ contentFile }) => fileHash(contentFile));
}
