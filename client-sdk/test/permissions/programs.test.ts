import { compileModel } from "@cf-auth/engine";
import { compileCondition, parseModel } from "@cf-auth/model-language";
import type ts from "typescript";
import { describe, expect, it } from "vitest";
import { emitModel } from "../../src/codegen/emit-model.ts";
import { type Compiled, compile, expectedIn, readPrograms, type Sources } from "./compiler.ts";
import { model } from "./programs/model.ts";

/** Programs that must not compile, and where: each is compiled against a model in both its forms. */
const written = readPrograms();
const { definition } = parseModel(`${model.source}`);
const schema = compileModel(definition, compileCondition);
const generated = { ...written, "model.ts": emitModel({ source: `${model.source}`, definition, schema }, "model.fga") };
const names = Object.keys(written);

/** What stands between two … may be anything: the compiler lists alternatives in an order of its own. */
function inOrder(message: string): RegExp {
  return new RegExp(
    message
      .split(" … ")
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      .join(".*"),
  );
}

/** Without `strict`, which few projects are. */
const LENIENT: [string, Sources, ts.CompilerOptions][] = [
  ["a generated model, without strict", generated, { strict: false }],
  ["a model in TypeScript, without strict", written, { strict: false }],
];

describe.each<[string, Sources, ts.CompilerOptions]>([
  ["a model in TypeScript", written, { strict: true, declaration: true }],
  ["a generated model", generated, { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true }],
  // The other form runs in the long tests.
  ...LENIENT.slice(0, process.env.LONG_TESTS === "1" ? 2 : 1),
])("of %s", (_, sources, options) => {
  let compiled: Compiled | undefined;
  const complaintsOf = (file: string) => {
    compiled ??= compile(sources, options);
    return compiled.complaints.filter((complaint) => complaint.file === file);
  };

  it.each(names)("%s fails to compile exactly at its marked lines", (name) => {
    const found = complaintsOf(name);
    const expected = expectedIn(name, sources[name] ?? "");
    expect(found.map(({ line }) => line).sort()).toEqual(expected.map(({ line }) => line).sort());
    for (const { line, message } of expected) {
      const there = found.filter((complaint) => complaint.line === line).map((complaint) => complaint.message);
      expect(there.join("\n")).toMatch(inOrder(message));
    }
  });
});
