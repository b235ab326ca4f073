import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from "miniflare";
import { rateLimiter } from "../../../tools/local/src/rate-limiter.ts";
import { accountRoutes } from "./account-routes.ts";
import { dump, query } from "./database.ts";
import { type Api, ApiError, type Route, serveApi } from "./requests.ts";
import type { Binding, Version } from "./version.ts";
import { uploadRoutes } from "./wrangler-upload.ts";

const TYPES: Readonly<Record<string, "ESModule" | "CompiledWasm" | "Text">> = {
  "application/javascript+module": "ESModule",
  "application/wasm": "CompiledWasm",
  "text/plain": "Text",
};

export const TOKEN = "planted-cloudflare-token";
/** Name of the Worker that has all stores. */
const ACCOUNT = "account";
/** Writes all keys of a request. From Node, each key would be a request of its own. */
const BULK_WRITE = `
  export default {
    async fetch(request, env) {
      const namespace = env[new URL(request.url).pathname.slice(1)];
      for (const { key, value, base64 } of await request.json()) {
        await namespace.put(key, base64 ? Uint8Array.fromBase64(value) : value);
      }
      return new Response();
    },
  };
`;
const DATABASE_ID = "00000000-0000-4000-8000-00000000d1d1";

/**
 * A local Cloudflare account: its API with authentication and validation, in front of real D1, KV, R2 and Durable
 * Objects in workerd, which runs the version that has all traffic.
 */
export class Cloud {
  readonly databaseId = DATABASE_ID;
  readonly versions: Version[] = [];
  /** Ids of versions, newest first. */
  readonly deployments: string[] = [];
  readonly #account: string;
  readonly #host: string;
  readonly #port: number;
  readonly #state = mkdtempSync(join(tmpdir(), "cf-auth-cloud-"));
  readonly buckets = new Set<string>();
  readonly namespaces = new Set<string>();
  /** Parts of requests that the token has no right to, with the error's code. */
  readonly denied = new Map<string, number>();
  #api: Api | undefined;
  #miniflare: Miniflare | undefined;
  /** Whether the running version and its stores are the deployed ones. */
  #isCurrent = false;
  #previous: Promise<unknown> = Promise.resolve();

  /** `host` is the service's public host; locally it listens on the port. */
  constructor(account: string, host: string, port: number) {
    this.#account = account;
    this.#host = host;
    this.#port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get api(): Api {
    if (this.#api === undefined) throw new Error("The cloud isn't started. Call start() first.");
    return this.#api;
  }

  /** The version that has all traffic. */
  get present(): Version | undefined {
    return this.versions.find(({ id }) => id === this.deployments[0]);
  }

  async start(): Promise<void> {
    this.#api = await serveApi(TOKEN, this.#routes(), this.denied);
  }

  async stop(): Promise<void> {
    await this.#miniflare?.dispose();
    await this.#api?.stop();
    rmSync(this.#state, { recursive: true, force: true });
  }

  async database(): ReturnType<Miniflare["getD1Database"]> {
    return await this.#use((miniflare) => miniflare.getD1Database(DATABASE_ID, ACCOUNT));
  }

  async bucket(name: string): ReturnType<Miniflare["getR2Bucket"]> {
    if (!this.buckets.has(name)) throw new ApiError(404, `There is no bucket ${name}.`);
    return await this.#use((miniflare) => miniflare.getR2Bucket(name, ACCOUNT));
  }

  makeNamespace(title: string): string {
    if (!this.namespaces.has(title)) this.#isCurrent = false;
    this.namespaces.add(title);
    return title;
  }

  makeBucket(name: string): void {
    if (!this.buckets.has(name)) this.#isCurrent = false;
    this.buckets.add(name);
  }

  /** Stores a version and routes all traffic to it. */
  async upload(version: Omit<Version, "id">): Promise<string> {
    const id = `00000000-0000-4000-8000-${String(this.versions.length + 1).padStart(12, "0")}`;
    this.versions.push({ ...version, id });
    this.api.log.push(`UPLOAD ${id}`);
    await this.#deploy(id);
    return id;
  }

  /** A version with the present one's bindings of some types, unless it has its own of the name. */
  #withKept(version: Omit<Version, "id">, kept: readonly string[]): Omit<Version, "id"> {
    const own = version.bindings.map(({ name }) => name);
    const others = this.present?.bindings.filter(({ type, name }) => kept.includes(type) && !own.includes(name)) ?? [];
    return { ...version, bindings: [...version.bindings, ...others] };
  }

  async #deploy(id: string): Promise<void> {
    const version = this.versions.find((each) => each.id === id);
    if (version === undefined) throw new ApiError(400, `There is no version ${id}.`);
    // Throws for a version that can't run, before anything changes.
    this.#options(version);
    this.deployments.unshift(id);
    this.#isCurrent = false;
    await this.#use(async () => undefined);
  }

