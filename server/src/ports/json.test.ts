import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countValues } from "./json.ts";

const ALL = Number.MAX_SAFE_INTEGER;

/** Number of values in a document. An empty list or object counts as two. */
function values(document: unknown): number {
  if (typeof document !== "object" || document === null) return 0;
  const parts = Object.values(document);
  return Math.max(parts.length, 1) + parts.reduce<number>((sum, part) => sum + values(part), 0);
}

describe("the count of values in JSON", () => {
  it("is exact, whatever the strings and the whitespace contain", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (document, indent) => {
        expect(countValues(JSON.stringify(document, null, indent), ALL)).toBe(1 + values(document));
      }),
    );
  });

  it.each([
    ['["a,b","[{","\\\\",1,"\\"",2,"\\\\\\"",3]', 9],
    ['"a,b', 1],
    ["", 1],
    ['[,,"\\', 4],
  ])("of %s is %s", (text, count) => {
    expect(countValues(text, ALL)).toBe(count);
  });

  it("stops at the limit", () => {
    expect(countValues("[0,0,0,0]", 2)).toBe(3);
  });
});
