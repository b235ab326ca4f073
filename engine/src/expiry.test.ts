import { describe, expect, it } from "vitest";
import { definitionOf, tupleOf } from "../test/model.ts";
import { compileModel, Engine, EngineError, expirySeconds, Graph, hasExpired } from "./index.ts";

const FACT = "user:a viewer doc:1";
const names = { subject: "user:a", relation: "viewer", object: "doc:1" };
const schema = compileModel(definitionOf("type user\ntype doc\n  relations\n    define viewer: [user]\n"));

function errorOf(work: () => unknown): EngineError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

/** Seconds that 32 bits would turn into another time or *never*. */
const OUTSIDE = [
  0,
  -0,
  -1,
  -(2 ** 32),
  2 ** 32,
  2 ** 32 + 1,
  253_402_300_799,
  1.5,
  0.5,
  Number.NaN,
  Infinity,
  -Infinity,
];

describe.each([
  ["put", (tuple) => new Graph().put(tuple)],
  ["from", (tuple) => Graph.from([tuple])],
  ["during", (tuple) => new Graph().withChanges({ add: [tuple] }, () => undefined)],
  ["contextual", (tuple) => new Engine(schema, new Graph()).check("user:a", "viewer", "doc:1", { tuples: [tuple] })],
] satisfies [string, (tuple: ReturnType<typeof tupleOf> & { expiresAt: number }) => unknown][])(
  "a graph whose tuples come by %s",
  (_, take) => {
    it.each(OUTSIDE)("refuses one that expires after %d seconds", (expiresAt) => {
      const error = errorOf(() => take({ ...tupleOf(FACT), expiresAt }));
      expect(error?.code).toBe("invalid_expiry");
      expect(error?.message).toContain("ranges from 1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z. Leave it out");
      expect(error?.details).toMatchObject({ tuple: names, earliest: "1970-01-01T00:00:01Z" });
    });

    it.each([1, 2 ** 32 - 1])("takes one that expires after %d seconds", (expiresAt) => {
      expect(errorOf(() => take({ ...tupleOf(FACT), expiresAt }))).toBeUndefined();
    });
  },
);

it("a refused tuple leaves the graph unchanged", () => {
  const graph = Graph.from([tupleOf(FACT)]);
  const engine = new Engine(schema, graph);
  expect(errorOf(() => graph.put({ ...tupleOf(FACT), expiresAt: 0 }))?.code).toBe("invalid_expiry");
  const tuples = [{ ...tupleOf("user:b viewer doc:1"), expiresAt: 2 ** 32 }];
  expect(errorOf(() => engine.check("user:b", "viewer", "doc:1", { tuples }))?.code).toBe("invalid_expiry");
  expect([...graph.tuples()]).toEqual([tupleOf(FACT)]);
  expect(engine.check("user:a", "viewer", "doc:1").allowed).toBe(true);
});

describe("an expiry", () => {
  it.each([
    ["1970-01-01T00:00:01.000Z", 1],
    ["1970-01-01T00:00:01.999Z", 1],
    ["2106-02-07T06:28:15.999Z", 2 ** 32 - 1],
    ["2030-01-31T12:00:00.250Z", 1_896_091_200],
  ])("of %s is rounded down to %d seconds", (time, seconds) => {
    expect(expirySeconds(Date.parse(time), names)).toBe(seconds);
  });

  it.each([
    "1970-01-01T00:00:00.999Z",
    "1970-01-01T00:00:00.000Z",
    "1969-12-31T23:59:59.999Z",
    "0001-01-01T00:00:00.000Z",
    "2106-02-07T06:28:16.000Z",
    "9999-12-31T23:59:59.000Z",
  ])("of %s is refused", (time) => {
    const error = errorOf(() => expirySeconds(Date.parse(time), names));
    expect(error?.message).toContain(`user:a viewer doc:1 can't expire at ${time}`);
    expect(error?.details.expiresAt).toBe(time);
  });

  it("that isn't a time is refused", () => {
    expect(errorOf(() => expirySeconds(Number.NaN, names))?.message).toContain("can't expire at NaN");
  });
});

it("a tuple expires at the start of its second", () => {
  const tuple = { ...tupleOf(FACT), expiresAt: 100 };
  expect([99_999, 100_000, 100_001].map((now) => hasExpired(tuple, now))).toEqual([false, true, true]);
  expect(hasExpired(tupleOf(FACT), Number.MAX_SAFE_INTEGER)).toBe(false);
});

it("a tuple that expires in the first or last second that can be stored counts until then, however it is loaded", () => {
  for (const expiresAt of [1, 2 ** 32 - 1]) {
    const engine = new Engine(schema, Graph.from([{ ...tupleOf(FACT), expiresAt }]));
    const at = (now: number) => engine.check("user:a", "viewer", "doc:1", { now }).allowed;
    expect([at(expiresAt * 1000 - 1), at(expiresAt * 1000)]).toEqual([true, false]);
  }
});
