import * as fc from "fast-check";

/** A JSON Schema as the contract has it. */
export type Schema = { readonly [key: string]: unknown };
type Shapes = Readonly<Record<string, Schema>>;

/** Stands for something that each side has its own of, such as a user's id. */
export const OWN = { anne: "@anne", session: "@session", cursor: "@cursor", refreshToken: "@refreshToken" } as const;

/** What a field may hold: what a caller means to send, and what one may send all the same. */
export interface Words {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}
type Vocabulary = Readonly<Record<string, Words>>;

/** By a field's name; all others hold any text. */
const VOCABULARY: Vocabulary = {
  subject: {
    good: ["user:anne", "user:bob", "team:eng#member", "user:*"],
    bad: ["robot:r2", "user:", "anne", "team:eng#lead", ":", "user:a\ud800", ""],
  },
  object: { good: ["repo:api", "repo:docs", "team:eng"], bad: ["page:1", "repo", "repo:*", "", "repo:a b"] },
  relation: { good: ["read", "write", "writer", "owner", "member"], bad: ["delete", "", "repo#read", "a b"] },
  objectType: { good: ["repo", "team"], bad: ["page", ""] },
  subjectType: { good: ["user", "team"], bad: ["robot", ""] },
  subjectKind: { good: ["user", "team#member"], bad: ["user:*", "team#", "page", ""] },
  name: { good: ["in_office", "Anne"], bad: ["nobody", " ", "a\u0000b", "x\ud800", "", "x".repeat(257)] },
  expiresAt: {
    good: ["2099-01-01T00:00:00Z", "2099-01-01T00:00:00.5+01:00", "2020-01-01T00:00:00Z"],
    bad: [
      ...["2099-01-01", "2099-02-30T00:00:00Z", "soon", 4e12, null],
      ...["1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2106-02-07T06:28:16Z", "9999-12-31T23:59:59Z"],
    ],
  },
  createdAt: {
    good: ["2019-03-04T05:06:07Z", "2020-01-01T00:00:00+02:00"],
    bad: ["2099-01-01T00:00:00Z", "2019-03-04", 0, null],
  },
  externalId: { good: ["1001", "1002", "é"], bad: ["", "a\u0000b", "x\ud800", "x".repeat(201), 7] },
  emailDomain: {
    good: ["odd.example", "ODD.example", "münchen.example"],
    bad: ["odd", "-odd.example", "odd..example", ""],
  },
  ids: { good: [OWN.anne, "usr_nobody"], bad: ["", "x\ud800", "x".repeat(65)] },
  password: {
    good: ["the seventh violet armchair"],
    bad: ["short", "", "aaaaaaaaaaaaaaaaaaaa", "x\ud800".repeat(9), "é".repeat(600)],
  },
  id: { good: [OWN.anne], bad: ["usr_nobody", "", "x".repeat(65)] },
  sessionId: { good: [OWN.session], bad: ["ses_nobody", "", "x".repeat(65)] },
  refreshToken: { good: [OWN.refreshToken], bad: ["rt_nobody", "", "x".repeat(257)] },
  cursor: {
    good: [OWN.cursor],
    bad: ["", "x", "!", "e30", "NQ", "WyJhIiwiYiJd", "InJlcG86YXBpIg", "InJlcG86YXBpIg==", "In+/", "x".repeat(4097)],
  },
  limit: { good: [1, 2, 1000], bad: [0, -1, 1001, 1.5, 1e21, "1"] },
  atLeast: { good: ["0", "1"], bad: ["900", "", "-1", "01", "x", "9".repeat(17)] },
  version: { good: [1, 2], bad: [99, 0, 1.5] },
  prefix: { good: ["a", "anne@", "ANNE"], bad: ["zz", "", "x".repeat(255)] },
  by: { good: ["email", "name"], bad: ["id", null] },
};

/** Replaces the selected part. */
const ODD: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 2 ** 53, "", "x", "2026-01-01T00:00:00Z", "x\ud800", "x".repeat(3000)],
  ...[[], [null], [[]], {}, { a: 1 }, { at: null }, { name: "in_office", extra: 1 }, Array(51).fill("x")],
];

