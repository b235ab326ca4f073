import { describe, expect, it } from "vitest";
import { environmentOf, nameFor } from "../src/names.ts";
import { service } from "../src/service.ts";
import { exportsOf, readBundle } from "../src/worker/bundle.ts";
import { readWorkerConfig, type WorkerConfig } from "../src/worker/config.ts";
import { fieldsOfEnv } from "./env-type.ts";
import { registered } from "./registered.ts";
import { optionsFor, registeredIn } from "./stacks.ts";

const STACKS = ["dev", "staging", "production", "pr-12"];
const modules = readBundle();

/** Names that the program binds to the Worker. */
async function boundIn(stack: string, config?: WorkerConfig): Promise<string[]> {
  const expected = config && registered(() => service(stack, { config, modules }), optionsFor(stack));
  const graph = await (expected ?? registeredIn(stack));
  const version = graph.find(({ type }) => type === "cloudflare:index/workerVersion:WorkerVersion");
  // The form of the resource's inputs.
  const bindings = (version?.props.bindings ?? []) as readonly { readonly name: string }[];
  return bindings.map(({ name }) => name);
}

describe.each(STACKS)("wrangler.jsonc and the stack %s", (stack) => {
  const config = readWorkerConfig(stack);

  it("have the same bindings as the type that the Worker's code uses", async () => {
    const bound = await boundIn(stack);
    expect(bound).toEqual(fieldsOfEnv(environmentOf(stack)));
    expect(bound).toEqual([...bound].sort());
  });

  it("have the same names for Cloudflare", () => {
    const environment = environmentOf(stack);
    expect(config.name).toBe(nameFor(environment));
    expect(config.d1_databases.map(({ database_name }) => database_name)).toEqual([nameFor(environment)]);
    expect(config.r2_buckets.map(({ bucket_name }) => bucket_name)).toEqual([nameFor(environment, "files")]);
  });

  it("have the same classes, which the built Worker exports", () => {
    const declared = Object.keys(config.exports);
    expect(config.durable_objects.bindings.map(({ class_name }) => class_name).sort()).toEqual(declared.sort());
    expect(exportsOf(modules)).toEqual(expect.arrayContaining([...declared, "CfAuth", "default"]));
  });

  it("have ids of rate limits that no other stack uses", () => {
    const idsOf = (each: string) => readWorkerConfig(each).ratelimits.map(({ namespace_id }) => namespace_id);
    const others = [...STACKS, "pr-13"].filter((each) => each !== stack).flatMap(idsOf);
    expect(others.filter((id) => idsOf(stack).includes(id))).toEqual([]);
  });
});

describe("reports a planted disagreement:", () => {
  const config = readWorkerConfig("staging");

  it("a binding that wrangler.jsonc lacks", async () => {
    const [, ...fewer] = config.kv_namespaces;
    expect(await boundIn("staging", { ...config, kv_namespaces: fewer })).not.toEqual(fieldsOfEnv("staging"));
  });

  it("a variable without a value", async () => {
    const more = { ...config, secrets: { required: ["JWT_SECRET", "PASSWORD_PEPPER", "NEW_SECRET"] } };
    await expect(boundIn("staging", more)).rejects.toThrow("The binding NEW_SECRET of wrangler.jsonc has no resource");
  });

  it("a class that the built Worker doesn't export", async () => {
    const exports = { ...config.exports, Missing: { type: "durable-object", storage: "sqlite" } };
    const planted = boundIn("staging", { ...config, exports });
    await expect(planted).rejects.toThrow("The built Worker doesn't export Missing");
  });

  it("a binding to an undeclared class", async () => {
    const bindings = [...config.durable_objects.bindings, { name: "OTHER", class_name: "CfAuth" }];
    const planted = boundIn("staging", { ...config, durable_objects: { bindings } });
    await expect(planted).rejects.toThrow("wrangler.jsonc binds to CfAuth, which isn't declared");
  });

  it("a type of binding that isn't supported", async () => {
    const planted = boundIn("staging", { ...config, services: [{ binding: "OTHER", service: "other" }] });
    await expect(planted).rejects.toThrow("wrangler.jsonc binds services");
  });

  it("a stack without an environment in wrangler.jsonc", () => {
    expect(() => readWorkerConfig("qa")).toThrow('no environment "qa"');
  });
});
