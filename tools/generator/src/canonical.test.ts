import { expect, it } from "vitest";
import { canonicalJson, contractHash } from "./canonical.ts";

it("doesn't depend on the order of keys, at any depth", () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: "x" })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
});

it("keeps the order of lists", () => {
  expect(contractHash({ a: [1, 2] })).not.toBe(contractHash({ a: [2, 1] }));
});

it("is 16 hexadecimal digits, equal for equal values", () => {
  // By `printf '{"a":1,"b":2}' | sha256sum`.
  expect(contractHash({ b: 2, a: 1 })).toBe("43258cff783fe703");
});
