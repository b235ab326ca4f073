import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compareBytes } from "../tuple.ts";
import { Dictionary, UNKNOWN } from "./dictionary.ts";

it("numbers ids in order of arrival, and returns each unchanged", () => {
  const ids = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), { maxLength: 60 });
  fc.assert(
    fc.property(ids, (list) => {
      const dictionary = new Dictionary();
      const numbers = new Map<string, number>();
      for (const id of list) {
        const expected = numbers.get(id) ?? numbers.size;
        expect(dictionary.intern(id)).toBe(expected);
        numbers.set(id, expected);
      }
      expect(dictionary.size).toBe(numbers.size);
      for (const [id, number] of numbers) {
        expect(dictionary.indexOf(id)).toBe(number);
        expect(dictionary.id(number)).toBe(id);
      }
      expect(dictionary.indexOf("an id that nobody has")).toBe(UNKNOWN);
    }),
  );
});

it("compares ids by their bytes", () => {
  const dictionary = new Dictionary();
  const ids = ["b", "a", "ab", "\uffff", "\u{10000}", "Z"];
  const sorted = ids.map((id) => dictionary.intern(id)).sort((a, b) => dictionary.compare(a, b));
  expect(sorted.map((number) => dictionary.id(number))).toEqual([...ids].sort(compareBytes));
});

it("finds every id while it grows to many ids", () => {
  const dictionary = new Dictionary();
  for (let i = 0; i < 50_000; i++) dictionary.intern(`user-${i}`);
  for (let i = 0; i < 50_000; i += 997) expect(dictionary.indexOf(`user-${i}`)).toBe(i);
  expect(dictionary.indexOf("user-50000")).toBe(UNKNOWN);
  expect(dictionary.bytes / dictionary.size).toBeLessThan(48);
});

it("doesn't find an id that is longer than allowed", () => {
  const dictionary = new Dictionary();
  dictionary.intern("x".repeat(512));
  expect(dictionary.indexOf("x".repeat(5000))).toBe(UNKNOWN);
});

it("looks up two ids together as it does one by one, also after a truncation", () => {
  const ids = fc.array(fc.constantFrom(..."abcdefghij", "abcd", "abcdefgh", "ä", "a\0", "\0"), { maxLength: 12 });
  fc.assert(
    fc.property(ids, fc.nat({ max: 12 }), ids, (interned, kept, lookedUp) => {
      const dictionary = new Dictionary();
      for (const id of interned) if (!id.includes("\0")) dictionary.intern(id);
      dictionary.truncate(Math.min(kept, dictionary.size));
      const source = { dictionary, idStart: 2 };
      const known = new Map(Array.from({ length: dictionary.size }, (_, i) => [dictionary.id(i), i]));
      const numberOf = (id: string) => known.get(id) ?? UNKNOWN;
      for (const id of lookedUp) {
        const into = { a: 0, b: 0 };
        Dictionary.lookUpBoth(source, `t:${id}`, source, `t:${lookedUp[0]}`, into);
        const isOneNone = id.includes("\0") || lookedUp[0]?.includes("\0");
        expect(into).toEqual(
          isOneNone ? { a: UNKNOWN, b: UNKNOWN } : { a: numberOf(id), b: numberOf(lookedUp[0] ?? "") },
        );
        expect(dictionary.indexOf(id)).toBe(numberOf(id));
      }
    }),
  );
});

it("refuses text that can't be an id", () => {
  const dictionary = new Dictionary();
  for (const id of ["a\0", "\0", "x".repeat(513), "ä".repeat(600)]) {
    expect(() => dictionary.intern(id)).toThrow(RangeError);
    expect(dictionary.indexOf(id)).toBe(UNKNOWN);
  }
});
