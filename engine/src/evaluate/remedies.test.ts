import { expect, it } from "vitest";
import { definitionOf, engineOf, tripleOf, tupleOf } from "../../test/model.ts";
import { type CompileCondition, compileModel, Engine, Graph } from "../index.ts";

/** Always met. */
const compileCondition: CompileCondition = ({ name }) => ({
  name,
  parameters: [],
  evaluate: () => ({ met: true }),
  validate: () => undefined,
  invalidValues: () => [],
});

it.each([
  [
    "the object itself, in which the subject's own relation then counts",
    `
type user
type doc
  relations
    define parent: [doc]
    define b: [user]
    define a: b from parent and b
    define c: a from parent
`,
    [],
    "doc:3#b c doc:3",
    "doc:3 parent doc:3",
  ],
  [
    "the subject's own object, of which the object is a parent",
    `
type user
type folder
  relations
    define parent: [doc]
    define a: c from parent
    define b: a from parent
type doc
  relations
    define parent: [folder]
    define a: [user]
    define b: b from parent
    define c: a and b
`,
    ["folder:2 parent doc:3"],
    "doc:3#a a folder:2",
    "doc:3 parent folder:2",
  ],
  [
    "an object further away, to which tuples lead from the object",
    `
type user
type doc
  relations
    define parent: [doc]
    define seen: [user with always]
    define b: seen from parent or b from parent
    define c: b from parent and seen
    define a: c from parent
condition always(x: bool) {
  x
}
`,
    ["doc:1 parent doc:2", "doc:2 parent doc:3", "user:1 seen doc:3"],
    "user:1 a doc:1",
    "doc:3 parent doc:1",
  ],
])("a remedy links to an object that gets the relation through that link: %s", (_, model, tuples, question, link) => {
  const stored = tuples.map((text) => {
    const tuple = tupleOf(text);
    return tuple.relation === "seen" ? { ...tuple, condition: "always" } : tuple;
  });
  const engine = new Engine(compileModel(definitionOf(model), compileCondition), Graph.from(stored));
  const { subject, relation, object } = tripleOf(question);
  expect(engine.check(subject, relation, object).allowed).toBe(false);
  expect(engine.remedies(subject, relation, object)).toContainEqual({ add: [tripleOf(link)], remove: [] });
});

it("a remedy creates no cycle if an existing or a new object is sufficient", () => {
  const model = `
type user
type doc
  relations
    define parent: [doc]
    define c: [user]
    define a: c from parent
`;
  const ofOne = (tuples: string[]) => engineOf(model, tuples).engine.remedies("user:1", "a", "doc:1");
  expect(ofOne(["user:1 c doc:2"])).toEqual([{ add: [tripleOf("doc:2 parent doc:1")], remove: [] }]);
  expect(ofOne([])).toEqual([{ add: [tripleOf("doc:new parent doc:1"), tripleOf("user:1 c doc:new")], remove: [] }]);
});
