import { describe, expect, it } from "vitest";
import { type Registered, registered } from "../../test/registered.ts";
import { readBundle } from "./bundle.ts";
import { readWorkerConfig, type WorkerConfig } from "./config.ts";
import { uploadWorker } from "./upload.ts";

const config = readWorkerConfig("staging");
const modules = readBundle();
const bound = {
  databases: { DB: "database-id" },
  namespaces: Object.fromEntries(config.kv_namespaces.map(({ binding }) => [binding, `${binding}-id`])),
  buckets: { FILES: "files" },
  queues: {},
  vars: config.vars,
  secrets: { JWT_SECRET: "planted-secret", PASSWORD_PEPPER: "planted-pepper" },
};
const worker = { id: "worker-id", name: "cf-auth-staging" };
const answers = { "command:local:Command": () => ({ stdout: '{"versionId":"by-wrangler"}' }) };

async function uploaded(upload: "version" | "wrangler", more: Partial<WorkerConfig> = {}): Promise<Registered> {
  const args = { accountId: "account", upload, worker, config: { ...config, ...more }, modules, bound };
  const [made, ...others] = await registered(() => uploadWorker(args, {}), { stack: "staging", answers });
  expect(others).toEqual([]);
  if (made === undefined) throw new Error("Nothing was uploaded.");
  return made;
}

/** Environment variables of the step that runs wrangler. */
async function wranglerEnvironment(more: Partial<WorkerConfig> = {}): Promise<Record<string, unknown>> {
  const { environment } = (await uploaded("wrangler", more)).props as { environment: { WRANGLER_CONFIG: string } };
  return JSON.parse(environment.WRANGLER_CONFIG);
}

const assets = {
  directory: "dashboard/dist",
  binding: "ASSETS",
  not_found_handling: "single-page-application",
  run_worker_first: ["/trpc/*"],
};

describe("a version", () => {
  it("uploads the built Worker's files by type, deploys and retains the version", async () => {
    const { props, retainOnDelete } = await uploaded("version");
    expect(retainOnDelete).toBe(true);
    expect(props).toMatchObject({ workerId: "worker-id", deploy: true, mainModule: "worker.js" });
    const types = (props.modules as { name: string; contentType: string }[]).map(({ contentType }) => contentType);
    expect(new Set(types)).toEqual(
      new Set([
        "application/javascript+module",
        "application/wasm",
        "application/octet-stream",
        "text/plain",
        "application/source-map",
      ]),
    );
  });

  it("serves static assets if wrangler.jsonc has any", async () => {
    const { props } = await uploaded("version", { assets });
    expect(props.assets).toMatchObject({
      directory: expect.stringMatching(/\/dashboard\/dist$/),
      config: { notFoundHandling: "single-page-application", runWorkerFirst: ["/trpc/*"] },
    });
    expect(props.bindings).toContainEqual({ type: "assets", name: "ASSETS" });
  });

  it("declares classes in the provider's form", async () => {
    const renamed = { type: "durable-object", state: "renamed", renamed_to: "GraphState" };
    const { props } = await uploaded("version", { exports: { ...config.exports, OldGraph: renamed } });
    expect(props.exports).toMatchObject({
      GraphState: { type: "durable-object", storage: "sqlite" },
      OldGraph: { type: "durable-object", state: "renamed", renamedTo: "GraphState" },
    });
  });
});

describe("the wrangler step", () => {
  it("gets the same bindings, with secrets marked as secret", async () => {
    const { props, secrets } = await uploaded("wrangler", { assets });
    expect(secrets).toContain("environment.SECRETS");
    expect(props.create).toBe("node src/deploy/wrangler-deploy.ts");
    expect(JSON.stringify(await wranglerEnvironment())).not.toContain("planted");
    expect(await wranglerEnvironment({ assets })).toMatchObject({
      assets,
      exports: config.exports,
      workers_dev: false,
      d1_databases: [{ binding: "DB", database_id: "database-id" }],
      r2_buckets: [{ binding: "FILES", bucket_name: "files" }],
    });
  });

  it("gets no hosts, schedules or consumers, which Pulumi manages", async () => {
    const queues = { producers: [], consumers: [{ queue: "cf-auth-mail-staging" }] };
    const environment = await wranglerEnvironment({ queues });
    expect(Object.keys(environment)).not.toEqual(expect.arrayContaining(["triggers"]));
    expect(environment.routes ?? environment.route ?? environment.triggers).toBeUndefined();
    expect(environment.queues).toEqual({ producers: [] });
  });
});

it.each(["version", "wrangler"] as const)(
  "rejects %s with a binding that has no resource, or of an unsupported type",
  async (upload) => {
    const unbound = { kv_namespaces: [...config.kv_namespaces, { binding: "NEW_CACHE" }] };
    await expect(uploaded(upload, unbound)).rejects.toThrow("The binding NEW_CACHE of wrangler.jsonc has no resource");
    await expect(uploaded(upload, { secrets: { required: ["NEW_SECRET"] } })).rejects.toThrow("The binding NEW_SECRET");
    await expect(uploaded(upload, { services: [{}] })).rejects.toThrow("wrangler.jsonc binds services");
  },
);
