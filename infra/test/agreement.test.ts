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

/** What the program binds the Worker to, name by name. */
async function boundIn(stack: string, config?: WorkerConfig): Promise<string[]> {
  const given = config && registered(() => service(stack, { config, modules }), optionsFor(stack));
  const graph = await (given ?? registeredIn(stack));
  const version = graph.find(({ type }) => type === "cloudflare:index/workerVersion:WorkerVersion");
  // As the resource takes them.
  const bindings = (version?.props.bindings ?? []) as readonly { readonly name: string }[];
  return bindings.map(({ name }) => name);
}

describe.each(STACKS)("wrangler.jsonc and the stack %s agree on", (stack) => {
  const config = readWorkerConfig(stack);

  it("every binding, and so does the type that the Worker's code sees", async () => {
    const bound = await boundIn(stack);
    expect(bound).toEqual(fieldsOfEnv(environmentOf(stack)));
    expect(bound).toEqual([...bound].sort());
  });

  it("every name that Cloudflare knows it by", () => {
    const environment = environmentOf(stack);
    expect(config.name).toBe(nameFor(environment));
    expect(config.d1_databases.map(({ database_name }) => database_name)).toEqual([nameFor(environment)]);
    expect(config.r2_buckets.map(({ bucket_name }) => bucket_name)).toEqual([nameFor(environment, "files")]);
  });

  it("every class, and the built Worker exports it", () => {
    const declared = Object.keys(config.exports);
    expect(config.durable_objects.bindings.map(({ class_name }) => class_name).sort()).toEqual(declared.sort());
    expect(exportsOf(modules)).toEqual(expect.arrayContaining([...declared, "CfAuth", "default"]));
  });

  it("ids of rate limits that are no other stack's", () => {
    const idsOf = (each: string) => readWorkerConfig(each).ratelimits.map(({ namespace_id }) => namespace_id);
    const others = [...STACKS, "pr-13"].filter((each) => each !== stack).flatMap(idsOf);
    expect(others.filter((id) => idsOf(stack).includes(id))).toEqual([]);
  });
});

describe("a planted disagreement is found:", () => {
  const config = readWorkerConfig("staging");

  it("a binding that is missing in wrangler.jsonc", async () => {
    const [, ...fewer] = config.kv_namespaces;
    expect(await boundIn("staging", { ...config, kv_namespaces: fewer })).not.toEqual(fieldsOfEnv("staging"));
  });

  it("a variable that nothing gives a value", async () => {
    const more = { ...config, secrets: { required: ["JWT_SECRET", "PASSWORD_PEPPER", "NEW_SECRET"] } };
    await expect(boundIn("staging", more)).rejects.toThrow(
      "The binding NEW_SECRET of wrangler.jsonc is bound to nothing",
    );
  });

  it("a class that the built Worker does not export", async () => {
    const exports = { ...config.exports, Missing: { type: "durable-object", storage: "sqlite" } };
    const planted = boundIn("staging", { ...config, exports });
    await expect(planted).rejects.toThrow("The built Worker does not export Missing");
  });

  it("a binding to a class that is not declared", async () => {
    const bindings = [...config.durable_objects.bindings, { name: "OTHER", class_name: "CfAuth" }];
    const planted = boundIn("staging", { ...config, durable_objects: { bindings } });
    await expect(planted).rejects.toThrow("wrangler.jsonc binds to CfAuth, which it does not declare");
  });

  it("a kind of binding that the program does not know", async () => {
    const planted = boundIn("staging", { ...config, services: [{ binding: "OTHER", service: "other" }] });
    await expect(planted).rejects.toThrow("wrangler.jsonc binds services");
  });

  it("a stack that wrangler.jsonc has no environment for", () => {
    expect(() => readWorkerConfig("qa")).toThrow('no environment "qa"');
  });
});
