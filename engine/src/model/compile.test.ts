import { describe, expect, it } from "vitest";
import { definitionOf } from "../../test/model.ts";
import { EngineError } from "../errors.ts";
import { compileModel } from "./compile.ts";
import type { ModelDefinition } from "./definition.ts";
import { formatRewrite } from "./format.ts";

function problemsOf(definition: ModelDefinition): unknown {
  try {
    compileModel(definition);
  } catch (error) {
    if (error instanceof EngineError && error.code === "invalid_model") return error.details.problems ?? error.message;
    throw error;
  }
  return [];
}

describe("refuses, and names type and relation", () => {
  it.each([
    [
      "a type that is not defined",
      "type doc\n  relations\n    define reader: [user]\n",
      "doc#reader: type user is not defined",
    ],
    [
      "a userset that is not defined",
      "type user\ntype doc\n  relations\n    define reader: [user#friend]\n",
      "doc#reader: user#friend is not defined",
    ],
    [
      "a relation that is not defined",
      "type user\ntype doc\n  relations\n    define reader: writer\n",
      "doc#reader: relation writer is not defined on doc",
    ],
    [
      "a parent relation that is not defined",
      "type user\ntype doc\n  relations\n    define reader: reader from parent\n",
      "doc#reader: relation parent is not defined on doc",
    ],
    [
      "parents that are usersets",
      "type user\ntype doc\n  relations\n    define parent: [doc#reader]\n    define reader: [user] or reader from parent\n",
      'doc#reader: "from parent" needs a relation that is assigned single objects only',
    ],
    [
      "parents without the relation",
      "type user\ntype doc\n  relations\n    define owner: [user]\n    define reader: reader from owner\n",
      "doc#reader: no type that owner may hold has a relation reader",
    ],
    [
      "conditions without a compiler",
      "type user\ntype doc\n  relations\n    define reader: [user with day]\ncondition day(d: int) {\n  d < 8\n}\n",
      "condition day: no compiler for conditions was passed",
    ],
  ])("%s", (_, types, problem) => {
    expect(problemsOf(definitionOf(types))).toContain(problem);
  });

  it("a type that is defined twice", () => {
    const { type_definitions, ...rest } = definitionOf("type user\n");
    expect(problemsOf({ ...rest, type_definitions: [...type_definitions, ...type_definitions] })).toEqual([
      "type user is defined twice",
    ]);
  });

  it("a schema version that is not known", () => {
    expect(problemsOf({ schema_version: "2.0", type_definitions: [] })).toContain("2.0 is not known");
  });

  it("a relation without a definition", () => {
    const definition = { schema_version: "1.1", type_definitions: [{ type: "doc", relations: { reader: {} } }] };
    expect(problemsOf(definition)).toEqual(["doc#reader: its definition is empty"]);
  });

  it("all problems together", () => {
    expect(problemsOf(definitionOf("type doc\n  relations\n    define a: x\n    define b: y\n"))).toHaveLength(2);
  });
});

it("accepts cyclic relations, and names that are properties of every object", () => {
  // Built by hand, because the parser of the modelling language refuses such names as repeated definitions.
  const schema = compileModel({
    schema_version: "1.1",
    type_definitions: [
      { type: "user" },
      {
        type: "doc",
        relations: { toString: { computedUserset: { relation: "constructor" } }, constructor: { this: {} } },
        metadata: { relations: { constructor: { directly_related_user_types: [{ type: "user" }] } } },
      },
    ],
  });
  expect(schema.relations.map(({ name, direct }) => [name, direct.length])).toEqual([
    ["toString", 0],
    ["constructor", 1],
  ]);
});

it("formats rewrites in the modelling language", () => {
  const source = "([…] and a) but not (b or c from parent)";
  const schema = compileModel(
    definitionOf(
      "type user\ntype doc\n  relations\n    define parent: [doc]\n    define a: [user]\n    define b: [user]\n    define c: [user]\n    define x: ([user] and a) but not (b or c from parent)\n",
    ),
  );
  expect(formatRewrite(schema.types.get("doc")?.relations.get("x")?.rewrite ?? { op: "this" })).toBe(source);
});
