import { describe, expect, it } from "vitest";
import {
  type CompileCondition,
  type ConditionContext,
  compileModel,
  Engine,
  EngineError,
  Graph,
  MAX_CONTEXTUAL_TUPLES,
} from "../src/index.ts";
import { definitionOf, engineOf, isAllowed, tripleOf, tupleOf } from "./model.ts";

/** Cases in which permission systems have failed, one by one. */

const GROUPS = `
type user
type group
  relations
    define member: [user, user:*, group#member]
type doc
  relations
    define parent: [doc]
    define owner: [user]
    define blocked: [user, group#member, doc#reader]
    define reader: ([user, user:*, group#member] or owner or reader from parent) but not blocked
    define plain: [user, group#member] or plain from parent
    define both: owner and plain
`;

const CONDITIONS = `
type user
type doc
  relations
    define owner: [user, user with ifX]
    define banned: [user, user with ifY]
    define reader: ([user, user with ifX] or owner) but not banned
condition ifX(x: bool) {
  x
}
condition ifY(y: bool) {
  y
}
`;

/** A condition that is met if its one parameter is true. */
const compileCondition: CompileCondition = ({ name, expression }) => ({
  name,
  parameters: [expression.trim()],
  evaluate: (stored, request) => {
    const value = { ...request, ...stored }[expression.trim()];
    if (value === undefined) return { missing: [expression.trim()] };
    if (typeof value !== "boolean") throw new EngineError("invalid_context", "no boolean");
    return { met: value };
  },
  validate: () => undefined,
  invalidValues: () => [],
});

function expectAll(tuples: readonly string[], answers: Readonly<Record<string, boolean>>) {
  const { engine } = engineOf(GROUPS, tuples);
  for (const [question, allowed] of Object.entries(answers))
    expect(isAllowed(engine, question), question).toBe(allowed);
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof EngineError ? error.code : `${error}`;
  }
  return "answered";
}

describe("1. a cycle adds no new evidence", () => {
  it("through groups", () => {
    expectAll(["group:a#member member group:b", "group:b#member member group:a", "user:anne member group:b"], {
      "user:anne member group:a": true,
      "user:bob member group:a": false,
    });
  });

  it("through parents", () => {
    expectAll(["doc:1 parent doc:2", "doc:2 parent doc:1", "user:anne plain doc:2"], {
      "user:anne plain doc:1": true,
      "user:bob plain doc:1": false,
      "user:bob reader doc:1": false,
    });
  });

  it("through a subtracted part: it fails closed", () => {
    expectAll(["user:anne reader doc:1", "doc:1#reader blocked doc:1", "user:anne owner doc:2"], {
      "user:anne reader doc:1": false,
      "user:anne reader doc:2": true,
    });
  });

  it("through a subtracted part, if something else decides", () => {
    const blocked = ["user:anne reader doc:1", "doc:1#reader blocked doc:1", "user:anne blocked doc:1"];
    expectAll(blocked, { "user:anne reader doc:1": false, "user:anne blocked doc:1": true });
  });

  it("through two subtractions: an even number of them allows nothing either", () => {
    const types = `
type user
type doc
  relations
    define a: [user] but not b
    define b: [user] but not a
`;
    const { engine } = engineOf(types, ["user:anne a doc:1", "user:anne b doc:1", "user:bob a doc:1"]);
    expect(isAllowed(engine, "user:anne a doc:1")).toBe(false);
    expect(isAllowed(engine, "user:anne b doc:1")).toBe(false);
    expect(isAllowed(engine, "user:bob a doc:1")).toBe(true);
  });

  it.each([
    ["named", "[user] but not inner\n    define inner: other but not self"],
    ["inline", "[user] but not (other but not self)"],
    ["inline, across a parent", "[user] but not (other but not self from parent)"],
  ])("through two subtractions in one relation, %s: it fails closed, and so does what subtracts it", (_, rewrite) => {
    const types = `
type user
type doc
  relations
    define parent: [doc]
    define other: [user]
    define self: ${rewrite}
    define reader: [user] but not self
`;
    const tuples = ["doc:1 parent doc:1", "user:anne self doc:1", "user:anne other doc:1", "user:anne reader doc:1"];
    const { engine } = engineOf(types, tuples);
    expect(isAllowed(engine, "user:anne self doc:1")).toBe(false);
    expect(isAllowed(engine, "user:anne reader doc:1")).toBe(false);
    expect(engine.prove("user:anne", "reader", "doc:1")).toBeUndefined();
  });
});

