import { compileModel, Engine, Graph } from "@cf-auth/engine";
import { compileCondition, parseModel } from "@cf-auth/model-language";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as arbitrary from "../../../engine/test/arbitrary.ts";
import { conditionsBehind } from "./conditions.ts";
import { subjectsOf } from "./subjects.ts";

const HEAD = "model\n  schema 1.1\n";
const TEAM =
  "type user\ntype robot\ntype team\n  relations\n    define lead: [user]\n    define member: [user, team#member] or lead\n";

function subjectsIn(types: string, type: string, relation: string): string[] {
  const schema = compileModel(parseModel(`${HEAD}${TEAM}${types}`).definition, compileCondition);
  const found = schema.types.get(type)?.relations.get(relation);
  return found ? [...(subjectsOf(schema).get(found) ?? [])].sort() : [];
}

describe("subjects that can have a relation", () => {
  it("are the subjects of tuples, and those of usersets", () => {
    const doc = "type doc\n  relations\n    define viewer: [robot, team#member]\n";
    expect(subjectsIn(doc, "doc", "viewer")).toEqual(["doc#viewer", "robot", "team#lead", "team#member", "user"]);
  });

  it("include every subject of a type with a wildcard, but not the other way round", () => {
    const doc = "type doc\n  relations\n    define open: [user:*]\n    define shut: [user]\n";
    expect(subjectsIn(doc, "doc", "open")).toEqual(["doc#open", "user", "user:*"]);
    expect(subjectsIn(doc, "doc", "shut")).toEqual(["doc#shut", "user"]);
  });

  it("include the subjects of a parent's relation, if the parent's type has it", () => {
    const types = `type folder
  relations
    define viewer: [robot]
type doc
  relations
    define parent: [folder, user]
    define viewer: viewer from parent
`;
    expect(subjectsIn(types, "doc", "viewer")).toEqual(["doc#viewer", "folder#viewer", "robot"]);
  });

  it("are those in every part of an intersection, and in the base of a difference", () => {
    const doc = `type doc
  relations
    define a: [user, robot]
    define b: [robot, team#member]
    define both: a and b
    define but: a but not b
`;
    expect(subjectsIn(doc, "doc", "both")).toEqual(["doc#both", "robot", "user"]);
    expect(subjectsIn(doc, "doc", "but")).toEqual(["doc#a", "doc#but", "robot", "user"]);
  });
});

describe("the derived types match the engine", () => {
  const world = fc.record({
    model: arbitrary.model,
    tuples: arbitrary.tuples,
    context: arbitrary.context,
    queries: fc.array(arbitrary.query, { minLength: 4, maxLength: 8 }),
  });

  it("every subject with a relation is derived, and so is every condition of a conditional result", () => {
    fc.assert(
      fc.property(world, ({ model, tuples, context, queries }) => {
        const schema = compileModel(model, arbitrary.compileCondition);
        const subjects = subjectsOf(schema);
        const engine = new Engine(schema, Graph.from(tuples.map(arbitrary.engineTuple)), {
          budget: { depth: 1000, work: 1_000_000 },
          clock: () => arbitrary.NOW * 1000,
        });
        for (const { subject, relation, object } of queries) {
          const { allowed, missing } = engine.check(subject, relation, object, { context });
          const checked = schema.types.get(object.split(":")[0] ?? "")?.relations.get(relation);
          if (checked === undefined || allowed === false) continue;
          const kind = subject.replace(/:(\*?)[^#]*/, (_, all) => (all ? ":*" : ""));
          expect(subjects.get(checked)).toContain(kind);
          const conditions = [...conditionsBehind(checked, subjects)];
          // Each condition has one parameter, by which it is known.
          const own = conditions.flatMap((condition) => {
            const [of, name = ""] = condition.split(" with ");
            return of === kind ? [arbitrary.CONDITIONS[name]] : [];
          });
          expect(own).toEqual(expect.arrayContaining([...missing]));
          if (allowed === "conditional") expect(missing).not.toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
