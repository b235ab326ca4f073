import { expect, it } from "vitest";
import { field, isRecord, items, leaves, texts } from "./value.ts";

const VALUE = { a: [{ b: "one" }, ["two", 3]], c: { d: "three" }, e: null };

it("distinguishes records from other objects", () => {
  expect([{}, VALUE].every(isRecord)).toBe(true);
  expect([null, undefined, [], "text", 1].some(isRecord)).toBe(false);
});

it("reads a nested field as deep as the value goes", () => {
  expect(field(VALUE, "c", "d")).toBe("three");
  for (const path of [
    ["c", "x"],
    ["e", "x"],
    ["a", "0"],
    ["c", "d", "x"],
  ])
    expect(field(VALUE, ...path)).toBeUndefined();
});

it("lists all strings with their paths", () => {
  expect(leaves(VALUE)).toEqual([
    ["a[0].b", "one"],
    ["a[1][0]", "two"],
    ["c.d", "three"],
  ]);
});

it("ignores values of other types", () => {
  expect([items("text"), items(["a"]), texts("a"), texts(["a", 1]), texts({})]).toEqual([[], ["a"], ["a"], ["a"], []]);
});