describe("2. missing context", () => {
  const schema = compileModel(definitionOf(CONDITIONS), compileCondition);
  const engine = new Engine(
    schema,
    Graph.from([
      { ...tupleOf("user:anne reader doc:1"), condition: "ifX" },
      { ...tupleOf("user:anne owner doc:2"), condition: "ifX" },
      tupleOf("user:anne reader doc:2"),
      { ...tupleOf("user:anne owner doc:3"), condition: "ifX", context: '{"x":true}' },
      { ...tupleOf("user:anne banned doc:3"), condition: "ifY" },
      tupleOf("user:anne banned doc:4"),
      { ...tupleOf("user:anne owner doc:4"), condition: "ifX" },
    ]),
  );
  const check = (object: string, context: ConditionContext = {}) =>
    engine.check("user:anne", "reader", object, { context });

  it("makes a result conditional, and is named", () => {
    expect(check("doc:1")).toEqual({ allowed: "conditional", missing: ["x"] });
    expect(check("doc:1", { x: true })).toEqual({ allowed: true, missing: [] });
    expect(check("doc:1", { x: false })).toEqual({ allowed: false, missing: [] });
  });

  it("doesn't matter if something else allows or denies", () => {
    expect(check("doc:2").allowed).toBe(true);
    expect(check("doc:4").allowed).toBe(false);
  });

  it("of a subtracted part never allows", () => {
    expect(check("doc:3")).toEqual({ allowed: "conditional", missing: ["y"] });
    expect(check("doc:3", { y: false }).allowed).toBe(true);
    expect(check("doc:3", { y: true }).allowed).toBe(false);
  });

  it("gives no proof, and separates conditional items in lists", () => {
    expect(engine.prove("user:anne", "reader", "doc:1")).toBeUndefined();
    expect(engine.listObjects("user:anne", "reader", "doc", { limit: 10 })).toEqual({
      items: ["doc:2"],
      conditional: ["doc:1", "doc:3"],
      excluded: [],
      next: undefined,
    });
  });

  it("differs from a failing condition, which is an error unless something else decides", () => {
    const failing = { x: "neither" };
    expect(codeOf(() => check("doc:1", failing))).toBe("invalid_context");
    expect(codeOf(() => engine.prove("user:anne", "reader", "doc:1", { context: failing }))).toBe("invalid_context");
    expect(check("doc:2", failing).allowed).toBe(true);
    expect(engine.prove("user:anne", "reader", "doc:2", { context: failing })).toBeDefined();
    expect(check("doc:4", failing).allowed).toBe(false);
  });
});

describe("3. tuples that the model does not allow", () => {
  const tuples = [
    "user:anne owner group:a",
    "group:a owner doc:1",
    "ghost:1 haunts castle:1",
    "user:anne parent doc:1",
  ];

  it("are ineffective and stay stored", () => {
    const { engine, graph } = engineOf(GROUPS, [...tuples, "user:anne owner doc:1"]);
    expect(graph.size).toBe(5);
    expect(isAllowed(engine, "group:a owner doc:1")).toBe(false);
    expect(isAllowed(engine, "user:anne owner doc:1")).toBe(true);
    expect(engine.listSubjects("doc:1", "owner", "user", { limit: 10 }).items).toEqual(["user:anne"]);
  });

  it("are distinguished from allowed ones", () => {
    const { engine } = engineOf(GROUPS, []);
    expect(tuples.map((text) => engine.allows(tupleOf(text)))).toEqual([false, false, false, false]);
    expect(engine.allows(tupleOf("user:* reader doc:1"))).toBe(true);
    expect(engine.allows(tupleOf("user:* owner doc:1"))).toBe(false);
    expect(engine.allows(tupleOf("user:anne both doc:1"))).toBe(false);
  });

  it("are refused by validate, each with its reason", () => {
    const { engine } = engineOf(GROUPS, []);
    const refusal = (text: string) => codeOf(() => engine.validate(tupleOf(text)));
    expect(refusal("user:anne owner castle:1")).toBe("unknown_type");
    expect(refusal("ghost:1 owner doc:1")).toBe("unknown_type");
    expect(refusal("user:anne haunts doc:1")).toBe("unknown_relation");
    expect(refusal("group:a#boss reader doc:1")).toBe("unknown_relation");
    expect(refusal("group:a owner doc:1")).toBe("subject_not_allowed");
    expect(refusal("user:anne both doc:1")).toBe("subject_not_allowed");
    expect(refusal("user:anne owner doc:1")).toBe("answered");
  });
});

