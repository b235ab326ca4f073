import { describe, expect, it } from "vitest";
import { messagesOf, resource, VERSION } from "../../test/policy-cases.ts";
import { durableObjects } from "./durable-objects.ts";

const sqlite = { type: "durable-object", storage: "sqlite" };
const check = (props: Record<string, unknown>) => messagesOf(durableObjects, [resource(VERSION, props)]);

describe("classes", () => {
  it.each([
    { A: sqlite, B: { ...sqlite, state: "created" } },
    { A: { type: "durable-object", state: "deleted" } },
    { A: { type: "worker" } },
  ])("may be declared as %j", (exports) => {
    expect(check({ exports })).toEqual([]);
  });

  it.each([
    { A: { type: "durable-object" } },
    { A: { type: "durable-object", storage: "legacy-kv" }, B: sqlite },
    { A: { type: "durable-object", state: "expecting-transfer" } },
  ])("may not be declared as %j", (exports) => {
    expect(check({ exports })).toEqual([
      'The objects of A have no SQLite: set storage to "sqlite" in exports of wrangler.jsonc.',
    ]);
  });

  it("are declared once", () => {
    expect(check({ exports: { A: sqlite }, migrations: { newClasses: ["A"] } })).toEqual([
      "It has migrations of classes beside exports: declare classes in exports of wrangler.jsonc alone.",
    ]);
  });
});

describe("bindings", () => {
  const binding = { name: "GRAPH_STATE", type: "durable_object_namespace", className: "A" };

  it.each([
    [[binding], { A: sqlite }],
    [[{ ...binding, scriptName: "other" }], {}],
    [[{ ...binding, type: "kv_namespace" }], {}],
  ])("%j may be with %j", (bindings, exports) => {
    expect(check({ bindings, exports })).toEqual([]);
  });

  it.each([{}, { B: sqlite }, { A: { type: "durable-object", state: "deleted" } }])(
    "lead nowhere with %j",
    (exports) => {
      expect(check({ bindings: [binding], exports })).toEqual([
        "GRAPH_STATE is bound to A, which is not declared: add it to exports of wrangler.jsonc.",
      ]);
    },
  );
});
