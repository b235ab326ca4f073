import * as fc from "fast-check";
import SuperJSON from "superjson";
import { beforeAll, describe, expect, it } from "vitest";
import { codeIn, send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import { transformer } from "./transformer.ts";

const { deserialize } = transformer.input;

describe("an input", () => {
  it.each([
    ["a date", { at: new Date(0) }],
    ["dates deep down", { list: [{ at: new Date(1) }, { "a.b": { c: new Date(2) } }] }],
    ["nothing", undefined],
    ["what was left out", { a: undefined, b: [undefined] }],
    ["a date alone", new Date(3)],
    ["what stands twice", ((one) => ({ first: one, second: one }))({ a: 1 })],
    ["numbers that JSON has none for", { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: -0 }],
  ])("comes as superjson's clients send it: %s", (_, value) => {
    expect(deserialize(JSON.parse(SuperJSON.stringify(value)))).toStrictEqual(value);
  });

  it.each([
    [
      "a typed array as large as a number",
      { json: { a: 3e7 }, meta: { values: { a: [["typed-array", "Float64Array"]] } } },
    ],
    ["a regular expression", { json: { a: "/(a+)+$/" }, meta: { values: { a: ["regexp"] } } }],
    ["a set", { json: { a: [1] }, meta: { values: { a: ["set"] } } }],
    ["a map", { json: { a: [[1, 2]] }, meta: { values: { a: ["map"] } } }],
    ["an error", { json: { a: {} }, meta: { values: { a: ["Error"] } } }],
    ["a URL", { json: { a: "https://example.com" }, meta: { values: { a: ["URL"] } } }],
    ["a bigint", { json: { a: "1" }, meta: { values: { a: ["bigint"] } } }],
    ["an instance of a class", { json: { a: {} }, meta: { values: { a: [["class", "Object"]] } } }],
    ["a type below another", { json: [["x"]], meta: { values: ["undefined", { "0": ["set"] }] } }],
    ["a type that nobody knows", { json: 1, meta: { values: ["nothing"] } }],
    ["a type below a path below another", { json: { a: {} }, meta: { values: { a: { b: ["undefined"] } } } }],
    ["a type of a part that is not there", { json: { a: [] }, meta: { values: { "a.4000000000": ["undefined"] } } }],
    ["a type of a list's length", { json: { a: [] }, meta: { values: { "a.length": ["undefined"] } } }],
    ["a type of a part of a text", { json: { a: "text" }, meta: { values: { "a.0": ["undefined"] } } }],
    ["a date that is no text", { json: { a: [1] }, meta: { values: { a: ["Date"] } } }],
    ["a path that escapes nothing", { json: { a: 1 }, meta: { values: { "\\a": ["undefined"] }, v: 1 } }],
  ])("is refused with %s", (_, input) => {
    expect(() => deserialize(input)).toThrow(SyntaxError);
  });

  it("comes with the dates of keys that no text could spoil, from clients of either version", () => {
    const json = () => JSON.parse('{"__proto__":{"a.b":"1970-01-01T00:00:00.000Z"}}');
    const values = { "__proto__.a\\.b": ["Date"] };
    for (const v of [undefined, 1]) {
      const read = deserialize({ json: json(), meta: { values, v } });
      expect(Object.getOwnPropertyDescriptor(read, "__proto__")?.value).toEqual({ "a.b": new Date(0) });
    }
  });

  it("is a document: no part of it is made another, so that none holds itself", () => {
    const input = { json: { a: { b: 1 }, c: null }, meta: { referentialEqualities: [["a"], { a: ["c"] }] } };
    expect(deserialize(input)).toEqual({ a: { b: 1 }, c: null });
  });

  it.each(["__proto__.polluted", "constructor.prototype.polluted", "a.__proto__.polluted"])(
    "reaches nothing that is shared, by %s",
    async (path) => {
      const body = JSON.stringify({ json: { a: {} }, meta: { values: { [path]: ["undefined"] }, v: 1 } });
      const headers = { "content-type": "application/json" };
      const answer = await send("/trpc/system.health", { method: "POST", headers, body });
      expect([answer.status, codeIn(answer.body)]).toEqual([400, "invalid_json"]);
      expect("polluted" in {}).toBe(false);
    },
  );
});

describe("an answer", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  // superjson's own clients refuse the names that lead to prototypes; ours reads them.
  const name = fc
    .oneof(fc.string(), fc.constantFrom("a.b", "\\", "toString", "0"))
    .filter((key) => !["__proto__", "constructor", "prototype"].includes(key));
  const { document } = fc.letrec<{ document: unknown }>((tie) => ({
    document: fc.oneof(
      { maxDepth: 3 },
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined)),
      fc.date({ noInvalidDate: true }),
      fc.array(tie("document"), { maxLength: 3 }),
      fc.dictionary(name, tie("document"), { maxKeys: 3 }),
    ),
  }));

  it("is what its JSON would be anyway, and what superjson's clients read", () => {
    fc.assert(
      fc.property(document, (value) => {
        const said = JSON.parse(JSON.stringify(transformer.output.serialize(value)));
        expect(SuperJSON.deserialize(said)).toEqual(value);
        // A field that is undefined is left out, and no null that no schema of an answer speaks of.
        expect(said.json).toEqual(JSON.parse(JSON.stringify({ value })).value ?? null);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      "tenants.settings.update",
      { accessTokenClaims: [{ claim: "a", value: { constructor: 1, prototype: { x: 1 } } }] },
    ],
    ["tenants.settings.update", { accessTokenClaims: [{ claim: "a", value: JSON.parse('{"__proto__":{"x":1}}') }] }],
  ])("says every key that a tenant has chosen, as it is: %s %j", async (procedure, input) => {
    const headers = { "content-type": "application/json", "x-api-key": world.acme.secretKey };
    const init = { method: "POST", headers, body: JSON.stringify({ json: input }) };
    expect((await send(`/trpc/${procedure}`, init)).status).toBe(200);
    const { status, text } = await send("/trpc/tenants.settings.get", { ...init, body: "{}" });
    expect([status, text]).toEqual([200, expect.stringContaining(JSON.stringify(input).slice(1, -1))]);
  });

  it("counts the objects of a type that is called as JavaScript calls something of its own", async () => {
    const { authz } = world.acme.client;
    await authz.model.put.mutate({
      model: "model\n  schema 1.1\ntype user\ntype prototype\n  relations\n    define r: [user]\n",
    });
    await authz.write.mutate({ writes: [{ subject: "user:a", relation: "r", object: "prototype:1" }] });
    expect((await authz.graph.stats.query()).objectCounts).toEqual({ user: 1, prototype: 1 });
  });
});