it("4. parents are stored tuples, not computed membership", () => {
  const types = `
type user
type folder
  relations
    define reader: [user]
type doc
  relations
    define parent: [folder]
    define also: [folder]
    define reader: reader from parent
`;
  const { engine } = engineOf(types, ["folder:f also doc:1", "user:anne reader folder:f"]);
  expect(isAllowed(engine, "user:anne reader doc:1")).toBe(false);
});

describe("5. an exceeded budget is an error, never a deny", () => {
  const types = `
type user
type node
  relations
    define next: [node]
    define even: [user] or odd from next
    define odd: [user] or even from next
    define twice: even and odd
    define free: [user] but not even
    define either: [user] or even
`;
  const chain = Array.from({ length: 30 }, (_, i) => `node:${i + 1} next node:${i}`);
  const { engine } = engineOf(types, [
    ...chain,
    "user:deep even node:30",
    "user:near odd node:25",
    "user:deep free node:0",
    "user:deep either node:0",
  ]);

  it("by depth, with the position where it ended", () => {
    expect(isAllowed(engine, "user:near even node:0")).toBe(true);
    expect(() => isAllowed(engine, "user:deep even node:0")).toThrow(
      expect.objectContaining({ code: "depth_limit_exceeded", details: { depth: 25, at: "node:25#odd" } }),
    );
    expect(codeOf(() => isAllowed(engine, "user:nobody even node:0"))).toBe("depth_limit_exceeded");
    expect(codeOf(() => isAllowed(engine, "user:deep twice node:0"))).toBe("depth_limit_exceeded");
    expect(codeOf(() => engine.listSubjects("node:0", "even", "user", { limit: 9 }))).toBe("depth_limit_exceeded");
    expect(codeOf(() => engine.listObjects("user:deep", "even", "node", { limit: 9 }))).toBe("depth_limit_exceeded");
  });

  it("by depth, through a subtracted part: an exclusion beyond the depth limit never allows", () => {
    expect(codeOf(() => isAllowed(engine, "user:deep free node:0"))).toBe("depth_limit_exceeded");
    expect(isAllowed(engine, "user:nobody free node:0")).toBe(false);
  });

  it("by deeply nested relations with operators, which differs from a long chain of tuples", () => {
    const nesting = `
type user
type node
  relations
    define next: [node]
    define start: [user]
    define all: [user:*]
    define deep: (start or deep from next) and all
`;
    const tuples = Array.from({ length: 251 }, (_, i) => [
      `node:${i + 1} next node:${i}`,
      `user:* all node:${i}`,
    ]).flat();
    const ends = ["user:near start node:249", "user:far start node:250", "user:* all node:251"];
    const { engine } = engineOf(nesting, [...tuples, ...ends], { depth: 1000, work: 800_000 });
    expect(isAllowed(engine, "user:near deep node:0")).toBe(true);
    const beyond = expect.objectContaining({
      code: "depth_limit_exceeded",
      message: "Undecided: relations with operators nest more than 250 deep.",
      details: { nesting: 250, at: "node:250#deep" },
    });
    expect(() => isAllowed(engine, "user:far deep node:0")).toThrow(beyond);
  });

  it("by depth, unless something nearer decides", () => {
    expect(isAllowed(engine, "user:deep either node:0")).toBe(true);
  });

  it("not by groups in groups, however deep: nesting in one relation doesn't count as depth", () => {
    const groups = Array.from({ length: 2000 }, (_, i) => `group:${i + 1}#member member group:${i}`);
    const nested = engineOf(GROUPS, [...groups, "user:deep member group:2000", "group:0#member plain doc:1"]);
    expect(isAllowed(nested.engine, "user:deep plain doc:1")).toBe(true);
    expect(isAllowed(nested.engine, "user:nobody plain doc:1")).toBe(false);
    expect(nested.engine.listSubjects("doc:1", "plain", "user", { limit: 9 }).items).toEqual(["user:deep"]);
    expect(nested.engine.listObjects("user:deep", "plain", "doc", { limit: 9 }).items).toEqual(["doc:1"]);
  });

  it("by work, with the position where it ended", () => {
    const wide = Array.from({ length: 200 }, (_, i) => `node:${i + 1} next node:0`);
    const tight = engineOf(types, wide, { depth: 25, work: 100 });
    expect(() => isAllowed(tight.engine, "user:anne even node:0")).toThrow(
      expect.objectContaining({ code: "work_limit_exceeded", details: { work: 100, at: "node:0#even" } }),
    );
    expect(isAllowed(tight.engine, "user:anne even node:1")).toBe(false);
  });
});

