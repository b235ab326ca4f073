import { describe, expect, it } from "vitest";
import { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { Graph } from "../graph/graph.ts";
import { compileModel } from "../model/compile.ts";
import type { CompileCondition } from "../model/condition.ts";
import type { ModelDefinition } from "../model/definition.ts";
import { parseTuple, type Tuple } from "../tuple.ts";
import { COST, Meter } from "../work/meter.ts";
import { runSteps as complete } from "../work/steps.ts";

const NOW = Date.parse("2030-01-31T12:00:00Z");

/** Returns what the tuple's context says, for 10 units; without one, what the request's says. */
const compileCondition: CompileCondition = ({ name }) => ({
  name,
  parameters: ["does"],
  evaluate(stored, request, work) {
    if (work) work.units += 10;
    const { does, from = "stored" } = (stored ?? request) as { does?: string; from?: string };
    if (does === "misfit") throw new EngineError("invalid_context", "Parameter x is wrong.", { source: from });
    if (does === "fail") throw new EngineError("invalid_context", `Condition ${name} fails.`);
    if (does === "exceed") throw new EngineError("work_limit_exceeded", "Too much.");
    return does === undefined ? { missing: ["does"] } : { met: does === "hold" };
  },
  validate: () => undefined,
  invalidValues: ({ does, other }) => [
    ...(other === undefined ? [] : [{ parameter: "other", expected: undefined }]),
    ...(does === "misfit" ? [{ parameter: "x", expected: "an int" }] : []),
  ],
});

const user = { type: "user" };
const direct = (...types: object[]) => ({ directly_related_user_types: types }) as never;
const model: ModelDefinition = {
  schema_version: "1.1",
  conditions: { c: { name: "c", expression: "" } },
  type_definitions: [
    user,
    {
      type: "doc",
      relations: {
        reader: { this: {} },
        banned: { this: {} },
        open: {
          difference: {
            base: { computedUserset: { relation: "reader" } },
            subtract: { computedUserset: { relation: "banned" } },
          },
        },
      },
      metadata: {
        relations: {
          reader: direct(user, { ...user, wildcard: {} }, { ...user, condition: "c" }),
          banned: direct({ ...user, condition: "c" }),
        },
      },
    },
  ],
};

function tuple(text: string, context?: object): Tuple {
  const [subject = "", relation = "", object = ""] = text.split(" ");
  const key = parseTuple({ subject, relation, object });
  return context === undefined ? key : { ...key, condition: "c", context: JSON.stringify(context) };
}

function engineOver(...tuples: Tuple[]): Engine {
  return new Engine(compileModel(model, compileCondition), Graph.from(tuples));
}

const PAGE = { limit: 10 };

describe("a tuple that can't be evaluated", () => {
  const engine = engineOver(
    tuple("user:a reader doc:1", { does: "misfit" }),
    tuple("user:b reader doc:1", { does: "fail" }),
    tuple("user:c reader doc:1"),
    tuple("user:c banned doc:1", { does: "misfit" }),
    tuple("user:a reader doc:2"),
    tuple("user:* reader doc:3"),
    tuple("user:a reader doc:3", { does: "misfit" }),
  );

  it("is named in the error of a check that depends on it", () => {
    const named = { subject: "user:a", relation: "reader", object: "doc:1" };
    expect(() => engine.check("user:a", "reader", "doc:1")).toThrow(
      expect.objectContaining({
        code: "invalid_context",
        message: "The tuple user:a reader doc:1 can't be evaluated: parameter x is wrong.",
        details: { source: "stored", tuple: named },
      }),
    );
    expect(() => engine.check("user:b", "reader", "doc:1")).toThrow("The tuple user:b reader doc:1 can't be evaluated");
  });

  it("doesn't matter if something else decides", () => {
    expect(engine.check("user:a", "reader", "doc:3").allowed).toBe(true);
    expect(engine.check("user:c", "reader", "doc:1").allowed).toBe(true);
    expect(engine.check("user:d", "reader", "doc:1").allowed).toBe(false);
    expect(engine.check("user:d", "open", "doc:1").allowed).toBe(false);
  });

  it("never lifts an exclusion", () => {
    expect(() => engine.check("user:c", "open", "doc:1")).toThrow("The tuple user:c banned doc:1");
    expect(engine.prove("user:d", "open", "doc:3")).toBeDefined();
  });

  it("makes only its dependents conditional in lists", () => {
    expect(engine.listSubjects("doc:1", "reader", "user", PAGE)).toMatchObject({
      items: ["user:c"],
      conditional: ["user:a", "user:b"],
    });
    expect(engine.listSubjects("doc:1", "open", "user", PAGE)).toMatchObject({
      items: [],
      conditional: ["user:a", "user:b", "user:c"],
    });
    expect(engine.listObjects("user:a", "reader", "doc", PAGE)).toMatchObject({
      items: ["doc:2", "doc:3"],
      conditional: ["doc:1"],
    });
    expect(engine.listRelations("user:c", "doc:1")).toEqual({ relations: ["reader"], conditional: ["banned", "open"] });
  });
});

describe("a problem that the request causes", () => {
  it.each([
    ["the request's context", { does: "misfit", from: "request" }, "invalid_context"],
    ["the work", { does: "exceed" }, "work_limit_exceeded"],
  ])("is an error of every query, including lists: %s", (_name, context, code) => {
    const engine = engineOver(tuple("user:a reader doc:1", context), tuple("user:b reader doc:1"));
    const thrown = expect.objectContaining({ code, message: expect.not.stringContaining("The tuple") });
    expect(() => engine.check("user:a", "reader", "doc:1")).toThrow(thrown);
    expect(() => engine.listSubjects("doc:1", "reader", "user", PAGE)).toThrow(thrown);
    expect(() => engine.listObjects("user:a", "reader", "doc", PAGE)).toThrow(thrown);
    expect(() => engine.listRelations("user:a", "doc:1")).toThrow(thrown);
    expect(engine.check("user:b", "reader", "doc:1").allowed).toBe(true);
  });
});

it("conditions are counted as work, also if they fail", () => {
  const engine = engineOver(
    tuple("user:a reader doc:1", { does: "hold" }),
    tuple("user:b reader doc:1", { does: "fail" }),
    tuple("user:c reader doc:1"),
  );
  const workOf = (subject: string) => {
    try {
      engine.check(subject, "reader", "doc:1");
    } catch {
      // Counts as well.
    }
    return engine.lastWork;
  };
  const plain = workOf("user:c");
  const own = COST.query + 10 * COST.conditionUnit;
  expect([workOf("user:a") - plain, workOf("user:b") - plain]).toEqual([own, own]);
});

describe("problems of stored tuples", () => {
  /** The problems, and how many contexts were validated, which is most of the work. */
  const finish = (engine: Engine, graph?: Graph) => {
    const meter = new Meter();
    const problems = complete(engine.storedProblems(meter, NOW, graph));
    return { contexts: Math.floor(meter.work / COST.context), ...problems };
  };
  const bad = tuple("user:z reader doc:9", { does: "misfit" });
  const graph = Graph.from([
    tuple("user:a reader doc:1", { does: "misfit" }),
    tuple("user:b reader doc:1", { does: "misfit" }),
    tuple("user:c reader doc:1", { does: "misfit", other: 1 }),
    tuple("user:d reader doc:1", { other: 1 }),
    tuple("user:e reader doc:1", { does: "hold" }),
    tuple("user:f reader doc:1"),
    { ...bad, condition: "gone" },
    { ...bad, relation: "gone" },
    { ...bad, objectType: "gone" },
    { ...bad, subjectType: "gone" },
    { ...bad, relation: "banned", subjectId: "*" },
    { ...bad, relation: "open" },
    tuple("user:g banned doc:1"),
  ]);

  it("are counted by kind of tuple, condition and parameter; each context is validated once", () => {
    const engine = new Engine(compileModel(model, compileCondition), graph);
    expect(finish(engine)).toEqual({
      contexts: 4,
      ineffective: 7,
      invalidContextCount: 4,
      contextProblems: [
        { condition: "c", parameter: "x", expected: "an int", tupleCount: 3 },
        { condition: "c", parameter: "other", expected: undefined, tupleCount: 2 },
      ],
    });
    expect(engine.countIneffective(NOW)).toBe(7);
    expect([...graph.tuples()].filter((one) => !engine.allows(one))).toHaveLength(7);
  });

  it("don't include expired tuples", () => {
    const expired = [...graph.tuples()].filter(({ condition }) => condition !== undefined);
    const until = (expiresAt: number) => Graph.from(expired.map((one) => ({ ...one, expiresAt })));
    const engine = engineOver();
    expect(finish(engine, until(NOW / 1000))).toEqual({
      contexts: 0,
      ineffective: 0,
      invalidContextCount: 0,
      contextProblems: [],
    });
    expect(engine.countIneffective(NOW, until(NOW / 1000))).toBe(0);
    expect(finish(engine, until(NOW / 1000 + 1))).toMatchObject({ contexts: 4, invalidContextCount: 4 });
    expect(engine.countIneffective(NOW, until(NOW / 1000 + 1))).toBe(6);
  });

  it("are found in another graph than the engine's own", () => {
    const engine = engineOver(tuple("user:a reader doc:1"));
    expect(finish(engine)).toMatchObject({ ineffective: 0, invalidContextCount: 0 });
    expect(finish(engine, graph)).toMatchObject({ ineffective: 7, invalidContextCount: 4 });
    expect(engine.countIneffective(NOW, graph)).toBe(7);
  });

  it("are those at the first step, whatever changes meanwhile in the original of a frozen graph", () => {
    const copy = Graph.from(graph.tuples());
    const meter = new Meter();
    meter.resume(1);
    const looking = engineOver().storedProblems(meter, NOW, copy.frozen());
    looking.next();
    for (const one of [...copy.tuples()]) copy.remove(one);
    expect(complete(looking)).toMatchObject({ ineffective: 7, invalidContextCount: 4 });
  });
});
