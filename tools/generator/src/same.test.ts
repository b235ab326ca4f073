import { expect, it } from "vitest";
import type { Same } from "./same.ts";

interface Tree {
  readonly children: Tree[];
  name: string;
}
interface OtherTree {
  children: OtherTree[];
  name: string;
}
interface WrongTree {
  children: WrongTree[];
  name: number;
}

/** Compiles only if `Same` answers what stands beside each; `npm test` has it compiled. */
const cases: {
  "two with the same fields": Same<{ a: string; b?: number | undefined }, { a: string; b?: number | undefined }>;
  "an interface and a literal": Same<Tree, { children: Tree[]; name: string }>;
  "types that hold themselves": Same<Tree, OtherTree>;
  "types that hold themselves, of other things": Same<Tree, WrongTree>;
  "a union in another order": Same<"a" | "b" | null, null | "b" | "a">;
  "nothing taken": Same<void, void>;
  "anything taken": Same<{ a: unknown }, { a: unknown }>;
  "a readonly field": Same<{ readonly a: Date }, { a: Date }>;
  "a readonly array": Same<{ a: readonly string[] }, { a: string[] }>;
  "a field that may be left out": Same<{ a: string | undefined }, { a?: string | undefined }>;
  "a field that may be left out, not undefined": Same<{ a?: string }, { a?: string | undefined }>;
  "an optional field that one lacks": Same<{ a: string }, { a: string; b?: number | undefined }>;
  "an optional field that one lacks, deep": Same<{ a: { b: string }[] }, { a: { b: string; c?: number }[] }>;
  any: Same<Record<string, never>, { [key: string]: ReturnType<typeof JSON.parse> }>;
  "any, deep": Same<{ a: { b: ReturnType<typeof JSON.parse> } }, { a: { b: string } }>;
  "any for unknown": Same<{ a: ReturnType<typeof JSON.parse> }, { a: unknown }>;
  "a member more": Same<"a" | "b", "a">;
  "another type": Same<{ a: Date }, { a: string }>;
} = {
  "two with the same fields": true,
  "an interface and a literal": true,
  "types that hold themselves": true,
  "types that hold themselves, of other things": false,
  "a union in another order": true,
  "nothing taken": true,
  "anything taken": true,
  "a readonly field": true,
  "a readonly array": false,
  "a field that may be left out": false,
  "a field that may be left out, not undefined": false,
  "an optional field that one lacks": false,
  "an optional field that one lacks, deep": false,
  any: false,
  "any, deep": false,
  "any for unknown": false,
  "a member more": false,
  "another type": false,
};

it("distinguishes equal types from others", () => {
  expect(new Set(Object.values(cases))).toEqual(new Set([true, false]));
});