describe("6. a wildcard", () => {
  const tuples = [
    "user:* reader doc:1",
    "user:* member group:a",
    "group:a#member plain doc:2",
    "user:eve blocked doc:1",
  ];

  it("matches single subjects of its type, seen before or not", () => {
    expectAll(tuples, {
      "user:anne reader doc:1": true,
      "user:eve reader doc:1": false,
      "group:a reader doc:1": false,
      "user:anne plain doc:2": true,
    });
  });

  it("as the subject of a check matches wildcard tuples only", () => {
    expectAll([...tuples, "user:anne reader doc:3"], {
      "user:* reader doc:1": true,
      "user:* plain doc:2": true,
      "user:* reader doc:3": false,
    });
  });

  it("does not match a userset of its type", () => {
    const types =
      "type user\n  relations\n    define friend: [user]\ntype doc\n  relations\n    define reader: [user:*, user#friend]\n";
    const { engine } = engineOf(types, ["user:* reader doc:1"]);
    expect(isAllowed(engine, "user:anne#friend reader doc:1")).toBe(false);
  });
});

it("8. ids are byte-exact", () => {
  const { engine } = engineOf(GROUPS, ["user:Anne owner doc:1", "user:é owner doc:1"]);
  expect(isAllowed(engine, "user:anne owner doc:1")).toBe(false);
  expect(isAllowed(engine, "user:é owner doc:1".normalize("NFD"))).toBe(false);
  expect(isAllowed(engine, "user:é owner doc:1")).toBe(true);
});

it("9. a userset has its own relation, on objects seen before or not", () => {
  expectAll(["group:a#member plain doc:1"], {
    "group:a#member member group:a": true,
    "group:a#member plain doc:1": true,
    "group:new#member member group:new": true,
    "group:new#member member group:other": false,
    "doc:new#owner reader doc:new": true,
    "doc:new#owner reader doc:other": false,
  });
});

it("needs every operand of an intersection", () => {
  expectAll(["user:anne owner doc:1", "user:anne plain doc:1", "user:bob plain doc:1"], {
    "user:anne both doc:1": true,
    "user:bob both doc:1": false,
  });
});

describe("10. contextual tuples", () => {
  const { engine, graph } = engineOf(GROUPS, ["user:anne member group:a"]);
  const tuples = ["group:a#member owner doc:1", "group:a#member reader doc:2"].map(tupleOf);
  const [, allowed] = tuples;

  it("are validated like stored ones", () => {
    expect(codeOf(() => engine.check("user:anne", "reader", "doc:2", { tuples }))).toBe("subject_not_allowed");
    const many = Array.from({ length: MAX_CONTEXTUAL_TUPLES + 1 }, (_, i) => tupleOf(`user:u${i} owner doc:1`));
    expect(codeOf(() => engine.check("user:anne", "reader", "doc:2", { tuples: many }))).toBe(
      "too_many_contextual_tuples",
    );
  });

  it("apply to checks, lists and expand of one request, not to later ones", () => {
    const options = { tuples: allowed === undefined ? [] : [allowed] };
    const page = { limit: 10 };
    const answers = (requestOptions: typeof options | undefined) => ({
      check: engine.check("user:anne", "reader", "doc:2", requestOptions).allowed,
      objects: engine.listObjects("user:anne", "reader", "doc", page, requestOptions).items,
      subjects: engine.listSubjects("doc:2", "reader", "user", page, requestOptions).items,
      expands: JSON.stringify(engine.expand("doc:2", "reader", page, requestOptions)).includes("group:a#member"),
      proves: engine.prove("user:anne", "reader", "doc:2", requestOptions) !== undefined,
    });
    const seen = { check: true, objects: ["doc:2"], subjects: ["user:anne"], expands: true, proves: true };
    const unseen = { check: false, objects: [], subjects: [], expands: false, proves: false };
    expect(answers(undefined)).toEqual(unseen);
    expect(answers(options)).toEqual(seen);
    expect(answers(undefined)).toEqual(unseen);
    expect(graph.size).toBe(1);
  });
});

