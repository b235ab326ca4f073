import { expect, it } from "vitest";
import { canonicalJson, contractHash } from "./canonical.ts";

it("is the same however keys were put down, at every depth", () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: "x" })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
});

it("keeps the order of lists, which says something", () => {
  expect(contractHash({ a: [1, 2] })).not.toBe(contractHash({ a: [2, 1] }));
});

it("is 16 hexadecimal digits, the same for the same", () => {
  // By `printf '{"a":1,"b":2}' | sha256sum`.
  expect(contractHash({ b: 2, a: 1 })).toBe("43258cff783fe703");
});
