import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EngineError } from "@cf-auth/engine";
import { expect, it } from "vitest";
import { textOfDefinition } from "./json-text.ts";
import type { ModelProblem } from "./problems.ts";
import { parseModel } from "./read-model.ts";

const STORES = join(import.meta.dirname, "../../../tools/conformance/data/stores");

const read = (model: unknown) => parseModel(JSON.stringify(model)).definition;
const user = { type: "user" };
const doc = (relations: object, metadata: object = {}) => ({
  schema_version: "1.1",
  type_definitions: [user, { type: "doc", relations, metadata: { relations: metadata } }],
});
const DIRECT = { directly_related_user_types: [{ type: "user" }] };

function problemOf(model: string): string {
  try {
    parseModel(model);
  } catch (error) {
    if (error instanceof EngineError && error.code === "invalid_model") return error.message;
    throw error;
  }
  throw new Error("The model was read.");
}

it.each(["github", "iot", "custom-roles", "superadmin", "condition-data-types"])(
  "reads the JSON form of the sample store %s as its text",
  (store) => {
    const text = modelOf(store);
    const { definition, warnings } = parseModel(text);
    expect(parseModel(JSON.stringify(definition))).toEqual({
      definition,
      warnings: warnings.map(() => expect.anything()),
    });
  },
);

function modelOf(store: string): string {
  const yaml = readFileSync(join(STORES, store, "store.fga.yaml"), "utf8");
  const file = /^model_file: *(\S+)/m.exec(yaml)?.[1];
  if (file !== undefined) return readFileSync(join(STORES, store, file), "utf8");
  const [, block = ""] = /^model: \|\n((?: {2}.*\n|\n)+)/m.exec(yaml) ?? [];
  return block.replaceAll(/^ {2}/gm, "");
}

it("reads nested rewrites, restrictions and conditions", () => {
  const model = {
    schema_version: "1.1",
    type_definitions: [
      user,
      {
        type: "team",
        relations: { member: { this: {} } },
        metadata: { relations: { member: { directly_related_user_types: [{ type: "user", wildcard: {} }] } } },
      },
      {
        type: "doc",
        relations: {
          parent: { this: {} },
          viewer: {
            difference: {
              base: {
                union: {
                  child: [
                    { this: {} },
                    { tupleToUserset: { tupleset: { relation: "parent" }, computedUserset: { relation: "viewer" } } },
                  ],
                },
              },
              subtract: { computedUserset: { object: "", relation: "parent" } },
            },
          },
        },
        metadata: {
          relations: {
            parent: { directly_related_user_types: [{ type: "doc" }] },
            viewer: {
              directly_related_user_types: [{ type: "user" }, { type: "team", relation: "member", condition: "late" }],
            },
          },
        },
      },
    ],
    conditions: {
      late: {
        name: "late",
        expression: 'hour > 18 && tags.exists(t, t == "x")',
        parameters: {
          hour: { type_name: "TYPE_NAME_INT" },
          tags: { type_name: "TYPE_NAME_LIST", generic_types: [{ type_name: "TYPE_NAME_STRING" }] },
        },
      },
    },
  };
  const { type_definitions: types, conditions } = read(model);
  expect(types[2]?.relations?.viewer).toEqual({
    difference: {
      base: {
        union: {
          child: [
            { this: {} },
            { tupleToUserset: { computedUserset: { relation: "viewer" }, tupleset: { relation: "parent" } } },
          ],
        },
      },
      subtract: { computedUserset: { relation: "parent" } },
    },
  });
  expect(conditions?.late?.expression).toBe(model.conditions.late.expression);
});

it("takes a union of one as its only operand, and a model without a schema version as 1.1", () => {
  const { schema_version: _, ...model } = doc({ reader: { union: { child: [{ this: {} }] } } }, { reader: DIRECT });
  expect(read(model).type_definitions[1]?.relations?.reader).toEqual({ this: {} });
});