it("a tuple that expires counts until its second begins", () => {
  const expiresAt = 1_800_000_000;
  let now = 0;
  const graph = Graph.from([{ ...tupleOf("user:anne owner doc:1"), expiresAt }]);
  const engine = new Engine(compileModel(definitionOf(GROUPS)), graph, { clock: () => now });
  const allowedAt = (milliseconds: number) => {
    now = milliseconds;
    return isAllowed(engine, "user:anne reader doc:1");
  };
  expect(allowedAt(expiresAt * 1000 - 1)).toBe(true);
  expect(allowedAt(expiresAt * 1000)).toBe(false);
});

describe("a query with unknown names", () => {
  const { engine } = engineOf(GROUPS, []);
  it.each([
    ["user:anne reader castle:1", "unknown_type"],
    ["ghost:1 reader doc:1", "unknown_type"],
    ["user:anne haunts doc:1", "unknown_relation"],
    ["group:a#boss reader doc:1", "unknown_relation"],
    ["anne reader doc:1", "malformed_subject"],
    ["user:anne reader doc", "malformed_object"],
    ["user:anne re:der doc:1", "malformed_relation"],
    ["user:anne reader doc:new", "answered"],
  ])("%s: %s", (question, code) => {
    expect(codeOf(() => isAllowed(engine, question))).toBe(code);
  });
});

describe("lists", () => {
  const tuples = [
    "user:anne owner doc:b",
    "group:g#member plain doc:a",
    "user:anne member group:g",
    "doc:a parent doc:c",
    "user:* reader doc:d",
    "user:anne blocked doc:b",
  ];
  const { engine } = engineOf(GROUPS, tuples);
  const objects = (subject: string, relation: string) =>
    engine.listObjects(subject, relation, "doc", { limit: 99 }).items;
  const subjects = (object: string, relation: string, kind: string) =>
    engine.listSubjects(object, relation, kind, { limit: 99 }).items;

  it("give the objects of every path", () => {
    expect(objects("user:anne", "plain")).toEqual(["doc:a", "doc:c"]);
    expect(objects("user:anne", "reader")).toEqual(["doc:d"]);
    expect(objects("user:bob", "reader")).toEqual(["doc:d"]);
    expect(objects("group:g#member", "plain")).toEqual(["doc:a", "doc:c"]);
  });

  it("give subjects, usersets and wildcards", () => {
    expect(subjects("doc:c", "plain", "user")).toEqual(["user:anne"]);
    expect(subjects("doc:c", "plain", "group#member")).toEqual(["group:g#member"]);
    expect(subjects("doc:d", "reader", "user")).toEqual(["user:*"]);
    expect(subjects("doc:b", "reader", "user")).toEqual([]);
    expect(subjects("doc:new", "owner", "doc#owner")).toEqual(["doc:new#owner"]);
  });

  it("come in pages, in byte order", () => {
    const first = engine.listObjects("user:anne", "plain", "doc", { limit: 1 });
    expect(first).toEqual({ items: ["doc:a"], conditional: [], excluded: [], next: "doc:a" });
    expect(engine.listObjects("user:anne", "plain", "doc", { limit: 1, after: first.next })).toEqual({
      items: ["doc:c"],
      conditional: [],
      excluded: [],
      next: undefined,
    });
  });
});

