import { describe, expect, it } from "vitest";
import { type Bound, bindingsOf } from "./bindings.ts";
import { readWorkerConfig } from "./config.ts";
import { LOCAL_ONLY } from "./local-only.ts";
import { wranglerConfig } from "./wrangler-config.ts";

const NOTHING: Bound = { databases: {}, namespaces: {}, buckets: {}, queues: {}, vars: {}, secrets: {} };
const [name = ""] = Object.keys(LOCAL_ONLY);
const MESSAGE = `${name} is for a local stack only.`;

describe("a variable for this machine only", () => {
  const config = readWorkerConfig("dev");
  const wrong: readonly [string, typeof config, Bound][] = [
    ["wrangler.jsonc", { ...config, vars: { ...config.vars, [name]: "true" } }, NOTHING],
    ["the stack's variables", config, { ...NOTHING, vars: { [name]: "false" } }],
    ["the stack's secrets", config, { ...NOTHING, secrets: { [name]: "true" } }],
  ];

  it.each(wrong)("is refused by every deploy path in %s", (_, worker, bound) => {
    expect(() => bindingsOf(worker, bound)).toThrow(MESSAGE);
    expect(() => wranglerConfig(worker, "cf-auth", bound)).toThrow(MESSAGE);
  });

  it("is in no environment of wrangler.jsonc", () => {
    for (const stack of ["dev", "staging", "production"]) expect(readWorkerConfig(stack).vars).not.toHaveProperty(name);
  });
});