it.each([
  ["text that is no JSON", "{ model", "no valid JSON"],
  ["a list of types that is none", '{"type_definitions": {}}', "type_definitions must be a list"],
  ["a relation without a rewrite", JSON.stringify(doc({ reader: {} }, { reader: DIRECT })), "no rewrite"],
  [
    "a name with characters of the language",
    JSON.stringify(doc({ "a: [user]\n    define b": { this: {} } })),
    "relation must be a name",
  ],
  [
    "an unknown type, with the line that it is in",
    JSON.stringify(doc({ reader: { this: {} } }, { reader: { directly_related_user_types: [{ type: "robot" }] } })),
    'in "define reader: [robot]"',
  ],
  [
    "an expression that closes its condition",
    JSON.stringify({
      ...doc({ reader: { this: {} } }, { reader: { directly_related_user_types: [{ type: "user", condition: "a" }] } }),
      conditions: {
        a: {
          name: "a",
          expression: "true }\ncondition b(x: int) {\n x == 1",
          parameters: { x: { type_name: "TYPE_NAME_INT" } },
        },
      },
    }),
    "/conditions/a/expression: ",
  ],
  [
    "a definition that is nested too deep",
    JSON.stringify(
      doc(
        {
          reader: Array.from({ length: 60 }).reduce<object>((inner) => ({ union: { child: [inner, { this: {} }] } }), {
            this: {},
          }),
        },
        { reader: DIRECT },
      ),
    ),
    "nested more than 50",
  ],
])("refuses %s", (_, model, problem) => {
  expect(problemOf(model)).toContain(problem);
});

/** A type restriction to this type. */
const to = (type: unknown) => ({ reader: { directly_related_user_types: [{ type }] } });

it.each([
  ["/type_definitions/1/relations/reader", doc({ reader: { this: {} } }, to("robot"))],
  ["/type_definitions/1/relations/reader", doc({ reader: { this: {} } }, to("a b"))],
  ["/type_definitions/1/relations/reader", doc({ reader: {} })],
  ["/type_definitions/1/relations/a~1b~0c", doc({ "a/b~c": { computedUserset: { relation: "none" } } })],
  ["/type_definitions/1/metadata", { type_definitions: [user, { type: "doc", metadata: [] }] }],
  ["/type_definitions/0", { type_definitions: ["user"] }],
  ["/type_definitions/0/type", { type_definitions: [{ type: "a b" }] }],
  ["/type_definitions", { type_definitions: {} }],
  ["/schema_version", { schema_version: "9.9", type_definitions: [user] }],
  [
    "/conditions/late/expression",
    {
      ...doc({}),
      conditions: { late: { name: "late", expression: "x +\n +", parameters: { x: { type_name: "TYPE_NAME_INT" } } } },
    },
  ],
  ["/conditions/late", { ...doc({}), conditions: { late: { name: "late" } } }],
])("names the mistake at %s by its JSON pointer, in text and in an object alike", (pointer, model) => {
  const problemsOf = (read: () => unknown): readonly ModelProblem[] => {
    try {
      read();
    } catch (error) {
      if (error instanceof EngineError) return error.details.problems as ModelProblem[];
    }
    return [];
  };
  const problems = problemsOf(() => parseModel(JSON.stringify(model)));
  expect(problems).toContainEqual({ pointer, line: 1, column: 1, message: expect.any(String) });
  // An object of any shape, as it comes from outside.
  expect(problemsOf(() => parseModel(model as never))).toEqual(problems);
});

it("gives warnings of JSON their pointer", () => {
  const to = (relation: string) => ({ computedUserset: { relation } });
  const reader = { difference: { base: { this: {} }, subtract: to("blocked") } };
  const blocked = { union: { child: [{ this: {} }, to("reader")] } };
  const { warnings } = parseModel(doc({ reader, blocked }, { reader: DIRECT, blocked: DIRECT }));
  expect(warnings[0]).toMatchObject({ pointer: "/type_definitions/1/relations/reader" });
});

it("writes a definition as text that means the same", () => {
  const { definition } = parseModel(modelOf("github"));
  expect(parseModel(textOfDefinition(definition)).definition).toEqual(definition);
});
