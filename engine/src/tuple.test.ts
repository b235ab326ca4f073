import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "./errors.ts";
import { compareBytes, formatObject, formatSubject, parseObject, parseSubject, parseTuple } from "./tuple.ts";

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof EngineError ? error.code : `${error}`;
  }
  return "accepted";
}

describe("subjects", () => {
  it.each([
    ["user:anne", { type: "user", id: "anne", relation: "" }],
    ["team:eng#member", { type: "team", id: "eng", relation: "member" }],
    ["user:*", { type: "user", id: "*", relation: "" }],
    ["repo:kubernetes/kubernetes", { type: "repo", id: "kubernetes/kubernetes", relation: "" }],
    ["resource:arn:aws:s3:::bucket", { type: "resource", id: "arn:aws:s3:::bucket", relation: "" }],
    ["user:a*b@example.com", { type: "user", id: "a*b@example.com", relation: "" }],
    ["user:Ünïcode", { type: "user", id: "Ünïcode", relation: "" }],
  ])("%s is well-formed", (text, ref) => {
    expect(parseSubject(text)).toEqual(ref);
  });

  it.each([
    ["", "empty"],
    ["anne", "without a type"],
    [":anne", "an empty type"],
    ["user:", "an empty id"],
    ["user:anne#", "an empty relation"],
    ["user:an ne", "white space in the id"],
    ["us er:anne", "white space in the type"],
    ["user:anne\n", "a line feed at the end"],
    ["user:\u0000", "a NUL"],
    ["team:eng#member#x", "two relations"],
    ["team:*#member", "a wildcard with a relation"],
    ["u*:anne", "a star in the type"],
    ["user:\ud800", "half a character"],
    [`user:${"x".repeat(513)}`, "an id of 513 bytes"],
    [`user:${"ü".repeat(257)}`, "an id of 514 bytes in 257 characters"],
  ])("%j is refused: %s", (text) => {
    expect(codeOf(() => parseSubject(text))).toBe("malformed_subject");
  });

  it("accepts an id of exactly 512 bytes", () => {
    expect(parseSubject(`user:${"ü".repeat(256)}`).id).toHaveLength(256);
  });
});

describe("objects", () => {
  it.each(["doc:1", "doc:a#b".replace("#", "/")])("%s is well-formed", (text) => {
    expect(formatObject({ ...parseTuple({ subject: "u:1", relation: "r", object: text }) })).toBe(text);
  });

  it.each(["doc:*", "doc", "doc:1#reader", "doc:", ""])("%j is refused", (text) => {
    expect(codeOf(() => parseObject(text))).toBe("malformed_object");
  });
});

it("a relation must be a name", () => {
  const parse = (relation: string) => codeOf(() => parseTuple({ subject: "user:1", relation, object: "doc:1" }));
  expect(parse("can_read")).toBe("accepted");
  for (const bad of ["", "a b", "a:b", "a#b", "a@b", "x".repeat(51)]) expect(parse(bad)).toBe("malformed_relation");
});

it("identifiers stay byte-exact: nothing is trimmed, case-folded or normalised", () => {
  // The same letter, composed and decomposed, in both cases.
  for (const id of ["é", "e\u0301", "É", "E\u0301"]) {
    expect(formatSubject(parseTuple({ subject: `user:${id}#r`, relation: "r", object: "doc:1" }))).toBe(`user:${id}#r`);
  }
});

it("compareBytes orders as UTF-8 does, above the basic plane too", () => {
  const text = fc.string({ unit: "binary", maxLength: 6 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 2000, examples: [["\uffff", "\u{10000}"]] },
  );
});