/** Inputs that a procedure takes or nearly takes, and then some changes that mostly make them wrong. */
export function oddInputs(schema: Schema, shapes: Shapes, more: Vocabulary) {
  const vocabulary = { ...VOCABULARY, ...more };
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom("replace", "replace", "delete", "add", "double"),
    odd: fc.constantFrom(...ODD),
    name: fc.constantFrom("extra", "user", "condition", "__proto__", "constructor"),
  });
  const changes = fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(change, { minLength: 1, maxLength: 2 }) },
  );
  return fc
    .tuple(valuesOf(schema, { shapes, vocabulary, depth: 4 }, ""), changes)
    .map(([input, all]) => all.reduce((value, one) => changed(value, one), input));
}

interface Around {
  readonly shapes: Shapes;
  readonly vocabulary: Vocabulary;
  /** How many more shapes may lie in one another. */
  readonly depth: number;
}

function valuesOf(schema: Schema, around: Around, name: string): fc.Arbitrary<unknown> {
  const words = around.vocabulary[name];
  if (words !== undefined && schema.type !== "object" && schema.type !== "array") {
    const [good, bad] = [fc.constantFrom(...words.good), fc.constantFrom(...words.bad)];
    return fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: bad });
  }
  const { $ref, enum: members, const: only, anyOf, oneOf, type } = schema;
  if (typeof $ref === "string") {
    if (around.depth === 0) return fc.constant({ kind: "self" });
    const shape = around.shapes[$ref.replace("#/$defs/", "")] ?? {};
    return valuesOf(shape, { ...around, depth: around.depth - 1 }, name);
  }
  if (Array.isArray(members)) return fc.constantFrom(...members);
  if ("const" in schema) return fc.constant(only);
  const choices = (anyOf ?? oneOf) as Schema[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, around, name)));
  switch (type) {
    case "object":
      return objectsOf(schema, around);
    case "array":
      return fc.array(valuesOf((schema.items ?? {}) as Schema, around, name), { maxLength: 3 });
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return fc.constantFrom(0, 1, 7);
    case "null":
      return fc.constant(null);
    default:
      return fc.constantFrom("x", "10.1.2.3", "10.0.0.0/8", "");
  }
}

function objectsOf({ properties, required }: Schema, around: Around): fc.Arbitrary<unknown> {
  const fields = Object.entries(Object(properties) as Record<string, Schema>);
  if (fields.length === 0) {
    const values = fc.constantFrom<unknown>("10.1.2.3", "10.0.0.0/8", 5, null, { a: [1] });
    return fc.dictionary(fc.constantFrom("ip", "range", "plan", "x".repeat(201), "__proto__"), values, { maxKeys: 2 });
  }
  const arbitraries = Object.fromEntries(fields.map(([key, field]) => [key, valuesOf(field, around, key)]));
  return fc.record(arbitraries, { requiredKeys: (required ?? []) as string[] });
}

interface Change {
  readonly at: number;
  readonly how: string;
  readonly odd: unknown;
  readonly name: string;
}

/** The value with one of its parts changed, whichever the number picks. */
function changed(value: unknown, { at, how, odd, name }: Change): unknown {
  const paths = pathsIn(value);
  const path = paths[at % Math.max(paths.length, 1)];
  if (path === undefined) return odd;
  const copy = structuredClone(value);
  const parent = path.slice(0, -1).reduce<Record<string, unknown>>((part, key) => Object(part[key]), Object(copy));
  const key = path.at(-1) ?? "";
  if (how === "delete") delete parent[key];
  else if (how === "add")
    Object.defineProperty(parent, name, { value: odd, enumerable: true, configurable: true, writable: true });
  else if (how === "double" && Array.isArray(parent)) parent.push(structuredClone(parent[Number(key)]));
  else parent[key] = odd;
  // A list with a hole in it is none of JSON's.
  return JSON.parse(JSON.stringify(copy) ?? "null");
}

function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [[...path, key], ...pathsIn(part, [...path, key])]);
}
