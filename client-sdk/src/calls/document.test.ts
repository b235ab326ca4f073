import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentOf } from "./document.ts";
import { CfAuthError } from "./error.ts";
import { wire } from "./wire.ts";

const circular: Record<string, unknown> = { list: [{}] };
Object(circular.list)[0].self = circular;
const circularList: unknown[] = [];
circularList.push([circularList]);
const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
/** As a frame or a test runner's sandbox makes it: its prototype is another than here, though like it. */
const ofOtherRealm = (value: object, { prototype }: { prototype: object }) =>
  Object.setPrototypeOf(value, Object.create(null, Object.getOwnPropertyDescriptors(prototype)));
const fail = () => {
  throw new Error("No.");
};
const throwing = Object.defineProperty({}, "secret", { enumerable: true, get: fail });
const revoked = Proxy.revocable({}, {});
revoked.revoke();

const REFUSED: readonly (readonly [name: string, input: unknown, path: string, problem: string])[] = [
  ["an invalid date", { expiresAt: new Date("31.12.2026") }, "expiresAt", "is an invalid date"],
  ["an invalid date deep down", { writes: [{}, { expiresAt: new Date(Number.NaN) }] }, "writes.1.expiresAt", "date"],
  ["a BigInt", { context: { limit: 1n } }, "context.limit", "is a bigint"],
  ["NaN", { context: { amount: Number.NaN } }, "context.amount", "is NaN"],
  ["an infinity", { limit: Number.POSITIVE_INFINITY }, "limit", "is Infinity"],
  ["a function", { context: { now: () => 1 } }, "context.now", "is a function"],
  ["a symbol", { metadata: { a: Symbol("a") } }, "metadata.a", "is a symbol"],
  ["undefined in a list", { scopes: ["a", undefined] }, "scopes.1", "is undefined"],
  ["a hole in a list", { scopes: Array(1) }, "scopes.0", "is undefined"],
  ["a Map", { metadata: { a: new Map([[1, 2]]) } }, "metadata.a", "is a Map"],
  ["a Set", { metadata: { a: new Set([1]) } }, "metadata.a", "is a Set"],
  ["a typed array", { metadata: { a: new Uint8Array(2) } }, "metadata.a", "is a Uint8Array"],
  ["a regular expression", { metadata: { a: /a/ } }, "metadata.a", "is a RegExp"],
  ["an error", { metadata: { a: new Error("a") } }, "metadata.a", "is a Error"],
  ["a promise", { metadata: Promise.resolve({}) }, "metadata", "is a Promise"],
  ["an object that contains itself", { metadata: circular }, "metadata.list.0.self", "contains itself"],
  ["a list that contains itself", { metadata: circularList }, "metadata.0.0", "contains itself"],
  ["what is nested without end", { metadata: nested(501) }, "metadata", "nested more than 500"],
  ["an accessor that throws", { metadata: throwing }, "metadata.secret", "can't be read"],
  ["a toJSON that throws", { metadata: { toJSON: fail } }, "metadata", "can't be read"],
  ["a revoked proxy", { metadata: revoked.proxy }, "metadata", "can't be read"],
  ["an input that is a function", () => {}, "", "The input is a function"],
];

describe("an input is refused locally with the path of its value:", () => {
  it.each(REFUSED)("%s", (_, input, path, problem) => {
    expect(() => documentOf(input)).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        retryable: false,
        requestId: undefined,
        message: expect.stringContaining(problem),
        details: { issues: [{ path, message: expect.any(String) }] },
      }),
    );
  });
});

describe("an input is sent as JSON.stringify would write it:", () => {
  class Row {
    readonly id = 1;
    get secret() {
      return "accessors of a class are not its own";
    }
  }
  it.each([
    ["a document", { a: [1, "b", null, true, { c: {} }] }, { a: [1, "b", null, true, { c: {} }] }],
    ["dates", { at: new Date(5) }, { at: new Date(5) }],
    ["a date of another realm", { at: ofOtherRealm(new Date(5), Date) }, { at: new Date(5) }],
    ["an object of another realm", ofOtherRealm({ a: [1] }, Object), { a: [1] }],
    ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ["an instance of a class", { row: new Row() }, { row: { id: 1 } }],
    ["what writes itself", { link: new URL("https://a.example") }, { link: "https://a.example/" }],
    ["one object in two places", ((one) => ({ a: one, b: [one] }))({ c: 1 }), { a: { c: 1 }, b: [{ c: 1 }] }],
    ["a key called __proto__", JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}')],
    ["500 levels", nested(500), nested(500)],
    ["nothing", undefined, undefined],
  ])("%s", (_, input, expected) => {
    expect(documentOf(input)).toEqual(expected);
  });
});

it("reads the input once, so that accessors and later changes don't alter a retry", () => {
  let reads = 0;
  const input = {
    writes: ["one"],
    get limit() {
      return ++reads;
    },
  };
  const document = documentOf(input);
  input.writes.push("two");
  expect([document, document]).toEqual([
    { writes: ["one"], limit: 1 },
    { writes: ["one"], limit: 1 },
  ]);
});

it("refuses any value with the path of the problem, or sends it unchanged", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
    withBoxedValues: true,
  });
  let taken = 0;
  fc.assert(
    fc.property(fc.dictionary(fc.string(), anything, { noNullPrototype: true }), (input) => {
      let document: unknown;
      try {
        document = documentOf(input);
      } catch (error) {
        if (!(error instanceof CfAuthError)) throw error;
        const [{ path }] = error.details.issues as [{ path: string }];
        expect(Object.keys(input).some((key) => path.startsWith(key))).toBe(true);
        return;
      }
      taken++;
      const arrived = wire.deserialize(JSON.parse(JSON.stringify(wire.serialize(document))));
      const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
      expect(asJson(arrived)).toEqual(asJson(input));
    }),
    { numRuns: 2000 },
  );
  expect(taken).toBeGreaterThan(100);
});
