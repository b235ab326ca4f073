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
  ])("accepts the class declaration %j", (exports) => {
    expect(check({ exports })).toEqual([]);
  });

  it.each([
    { A: { type: "durable-object" } },
    { A: { type: "durable-object", storage: "legacy-kv" }, B: sqlite },
    { A: { type: "durable-object", state: "expecting-transfer" } },
  ])("rejects the class declaration %j", (exports) => {
    expect(check({ exports })).toEqual([
      'The class A does not use SQLite: set storage to "sqlite" in exports of wrangler.jsonc.',
    ]);
  });

  it("rejects a version with both exports and migrations", () => {
    expect(check({ exports: { A: sqlite }, migrations: { newClasses: ["A"] } })).toEqual([
      "It has class migrations besides exports: declare classes only in exports of wrangler.jsonc.",
    ]);
  });
});

describe("bindings", () => {
  const binding = { name: "GRAPH_STATE", type: "durable_object_namespace", className: "A" };

  it.each([
    [[binding], { A: sqlite }],
    [[{ ...binding, scriptName: "other" }], {}],
    [[{ ...binding, type: "kv_namespace" }], {}],
  ])("accepts the exports %j with the bindings %j", (bindings, exports) => {
    expect(check({ bindings, exports })).toEqual([]);
  });

  it.each([{}, { B: sqlite }, { A: { type: "durable-object", state: "deleted" } }])(
    "rejects a binding to an undeclared class: %j",
    (exports) => {
      expect(check({ bindings: [binding], exports })).toEqual([
        "GRAPH_STATE is bound to A, which isn't declared: add it to exports of wrangler.jsonc.",
      ]);
    },
  );
});
