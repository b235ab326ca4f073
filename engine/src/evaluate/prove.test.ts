import { describe, expect, it } from "vitest";
import { engineOf, tripleOf } from "../../test/model.ts";

/** `granted` subtracts `c`, and `a`, one operand of `c`, subtracts `granted`. */
const CIRCULAR = `
type user
type doc
  relations
    define parent: [doc]
    define d: [user]
    define e: [user] but not d
    define a: [user] but not granted
`;

/** All tuples except those of `c`. */
const TUPLES = ["user:1 a doc:1", "user:1 granted doc:1", "doc:1 parent doc:1"];

describe("a proof shows an absence by an operand that doesn't depend on the proof itself", () => {
  it.each([
    ["by a later operand", "a and d", []],
    ["by a later operand, across a tuple", "a from parent and d", []],
    ["by a later operand that is an exclusion", "a and e", ["user:1 e doc:1", "user:1 d doc:1"]],
    ["by the exclusion of an operand whose base holds", "(a or e) and d", ["user:1 e doc:1"]],
    ["inside the base of an exclusion", "(a and d) but not e", []],
    ["inside the operands of a union", "(a and d) or (a from parent and d)", []],
  ])("%s", (_, c, more) => {
    const model = `${CIRCULAR}    define c: ${c}\n    define granted: [user] but not c\n`;
    const { engine } = engineOf(model, [...TUPLES, ...more]);
    expect(engine.check("user:1", "granted", "doc:1").allowed).toBe(true);
    const proof = engine.prove("user:1", "granted", "doc:1");
    expect(proof).toMatchObject({ ...tripleOf("user:1 granted doc:1"), reason: { kind: "butNot" } });
    expect(proof && engine.verify(proof)).toEqual({ valid: true });
  });

  it("of distant relations, one of which can only be refuted through another", () => {
    const model = `${CIRCULAR}
    define f: [user] but not granted
    define g: f from parent and h
    define h: f or d
    define c: (g and h) or (a from parent and d)
    define granted: [user] but not (c and parent_c)
    define parent_c: c from parent
`;
    const { engine } = engineOf(model, [...TUPLES, "user:1 f doc:2", "doc:2 parent doc:1"]);
    expect(engine.check("user:1", "granted", "doc:1").allowed).toBe(true);
    const proof = engine.prove("user:1", "granted", "doc:1");
    expect(proof && engine.verify(proof)).toEqual({ valid: true });
  });
});

it("a relation that depends on its own absence is neither true nor proved", () => {
  const model = `${CIRCULAR}    define c: a\n    define granted: [user] but not c\n`;
  const { engine } = engineOf(model, TUPLES);
  expect(engine.check("user:1", "granted", "doc:1").allowed).toBe(false);
  expect(engine.prove("user:1", "granted", "doc:1")).toBeUndefined();
});
