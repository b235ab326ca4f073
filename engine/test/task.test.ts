import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compileModel,
  Engine,
  EngineError,
  Graph,
  type Queries,
  type QueryOptions,
  readInSteps,
  type Steps,
  Task,
  TaskInvalidated,
  type Tuple,
  type TupleKey,
} from "../src/index.ts";
import { Meter } from "../src/work/meter.ts";
import * as arbitrary from "./arbitrary.ts";
import { engineTuple, factOf, NOW } from "./arbitrary.ts";
import { engineOf, tupleOf } from "./model.ts";
import type { OracleTuple } from "./oracle.ts";

const OPTIONS = { budget: { depth: 1000, work: 1_000_000 }, clock: () => NOW * 1000 };
const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) };

const edit = fc.record({ tuple: arbitrary.tuple, remove: fc.boolean() });
/** A change of the graph between two slices. */
const script = fc.array(fc.array(edit, { maxLength: 3 }), { minLength: 1, maxLength: 6 });
const world = fc.record({
  model: arbitrary.model,
  tuples: arbitrary.tuples,
  context: arbitrary.context,
  question: arbitrary.query,
  limit: fc.integer({ min: 1, max: 4 }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** All work that runs in slices, for one query. */
const work: Record<string, (world: World) => (queries: Queries) => Steps<unknown>> = {
  listObjects: ({ question: { subject, relation, object }, limit }) => {
    return (queries) => queries.listObjects(subject, relation, object.split(":")[0] ?? "", { limit });
  },
  listSubjects: ({ question: { relation, object }, limit }) => {
    return (queries) => queries.listSubjects(object, relation, "user", { limit });
  },
  "listSubjects of usersets": ({ question: { relation, object }, limit }) => {
    return (queries) => queries.listSubjects(object, relation, "folder#a", { limit });
  },
  listRelations: ({ question: { subject, object } }) => {
    return (queries) => queries.listRelations(subject, object);
  },
  batchCheck: ({ question, context }) => {
    const checks = ["a", "b", "c", "nothing"].map((relation) => ({ ...question, relation }));
    return (queries) => queries.batchCheck([...checks, { ...question, context: { x: true } }], context, NOW * 1000);
  },
  expand: ({ question: { relation, object }, limit }) => {
    return (queries) => queries.expand(object, relation, { limit });
  },
  explain: ({ question: { subject, relation, object } }) => {
    return (queries) => queries.explain(subject, relation, object);
  },
};

function engineOver({ model }: World, graph: Graph): Engine {
  return new Engine(compileModel(model, arbitrary.compileCondition), graph, OPTIONS);
}

/** Previous state of each fact that has changed since. */
class Since {
  private readonly before = new Map<string, { key: TupleKey; tuple: Tuple | undefined }>();

  change(graph: Graph, { tuple, remove }: { tuple: OracleTuple; remove: boolean }): void {
    const key = engineTuple(tuple);
    if (!this.before.has(factOf(tuple))) this.before.set(factOf(tuple), { key, tuple: graph.get(key) });
    if (remove) graph.remove(key);
    else graph.put(key);
  }

  get undone() {
    const all = [...this.before.values()];
    return {
      add: all.flatMap(({ tuple }) => tuple ?? []),
      remove: all.filter(({ tuple }) => tuple === undefined).map(({ key }) => key),
    };
  }
}

/** The result, or the error instead of it. */
function outcome(answer: () => unknown): unknown {
  try {
    return answer();
  } catch (error) {
    if (error instanceof EngineError) return error.code;
    throw error;
  }
}

/** Runs the task in the smallest possible slices, with an edit after each. */
function inSlices(task: Task<unknown>, graph: Graph, edits: typeof script extends fc.Arbitrary<infer T> ? T : never) {
  const since = new Since();
  for (let slice = 0; ; slice++) {
    const { done, value } = task.next(1, since.undone);
    if (done === true) return { value, slices: slice + 1 };
    for (const one of edits[slice % edits.length] ?? []) since.change(graph, one);
  }
}

describe.each(Object.keys(work))("%s in slices", (name) => {
  it("sees the graph as it was at its start, whatever is written between the slices", () => {
    let maxSlices = 0;
    fc.assert(
      fc.property(world, script, (sample, edits) => {
        const tuples = sample.tuples.map(engineTuple);
        const expected = outcome(() => {
          const engine = engineOver(sample, Graph.from(tuples));
          return engine.task({ context: sample.context }, (work[name] as (typeof work)[string])(sample)).finish();
        });
        const graph = Graph.from(tuples);
        const engine = engineOver(sample, graph);
        const found = outcome(() => {
          const task = engine.task({ context: sample.context }, (work[name] as (typeof work)[string])(sample));
          const { value, slices } = inSlices(task, graph, edits);
          maxSlices = Math.max(maxSlices, slices);
          return value;
        });
        expect(found).toEqual(expected);
      }),
      RUNS,
    );
    // Otherwise the test would prove nothing.
    expect(maxSlices).toBeGreaterThan(2);
  });

  it("with contextual tuples sees the same, or throws TaskInvalidated", () => {
    fc.assert(
      fc.property(world, script, arbitrary.tuples, (sample, edits, own) => {
        const fresh = own.map((tuple, i) => ({ ...tuple, subject: i % 2 === 0 ? `user:fresh-${i}` : tuple.subject }));
        const stored = new Set(sample.tuples.map(factOf));
        const optionsFor = (engine: Engine): QueryOptions => {
          const allowed = fresh.filter((tuple) => !stored.has(factOf(tuple)) && engine.allows(engineTuple(tuple)));
          return { context: sample.context, tuples: allowed.map(engineTuple) };
        };
        const run = (work[name] as (typeof work)[string])(sample);
        const expected = outcome(() => {
          const engine = engineOver(sample, Graph.from(sample.tuples.map(engineTuple)));
          return engine.task(optionsFor(engine), run).finish();
        });
        const graph = Graph.from(sample.tuples.map(engineTuple));
        const engine = engineOver(sample, graph);
        // New ids are added in between, and take the numbers that the contextual ones had.
        const more = edits.map((list) =>
          list.map((one, i) => (i === 0 ? { ...one, tuple: { ...one.tuple, subject: "user:latecomer" } } : one)),
        );
        try {
          expect(outcome(() => inSlices(engine.task(optionsFor(engine), run), graph, more).value)).toEqual(expected);
        } catch (error) {
          if (!(error instanceof TaskInvalidated)) throw error;
        }
      }),
      RUNS,
    );
  });
});

describe("a task", () => {
  const WIDE = `
type user
type group
  relations
    define member: [user]
type doc
  relations
    define owner: [user]
    define viewer: [user, group#member]
    define may: viewer but not owner
`;
  const many = Array.from({ length: 20_000 }, (_, i) => `user:u${i} viewer doc:1`);
  const { engine, graph } = engineOf(WIDE, many);

  it.each([
    ["a wide object's subjects", (q: Queries) => q.listSubjects("doc:1", "viewer", "user", { limit: 10 })],
    ["subjects that are each decided", (q: Queries) => q.listSubjects("doc:1", "may", "user", { limit: 10 })],
    ["a tree with many tuples", (q: Queries) => q.expand("doc:1", "viewer", { limit: 1000 })],
    [
      "a batch",
      (q: Queries) => {
        const check = { subject: "user:u1", relation: "may", object: "doc:1" };
        return q.batchCheck(
          Array.from({ length: 2000 }, () => check),
          undefined,
          undefined,
        );
      },
    ],
  ] as const)("does at most a slice of work at a time, and a little more: %s", (_, steps) => {
    const task = engine.task({}, steps as (queries: Queries) => Steps<unknown>);
    let slices = 0;
    for (let before = 0, over = false; !over; before = task.meter.work, slices++) {
      over = task.next(1000).done === true;
      expect(task.meter.work - before).toBeLessThan(1000 + 20_000);
    }
    expect(slices).toBeGreaterThan(3);
  });

  it("pauses also while reading tuples that rarely match", () => {
    const meter = new Meter();
    const filter = { subjectType: "group" };
    const task = new Task(
      graph,
      [],
      meter,
      readInSteps(meter, graph, { ...filter, relation: "viewer" }, undefined, 10, Date.now()),
    );
    expect(task.finish()).toEqual([]);
    const all = new Meter();
    const whole = new Task(graph, [], all, readInSteps(all, graph, { relation: "viewer" }, undefined, 10, Date.now()));
    expect(whole.next(100).done).toBe(false);
    expect(whole.finish()).toHaveLength(10);
  });

  it("may cost as much as TASK_DECISIONS checks, and no more", () => {
    const tight = engineOf(WIDE, many, { depth: 25, work: 1000 }).engine;
    expect(() => tight.listSubjects("doc:1", "may", "user", { limit: 10 })).toThrow(
      expect.objectContaining({ code: "work_limit_exceeded", details: expect.objectContaining({ work: 20_000 }) }),
    );
    const check = { subject: "user:u1", relation: "may", object: "doc:1" };
    const checks = Array.from({ length: 5000 }, () => check);
    const answers = tight.task({}, (queries) => queries.batchCheck(checks, undefined, undefined)).finish();
    expect(answers[0]).toEqual({ allowed: true, missing: [] });
    expect(answers.at(-1)).toMatchObject({ code: "work_limit_exceeded" });
  });

  it("keeps its lookups during other queries", () => {
    const graphOfGroups = Graph.from(
      [
        ...Array.from({ length: 50 }, (_, i) => `group:${i + 1}#member member group:${i}`),
        "user:a member group:50",
      ].map(tupleOf),
    );
    const types = "type user\ntype group\n  relations\n    define member: [user, group#member]\n";
    const nested = engineOf(
      types,
      [...graphOfGroups.tuples()].map(({ ...t }) => text(t)),
    );
    for (let i = 0; i < 100; i++) nested.engine.check("user:b", "member", "group:0");
    const task = nested.engine.task({}, (q) => q.listObjects("user:a", "member", "group", { limit: 1000 }));
    for (let _slice = 0; ; _slice++) {
      const { done, value } = task.next(1);
      nested.engine.check("user:b", "member", "group:0");
      if (done !== true) continue;
      expect(value.items).toHaveLength(51);
      break;
    }
  });
});

describe("expand by pages", () => {
  it("shows each tuple once, in the same order by pages of any size", () => {
    fc.assert(
      fc.property(world, (sample) => {
        const engine = engineOver(sample, Graph.from(sample.tuples.map(engineTuple)));
        const { relation, object } = sample.question;
        const whole = engine.expand(object, relation, { limit: 1000 });
        expect(whole.next).toBeUndefined();
        const pages: unknown[] = [];
        let after: typeof whole.next;
        do {
          const page = engine.expand(object, relation, { after, limit: sample.limit });
          const tuples = tuplesIn(page.tree);
          expect(tuples.flat().length).toBeLessThanOrEqual(sample.limit);
          if (page.next !== undefined) expect(tuples.flat()).toHaveLength(sample.limit);
          pages.push(tuples);
          after = page.next;
        } while (after !== undefined);
        const joined = tuplesIn(whole.tree).map((_, list) =>
          pages.flatMap((page) => (page as unknown[][])[list] ?? []),
        );
        expect(joined).toEqual(tuplesIn(whole.tree));
      }),
      RUNS,
    );
  });
});

/** Lists of tuples in a tree, in order. */
function tuplesIn(tree: ReturnType<Engine["expand"]>["tree"]): unknown[][] {
  if (tree.kind === "tuples" || tree.kind === "from") return [tree.tuples];
  if (tree.kind === "or" || tree.kind === "and") return tree.of.flatMap(tuplesIn);
  return tree.kind === "butNot" ? [...tuplesIn(tree.base), ...tuplesIn(tree.subtract)] : [];
}

function text({ subjectType, subjectId, subjectRelation, relation, objectType, objectId }: TupleKey): string {
  const userset = subjectRelation === "" ? "" : `#${subjectRelation}`;
  return `${subjectType}:${subjectId}${userset} ${relation} ${objectType}:${objectId}`;
}
