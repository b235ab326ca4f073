import { describe, expect, it } from "vitest";
import { definitionOf, tripleOf, tupleOf } from "../../test/model.ts";
import {
  type CompileCondition,
  compileModel,
  Engine,
  EngineError,
  Graph,
  type QueryOptions,
  type Tuple,
} from "../index.ts";

const NOW = 1_800_000_000;
const OVER = { expiresAt: NOW };

const MODEL = `type user
type group
  relations
    define member: [user, user with ifX]
type folder
  relations
    define viewer: [user, group#member, user with ifX] but not banned
    define banned: [user, group#member]
type doc
  relations
    define parent: [folder, folder with ifX]
    define owner: [user]
    define blocked: [user, user:*, group#member] but not exempt
    define exempt: [user]
    define viewer: ([user, user:*, user with ifX, group#member with ifX] or owner or viewer from parent) but not blocked
    define signed: [user]
    define editor: viewer and signed
condition ifX(x: bool, y: bool) {
  x
}
`;

/** Met when \`x\` is true. */
const compileCondition: CompileCondition = ({ name }) => ({
  name,
  parameters: ["x", "y"],
  evaluate: (stored, request) => {
    const { x } = { ...request, ...stored };
    if (x === undefined) return { missing: ["x"] };
    if (typeof x !== "boolean") throw new EngineError("invalid_context", "x is no boolean.");
    return { met: x };
  },
  validate: () => undefined,
  invalidValues: () => [],
});

/** A tuple by its text, with a condition, context or expiry. */
const on = (text: string, extra: Partial<Tuple> = {}): Tuple => ({
  ...tupleOf(text),
  ...extra,
});
const ifX = (context?: string): Partial<Tuple> => ({ condition: "ifX", ...(context !== undefined && { context }) });

function denialOf(question: string, tuples: readonly Tuple[], options: QueryOptions = {}) {
  const schema = compileModel(definitionOf(MODEL), compileCondition);
  const engine = new Engine(schema, Graph.from(tuples), { clock: () => NOW * 1000 });
  const { subject, relation, object } = tripleOf(question);
  return engine.denial(subject, relation, object, options);
}

/** The tuple as a proof formats it. */
const stored = (text: string, extra: Partial<Tuple> = {}) => ({ ...tripleOf(text), ...extra });

it("an allowed check has no denial", () => {
  expect(denialOf("user:a viewer doc:1", [on("user:a viewer doc:1")])).toBeUndefined();
});

describe("a denial reports whether any tuple names", () => {
  const other = [on("user:b viewer doc:2"), on("group:g#member viewer folder:1"), on("user:* viewer doc:3")];
  it.each([
    ["user:a viewer doc:1", false, false],
    ["user:b viewer doc:1", false, true],
    ["user:a viewer doc:2", true, false],
    ["user:b viewer folder:1", true, true],
    ["group:g#member viewer doc:2", true, true],
    ["group:h#member viewer doc:2", true, false],
    // A wildcard doesn't name a subject, and a group isn't its members.
    ["user:* viewer doc:2", true, true],
    ["group:g viewer doc:9", false, false],
  ])("the object and the subject of %s: %s and %s", (question, objectFound, subjectFound) => {
    expect(denialOf(question, other)).toMatchObject({ objectFound, subjectFound, complete: true });
  });

  it("the ids of contextual tuples", () => {
    const tuples = [on("user:b viewer doc:1")];
    expect(denialOf("user:a viewer doc:1", [], { tuples })).toMatchObject({ objectFound: true, subjectFound: false });
  });
});