  /**
   * Runs `work` on the stores and the deployed version. One at a time, because changed options restart workerd, which
   * aborts everything in progress.
   */
  async #use<T>(work: (miniflare: Miniflare) => Promise<T>): Promise<T> {
    const current = this.#previous.then(async () => {
      const version = this.present;
      const isCurrent = this.#isCurrent;
      // A store that is made from here on needs new options again.
      this.#isCurrent = true;
      if (this.#miniflare === undefined) this.#miniflare = new Miniflare(this.#options(version));
      else if (!isCurrent) await this.#miniflare.setOptions(this.#options(version));
      await this.#miniflare.ready;
      return await work(this.#miniflare);
    });
    this.#previous = current.catch(() => undefined);
    return await current;
  }

  #options(version: Version | undefined) {
    const limits = bindingsBy(version, "ratelimit", ({ simple = { limit: 0, period: 60 } }) => ({ simple }));
    const limiter = rateLimiter(limits, false);
    const own = version === undefined ? [] : [{ ...this.#worker(version), serviceBindings: limiter.bindings }];
    return convertV4MiniflareOptions({
      workers: [this.#stores(), limiter.worker, ...own],
      host: "127.0.0.1",
      port: 0,
      resourcePersistencePath: this.#state,
      cf: false,
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: () => undefined,
    });
  }

  /** A Worker with all stores of the account, deployed or not. */
  #stores(): V4WorkerOptions {
    return {
      name: ACCOUNT,
      modules: [{ type: "ESModule", path: "stores.js", contents: BULK_WRITE }],
      compatibilityDate: "2026-11-01",
      d1Databases: [DATABASE_ID],
      r2Buckets: [...this.buckets],
      kvNamespaces: [...this.namespaces],
    };
  }

  #worker(version: Version): V4WorkerOptions {
    const [main, ...others] = [...version.modules].sort((a, b) => rank(version, a.name) - rank(version, b.name));
    const texts = bindingsBy(version, /text$/, ({ text = "" }) => text.replace(`https://${this.#host}`, this.url));
    return {
      name: "cf-auth",
      modulesRoot: "/",
      modules: [main, ...others].flatMap((module) => {
        const type = TYPES[module?.contentType ?? ""];
        return module === undefined || type === undefined ? [] : [moduleOf(module.name, type, module.content)];
      }),
      compatibilityDate: version.compatibilityDate,
      compatibilityFlags: [...version.compatibilityFlags],
      bindings: {
        ...texts,
        ...bindingsBy(version, "version_metadata", () => ({ id: version.id, tag: "", timestamp: "" })),
      },
      d1Databases: bindingsBy(version, "d1", ({ databaseId = "" }) => databaseId),
      kvNamespaces: bindingsBy(version, "kv_namespace", ({ namespaceId = "" }) => namespaceId),
      r2Buckets: bindingsBy(version, "r2_bucket", ({ bucketName = "" }) => bucketName),
      durableObjects: bindingsBy(version, "durable_object_namespace", ({ className = "" }) => {
        if (!(className in version.exports)) throw new ApiError(400, `The version does not export ${className}.`);
        return { className, useSQLite: true };
      }),
      email: { send_email: version.bindings.filter(({ type }) => type === "send_email").map(({ name }) => ({ name })) },
      unsafeDirectSockets: [{ host: "127.0.0.1", port: this.#port }],
    };
  }

  #routes(): Readonly<Record<string, Route>> {
    const own = `/accounts/${this.#account}`;
    const database = `${own}/d1/database/${DATABASE_ID}`;
    let exporting: string | undefined;
    return {
      ...uploadRoutes(this.#account, (version, kept) => this.upload(this.#withKept(version, kept))),
      ...accountRoutes(this.#account, this.#host.replace(/^[^.]+\./, ""), this),
      "GET /user/tokens/verify": () => ({ id: "token", status: "active" }),
      [`GET ${database}`]: () => ({ uuid: DATABASE_ID, name: "cf-auth", version: "production" }),
      [`POST ${database}/query`]: async ({ body }) => {
        const { sql, params } = JSON.parse(body.toString());
        return await this.#use(async (miniflare) =>
          query(await miniflare.getD1Database(DATABASE_ID, ACCOUNT), sql, params),
        );
      },
      [`GET ${database}/time_travel/bookmark`]: () => ({ bookmark: "00000001-00000002-00004e2f-planted" }),
      // An export takes several polls, as at Cloudflare: the first response says so.
      [`POST ${database}/export`]: async ({ body }) => {
        const { output_format, current_bookmark } = JSON.parse(body.toString());
        if (output_format !== "polling") throw new ApiError(400, "Only polling is supported.");
        if (current_bookmark === undefined) {
          exporting = await this.#use(async (miniflare) => dump(await miniflare.getD1Database(DATABASE_ID, ACCOUNT)));
          return { success: true, type: "export", status: "active", at_bookmark: "bookmark-of-export", messages: [] };
        }
        if (current_bookmark !== "bookmark-of-export") throw new ApiError(400, "Unknown export bookmark.");
        const result = {
          filename: "export.sql",
          signed_url: this.api.url.replace("/client/v4", "/download/export.sql"),
        };
        return {
          success: true,
          type: "export",
          status: "complete",
          at_bookmark: current_bookmark,
          messages: [],
          result,
        };
      },
      "GET /download/export.sql": () => Buffer.from(exporting ?? ""),
      [`PUT ${own}/r2/buckets/:bucket/objects/:key*`]: async ({ body }, bucket = "", key = "") => {
        const store = await this.bucket(bucket);
        await this.#use(() => store.put(key, body));
        return {};
      },
      [`PUT ${own}/storage/kv/namespaces/:id/bulk`]: async ({ body }, id = "") => {
        if (!this.namespaces.has(id)) throw new ApiError(404, `There is no namespace ${id}.`);
        const pairs: unknown[] = JSON.parse(body.toString());
        await this.#use(async (miniflare) => {
          const stores = await miniflare.getWorker(ACCOUNT);
          await stores.fetch(`http://stores/${id}`, { method: "PUT", body: body.toString() });
        });
        return { successful_key_count: pairs.length, unsuccessful_keys: [] };
      },
      [`GET ${own}/workers/scripts/:name/deployments`]: () => ({
        deployments: this.deployments.map((id) => ({
          strategy: "percentage",
          versions: [{ version_id: id, percentage: 100 }],
        })),
      }),
      [`POST ${own}/workers/scripts/:name/deployments`]: async ({ body }) => {
        const { strategy, versions, annotations } = JSON.parse(body.toString());
        if (strategy !== "percentage" || versions?.length !== 1 || versions[0].percentage !== 100) {
          throw new ApiError(400, "A deployment of one version is expected.");
        }
        if (!annotations?.["workers/message"]) throw new ApiError(400, "A deployment needs a message.");
        await this.#deploy(versions[0].version_id);
        return { id: `deployment-${this.deployments.length}` };
      },
    };
  }
}

function moduleOf(path: string, type: "ESModule" | "CompiledWasm" | "Text", content: Buffer) {
  return { type, path: `/${path}`, contents: type === "CompiledWasm" ? new Uint8Array(content) : content.toString() };
}

function rank(version: Version, name: string): number {
  return name === version.mainModule ? 0 : 1;
}

function bindingsBy<T>(
  version: Version | undefined,
  type: string | RegExp,
  value: (binding: Binding) => T,
): Record<string, T> {
  const requested = (version?.bindings ?? []).filter((each) =>
    typeof type === "string" ? each.type === type : type.test(each.type),
  );
  return Object.fromEntries(requested.map((each) => [each.name, value(each)]));
}

/** Reads the modules of an upload as the provider does. */
export function contentsOf(modules: readonly { name: string; contentType: string; contentFile: string }[]) {
  return modules.map(({ name, contentType, contentFile }) => ({
    name,
    contentType,
    content: readFileSync(contentFile),
  }));
}
