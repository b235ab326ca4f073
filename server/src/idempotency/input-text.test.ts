import { describe, expect, it } from "vitest";
import { inputText } from "./key.ts";

describe("a serialized input", () => {
  it.each([
    ["fields in another order", { a: 1, b: { c: [1], d: null } }, { b: { d: null, c: [1] }, a: 1 }],
    ["a field that is not there", { a: 1, b: undefined }, { a: 1 }],
    ["dates of one moment", { at: new Date(5) }, { at: new Date("1970-01-01T00:00:00.005Z") }],
  ])("is one for %s", (_, one, other) => {
    expect(inputText(one)).toBe(inputText(other));
  });

  it("differs for different inputs", () => {
    const inputs = [
      ...[undefined, null, "", "null", "undefined", 0, "0", Number.NaN, "NaN", true, "true", [], {}, [[]], [{}]],
      ...[
        new Date(5),
        new Date(6),
        "@5",
        ["a", "b"],
        ["a,b"],
        ['a","b'],
        [undefined],
        [null],
        { a: "b" },
        ["a", "b", ""],
      ],
      ...[{ a: 1 }, { a: "1" }, { a: 1, b: 2 }, { a: { b: 2 } }, { 'a":1,"b': 2 }, [["a"], "b"], [["a", "b"]]],
    ];
    expect(new Set(inputs.map((input) => inputText(input))).size).toBe(inputs.length);
  });

  it("is refused for an input that is nested too deeply", () => {
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(() => inputText({ deep })).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });
});