describe("a denial names the tuple that doesn't count, and the reason:", () => {
  it.each<[string, Tuple, object]>([
    ["it has expired", on("user:a viewer doc:1", OVER), { reason: "expired" }],
    ["a wildcard has expired", on("user:* viewer doc:1", OVER), { reason: "expired" }],
    [
      "its condition is false by what it brings",
      on("user:a viewer doc:1", ifX('{"x":false}')),
      { reason: "condition_not_met", context: { x: false, y: 1 } },
    ],
    [
      "its condition has no value to go by",
      on("user:a viewer doc:1", ifX()),
      { reason: "context_missing", missing: ["x"] },
    ],
    [
      "its condition has a value of another type",
      on("user:a viewer doc:1", ifX('{"x":5}')),
      { reason: "condition_failed", problem: "x is no boolean." },
    ],
    [
      "it has expired, whatever its condition says",
      on("user:a viewer doc:1", { ...ifX('{"x":true}'), ...OVER }),
      { reason: "expired" },
    ],
  ])("%s", (_, tuple, why) => {
    // The check is denied then, instead of failing on its context.
    const blocked = [on("user:* blocked doc:1"), on("user:zoe exempt doc:1")];
    const { subjectId, condition, context, expiresAt } = tuple;
    const extra = {
      ...(condition && { condition }),
      ...(context && { context }),
      ...(expiresAt && { expiresAt }),
    };
    expect(denialOf("user:a viewer doc:1", [tuple, ...blocked], { context: { y: 1, z: 2 } })).toMatchObject({
      ineffective: [{ tuple: stored(`user:${subjectId} viewer doc:1`, extra), ...why }],
      complete: true,
    });
  });

  it("with the request's values that the condition used, unless they are too long", () => {
    const tuples = [on("user:a viewer doc:1", ifX('{"x":false}'))];
    const short = denialOf("user:a viewer doc:1", tuples, { context: { y: "y", other: 1 } });
    expect(short?.ineffective).toMatchObject([{ context: { x: false, y: "y" } }]);
    const long = denialOf("user:a viewer doc:1", tuples, { context: { y: "y".repeat(2000) } });
    expect(long?.ineffective[0]).not.toHaveProperty("context");
  });

  it("on every path from the object to the subject, nearest to the object first", () => {
    const tuples = [
      on("user:a member group:g", ifX('{"x":false}')),
      on("group:g#member viewer doc:1", { ...ifX('{"x":true}'), ...OVER }),
      on("folder:1 parent doc:1", ifX('{"x":false}')),
      on("user:a viewer folder:1"),
      // Paths that don't lead to the subject.
      on("folder:2 parent doc:1", ifX('{"x":false}')),
      on("group:h#member viewer doc:1", ifX('{"x":false}')),
      on("user:b viewer doc:1", OVER),
      on("user:a viewer doc:2", OVER),
    ];
    const denial = denialOf("user:a viewer doc:1", tuples);
    expect(denial?.ineffective.map(({ tuple, reason }) => `${tuple.subject} ${tuple.relation}: ${reason}`)).toEqual([
      "group:g#member viewer: expired",
      "folder:1 parent: condition_not_met",
      "user:a member: condition_not_met",
    ]);
    expect(denial).toMatchObject({ excludedBy: [], complete: true });
  });

  it("through one operand of an intersection, where another one holds", () => {
    const tuples = [on("user:a viewer doc:1", OVER), on("user:a signed doc:1")];
    expect(denialOf("user:a editor doc:1", tuples)?.ineffective).toEqual([
      { tuple: stored("user:a viewer doc:1", OVER), reason: "expired" },
    ]);
  });

  it("but no tuple below a relation that the subject has", () => {
    const tuples = [on("user:a viewer doc:1", OVER), on("user:a owner doc:1")];
    expect(denialOf("user:a editor doc:1", tuples)).toMatchObject({ ineffective: [], excludedBy: [] });
  });

  it("terminates on cycles", () => {
    const types = "type user\ntype group\n  relations\n    define member: [user, group#member]\n";
    const circle = ["group:a#member member group:b", "group:b#member member group:a"].map(tupleOf);
    const tuples = [...circle, { ...tupleOf("user:a member group:a"), ...OVER }];
    const engine = new Engine(compileModel(definitionOf(types)), Graph.from(tuples), { clock: () => NOW * 1000 });
    expect(engine.denial("user:a", "member", "group:b")?.ineffective).toHaveLength(1);
  });
});

describe("a denial names the tuples that exclude", () => {
  it("the subject itself", () => {
    const tuples = [on("user:a viewer doc:1"), on("user:a blocked doc:1")];
    expect(denialOf("user:a viewer doc:1", tuples)).toMatchObject({
      ineffective: [],
      excludedBy: [stored("user:a blocked doc:1")],
    });
  });

  it("everyone, or a group that the subject is in", () => {
    const granted = on("user:a viewer doc:1");
    expect(denialOf("user:a viewer doc:1", [granted, on("user:* blocked doc:1")])?.excludedBy).toEqual([
      stored("user:* blocked doc:1"),
    ]);
    const group = [on("group:g#member blocked doc:1"), on("user:a member group:g")];
    expect(denialOf("user:a viewer doc:1", [granted, ...group])?.excludedBy).toEqual([
      stored("group:g#member blocked doc:1"),
      stored("user:a member group:g"),
    ]);
  });

  it("from a relation that the object follows from", () => {
    const tuples = [on("folder:1 parent doc:1"), on("user:a viewer folder:1"), on("user:a banned folder:1")];
    expect(denialOf("user:a viewer doc:1", tuples)?.excludedBy).toEqual([stored("user:a banned folder:1")]);
  });

  it("only if the base may hold, and only tuples that count", () => {
    expect(denialOf("user:a viewer doc:1", [on("user:a blocked doc:1")])?.excludedBy).toEqual([]);
    const expired = [on("user:a signed doc:1"), on("user:a viewer doc:1"), on("user:a blocked doc:1", OVER)];
    expect(denialOf("user:a editor doc:1", expired)).toBeUndefined();
  });
});

describe("a denial is bounded, and reports that it is incomplete:", () => {
  it("by the number of tuples that it lists", () => {
    const groups = Array.from({ length: 30 }, (_, i) => `g${i}`);
    const tuples = groups.flatMap((id) => [
      on(`group:${id}#member viewer doc:1`, ifX('{"x":false}')),
      on(`user:a member group:${id}`),
    ]);
    const denial = denialOf("user:a viewer doc:1", tuples);
    expect([denial?.ineffective.length, denial?.complete]).toEqual([20, false]);
  });

  it("by the number of conditions it evaluates, tuples it follows and objects it visits", () => {
    const members = Array.from({ length: 30_000 }, (_, i) => on(`group:g${i}#member viewer doc:1`, ifX('{"x":false}')));
    const denial = denialOf("user:a viewer doc:1", [...members, on("user:a signed doc:1")]);
    expect(denial).toMatchObject({ ineffective: [], excludedBy: [], complete: false });
    const all = members.slice(0, 1000).flatMap((tuple) => [tuple, on(`user:a member group:${tuple.subjectId}`)]);
    expect(denialOf("user:a viewer doc:1", all)).toMatchObject({ complete: false });
  });
});