describe("proofs", () => {
  const { engine, graph } = engineOf(GROUPS, [
    "user:anne member group:g",
    "group:g#member plain doc:a",
    "doc:a parent doc:c",
    "user:anne owner doc:c",
    "user:* reader doc:d",
    "group:h#member blocked doc:d",
    "user:eve member group:h",
  ]);

  it("name every tuple and rule on the path", () => {
    expect(engine.prove("user:anne", "plain", "doc:c")).toEqual({
      subject: "user:anne",
      relation: "plain",
      object: "doc:c",
      reason: {
        kind: "or",
        operand: 1,
        reason: {
          kind: "from",
          tuple: { subject: "doc:a", relation: "parent", object: "doc:c" },
          parent: {
            subject: "user:anne",
            relation: "plain",
            object: "doc:a",
            reason: {
              kind: "or",
              operand: 0,
              reason: {
                kind: "userset",
                tuple: { subject: "group:g#member", relation: "plain", object: "doc:a" },
                member: {
                  subject: "user:anne",
                  relation: "member",
                  object: "group:g",
                  reason: { kind: "tuple", tuple: { subject: "user:anne", relation: "member", object: "group:g" } },
                },
              },
            },
          },
        },
      },
    });
  });

  it("show all operands of intersections, and refute every exclusion", () => {
    expect(engine.prove("user:anne", "both", "doc:c")?.reason).toMatchObject({
      kind: "and",
      all: [{ kind: "computed" }, { kind: "computed" }],
    });
    const proof = engine.prove("user:bob", "reader", "doc:d");
    expect(proof?.reason).toEqual({
      kind: "butNot",
      base: { kind: "or", operand: 0, reason: { kind: "tuple", tuple: tripleOf("user:* reader doc:d") } },
      absent: {
        expression: "blocked",
        refuted: [
          { relation: "blocked", object: "doc:d" },
          { relation: "member", object: "group:h" },
        ],
      },
    });
    expect(proof && engine.verify(proof)).toEqual({ valid: true });
  });

  it("become invalid, with the problem, after the graph changes", () => {
    const proof = engine.prove("user:bob", "reader", "doc:d");
    const joins = tupleOf("user:bob member group:h");
    expect(proof && graph.withChanges({ add: [joins] }, () => engine.verify(proof))).toEqual({
      valid: false,
      problem: "a tuple names user:bob for member of group:h",
    });
    const open = tupleOf("user:* reader doc:d");
    expect(proof && graph.withChanges({ remove: [open] }, () => engine.verify(proof))).toEqual({
      valid: false,
      problem: "user:* reader doc:d is not stored",
    });
  });

  it("don't exist for a denied check", () => {
    expect(engine.prove("user:bob", "plain", "doc:c")).toBeUndefined();
    expect(engine.prove("user:eve", "reader", "doc:d")).toBeUndefined();
  });

  it("show that a userset has its own relation", () => {
    expect(engine.prove("doc:new#owner", "owner", "doc:new")?.reason).toEqual({ kind: "self" });
  });

  it("are never circular", () => {
    const cycle = engineOf(GROUPS, [
      "group:a#member member group:b",
      "group:b#member member group:a",
      "user:anne member group:a",
    ]);
    const proof = cycle.engine.prove("user:anne", "member", "group:b");
    expect(proof?.reason).toMatchObject({ kind: "userset", member: { reason: { kind: "tuple" } } });
  });
});

describe("remedies for a denied check", () => {
  const { engine } = engineOf(GROUPS, [
    "user:anne member group:g",
    "group:g#member plain doc:a",
    "user:eve reader doc:a",
    "user:eve blocked doc:a",
    "group:h#member blocked doc:b",
    "user:eve member group:h",
    "user:* reader doc:b",
  ]);

  it("name each single tuple that would be sufficient", () => {
    expect(engine.remedies("user:bob", "plain", "doc:a")).toEqual([
      { add: [tripleOf("user:bob plain doc:a")], remove: [] },
      { add: [tripleOf("user:bob member group:g")], remove: [] },
    ]);
  });

  it("name the tuple that excludes", () => {
    expect(engine.remedies("user:eve", "reader", "doc:a")).toEqual([
      { add: [], remove: [tripleOf("user:eve blocked doc:a")] },
    ]);
    expect(engine.remedies("user:eve", "reader", "doc:b")).toEqual([
      { add: [], remove: [tripleOf("group:h#member blocked doc:b")] },
      { add: [], remove: [tripleOf("user:eve member group:h")] },
    ]);
  });

  it("name every tuple if several are necessary", () => {
    expect(engine.remedies("user:bob", "both", "doc:new")).toContainEqual({
      add: [tripleOf("user:bob owner doc:new"), tripleOf("user:bob plain doc:new")],
      remove: [],
    });
  });

  it("don't exist for an allowed check", () => {
    expect(engine.remedies("user:anne", "plain", "doc:a")).toEqual([]);
  });
});

it("expand shows the tree of a relation, one step deep", () => {
  const { engine } = engineOf(GROUPS, ["user:anne reader doc:1", "doc:0 parent doc:1", "user:eve blocked doc:1"]);
  expect(engine.expand("doc:1", "reader", { limit: 10 }).tree).toEqual({
    kind: "butNot",
    base: {
      kind: "or",
      of: [
        { kind: "tuples", tuples: [tripleOf("user:anne reader doc:1")] },
        { kind: "userset", object: "doc:1", relation: "owner" },
        {
          kind: "from",
          tupleset: "parent",
          tuples: [tripleOf("doc:0 parent doc:1")],
          usersets: [{ object: "doc:0", relation: "reader" }],
        },
      ],
    },
    subtract: { kind: "userset", object: "doc:1", relation: "blocked" },
  });
});
