import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileModel, Engine, Graph, Meter, type ModelDefinition, runSteps, type Triple } from "../src/index.ts";
import * as arbitrary from "./arbitrary.ts";
import { engineTuple, factOf, NOW } from "./arbitrary.ts";
import { definitionOf, tupleOf } from "./model.ts";

const OPTIONS = { budget: { depth: 1000, work: 1_000_000 }, clock: () => NOW * 1000 };
const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 300) };
const NONE: ReadonlySet<string> = new Set();

function engineOver(model: ModelDefinition, graph: Graph): Engine {
  return new Engine(compileModel(model, arbitrary.compileCondition), graph, OPTIONS);
}

const LIMIT = 20_000_000;

function compare(before: Engine, after: Engine, maxListed: number, limit = LIMIT, conditions = NONE) {
  const meter = new Meter();
  meter.restart(limit);
  return { found: runSteps(before.compareAccess(after, meter, conditions, maxListed)), work: meter.work };
}

/** The model with some relations, and optionally conditions, of another model. */
function mixed(model: ModelDefinition, other: ModelDefinition, taken: ReadonlySet<string>): ModelDefinition {
  const type_definitions = model.type_definitions.map((type, i) => {
    const from = other.type_definitions[i];
    const pick = <T>(own: Readonly<Record<string, T>> = {}, others: Readonly<Record<string, T>> = {}) =>
      Object.fromEntries(
        Object.entries(own).map(([name, value]) => [
          name,
          taken.has(`${type.type}#${name}`) ? (others[name] ?? value) : value,
        ]),
      );
    return {
      ...type,
      relations: pick(type.relations, from?.relations),
      metadata: { relations: pick(type.metadata?.relations, from?.metadata?.relations) },
    };
  });
  return { ...model, type_definitions };
}

type Rewrite = NonNullable<ModelDefinition["type_definitions"][number]["relations"]>[string];

/** Changes to a part of a definition: subtracts, adds or requires an operand, or strips an operator. */
const edit = fc.record({
  name: fc.constantFrom("folder#a", "folder#b", "folder#c", "doc#a", "doc#b", "doc#c"),
  path: fc.array(fc.nat({ max: 2 }), { maxLength: 3 }),
  leaf: fc.constantFrom<Rewrite>(
    { computedUserset: { relation: "a" } },
    { computedUserset: { relation: "b" } },
    { computedUserset: { relation: "c" } },
    { tupleToUserset: { tupleset: { relation: "parent" }, computedUserset: { relation: "a" } } },
    { this: {} },
  ),
  kind: fc.constantFrom("subtract", "subtract", "add", "require", "strip", "strip"),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function editedRewrite(rewrite: Rewrite, { path: [step, ...path], ...rest }: Edit): Rewrite {
  const { union, intersection, difference } = rewrite;
  if (step !== undefined && difference !== undefined) {
    const side = step === 0 ? "base" : "subtract";
    return { difference: { ...difference, [side]: editedRewrite(difference[side], { path, ...rest }) } };
  }
  const child = union?.child ?? intersection?.child;
  if (step !== undefined && child !== undefined) {
    const changed = child.map((one, i) => (i === step % child.length ? editedRewrite(one, { path, ...rest }) : one));
    return union === undefined ? { intersection: { child: changed } } : { union: { child: changed } };
  }
  if (rest.kind === "subtract") return { difference: { base: rewrite, subtract: rest.leaf } };
  if (rest.kind === "add") return { union: { child: [rewrite, rest.leaf] } };
  if (rest.kind === "require") return { intersection: { child: [rewrite, rest.leaf] } };
  return difference?.base ?? child?.[0] ?? rest.leaf;
}

function edited(model: ModelDefinition, edits: readonly Edit[]): ModelDefinition {
  const type_definitions = model.type_definitions.map((type) => {
    const relations = Object.entries(type.relations ?? {}).map(([name, rewrite]) => {
      const own = edits.filter((one) => one.name === `${type.type}#${name}`);
      return [name, own.reduce(editedRewrite, rewrite)] as const;
    });
    return { ...type, relations: Object.fromEntries(relations) };
  });
  return { ...model, type_definitions };
}

const names = ["folder", "doc"].flatMap((type) => ["parent", "a", "b", "c"].map((relation) => `${type}#${relation}`));
const change = fc.record({
  model: arbitrary.model,
  other: arbitrary.model,
  taken: fc.uniqueArray(fc.constantFrom(...names), { maxLength: 1 }),
  edits: fc.array(edit, { minLength: 1, maxLength: 2 }),
  // Wildcards are more frequent than elsewhere and objects are few, so that exceptions meet their wildcard.
  tuples: fc.uniqueArray(
    fc.oneof(
      arbitrary.tuple,
      fc.record({
        subject: fc.constantFrom("user:*", "user:*", "user:1", "user:2"),
        relation: fc.constantFrom("a", "b", "c"),
        object: fc.constantFrom("doc:1", "folder:1"),
      }),
    ),
    { maxLength: 14, selector: factOf },
  ),
});

describe("a comparison of two models' access", () => {
  it("lists exactly the changes that checks under both models show", () => {
    let changes = 0;
    fc.assert(
      fc.property(change, ({ model, other, taken, edits, tuples }) => {
        const next = edited(mixed(model, other, new Set(taken)), edits);
        const graph = Graph.from(tuples.map(engineTuple));
        const engines = [engineOver(model, graph), engineOver(next, graph)] as const;
        const found = compare(...engines, 1000).found;
        const [gained, lost] = [found.gained, found.lost].map((list) => list.map(factOf));
        const holds = (triple: Triple) =>
          engines.map((engine) => engine.check(triple.subject, triple.relation, triple.object).allowed === true);
        for (const triple of found.gained) expect(holds(triple), factOf(triple)).toEqual([false, true]);
        for (const triple of found.lost) expect(holds(triple), factOf(triple)).toEqual([true, false]);
        expect(new Set(gained).size + new Set(lost).size).toBe(found.gained.length + found.lost.length);
        expect(found.complete).toBe(true);
        for (const subject of ["user:1", "user:2", "user:unseen", "user:*", "doc:1", "folder:1"]) {
          for (const object of new Set(tuples.map((tuple) => tuple.object))) {
            for (const relation of ["parent", "a", "b", "c"]) {
              const triple = { subject, relation, object };
              const [before, after] = holds(triple);
              if (before === after) continue;
              changes++;
              // The wildcard represents subjects that no tuple names.
              const everyone = factOf({ ...triple, subject: `${subject.split(":")[0]}:*` });
              const list = after ? gained : lost;
              expect(
                [factOf(triple), everyone].some((line) => list?.includes(line)),
                factOf(triple),
              ).toBe(true);
            }
          }
        }
      }),
      RUNS,
    );
    expect(changes).toBeGreaterThan(RUNS.numRuns / 4);
  });

  it("finds no changes between a model and itself, without work", () => {
    fc.assert(
      fc.property(arbitrary.model, arbitrary.tuples, (model, tuples) => {
        const graph = Graph.from(tuples.map(engineTuple));
        const { found, work } = compare(engineOver(model, graph), engineOver(structuredClone(model), graph), 10);
        expect(found).toEqual({ gained: [], lost: [], complete: true });
        expect(work).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});

const FOLDERS = `
type user
type group
  relations
    define member: [user]
type folder
  relations
    define viewer: [user, group#member]
    define blocked: [user]
    define may: viewer but not blocked
type doc
  relations
    define parent: [folder]
    define reader: [user] or may from parent
`;
const WITHOUT_BLOCKS = FOLDERS.replace("viewer but not blocked", "viewer");

function compared(tuples: readonly string[], from: string, to: string, maxListed = 100) {
  const graph = Graph.from(tuples.map(tupleOf));
  return compare(engineOver(definitionOf(from), graph), engineOver(definitionOf(to), graph), maxListed);
}

it("subjects exempt from an exclusion of everyone gain or lose access, too", () => {
  const pages = (exemption: string) => `
type user
type page
  relations
    define viewer: [user, user:*] but not blocked
    define blocked: [user, user:*]${exemption}
    define exempt: [user]
`;
  const tuples = ["user:* viewer page:1", "user:* blocked page:1", "user:kim exempt page:1"];
  const kim = [{ subject: "user:kim", relation: "viewer", object: "page:1" }];
  const [all, some] = [pages(""), pages(" but not exempt")];
  expect(compared(tuples, all, some).found).toMatchObject({ gained: kim, complete: true });
  expect(compared(tuples, some, all).found).toMatchObject({ lost: kim, complete: true });
});

describe("large graphs", () => {
  it("an object with more subjects than are listed reports no subject whose access stays", () => {
    const viewers = Array.from({ length: 1001 }, (_, i) => `user:u${`${i}`.padStart(4, "0")} viewer folder:1`);
    const { found } = compared([...viewers, "user:u0000 blocked folder:1"], FOLDERS, WITHOUT_BLOCKS);
    const gained = [{ subject: "user:u0000", relation: "may", object: "folder:1" }];
    expect(found).toEqual({ gained, lost: [], complete: true });
  });

  it("comparing costs as much as what may differ, not as everyone with access", () => {
    const members = Array.from({ length: 2000 }, (_, i) => `user:u${i} member group:all`);
    const folders = Array.from({ length: 2000 }, (_, i) => `group:all#member viewer folder:f${i}`);
    const blocks = Array.from({ length: 50 }, (_, i) => `user:u${i} blocked folder:f${40 * i}`);
    const docs = Array.from({ length: 2000 }, (_, i) => `folder:f${i} parent doc:d${i}`);
    const tuples = [...members, ...folders, ...blocks, ...docs];
    const { found, work } = compared(tuples, FOLDERS, WITHOUT_BLOCKS);
    expect(found.gained).toHaveLength(100);
    expect(found).toMatchObject({ lost: [], complete: true });
    expect(found.gained.filter(({ relation }) => relation === "reader")).toHaveLength(50);
    // Every subject of every folder would be four million decisions.
    expect(work).toBeLessThan(1_000_000);
  });

  it("a comparison reports that it lists only a part", () => {
    const tuples = Array.from({ length: 300 }, (_, i) => [`user:u${i} viewer folder:1`, `user:u${i} blocked folder:1`]);
    const { found } = compared(tuples.flat(), FOLDERS, WITHOUT_BLOCKS, 100);
    expect(found.gained).toHaveLength(100);
    expect(found).toMatchObject({ lost: [], complete: false });
  });

  it("a comparison ends when it takes too much work, and reports that", () => {
    const viewers = Array.from({ length: 3000 }, (_, i) => `user:u${i} viewer folder:1`);
    const graph = Graph.from(viewers.map(tupleOf));
    const tight = (model: string) =>
      new Engine(compileModel(definitionOf(model)), graph, { budget: { depth: 25, work: 1000 } });
    const either = FOLDERS.replace("viewer but not blocked", "viewer and viewer");
    const { found, work } = compare(tight(FOLDERS), tight(either), 100, 20_000);
    expect(found).toEqual({ gained: [], lost: [], complete: false });
    expect(work).toBeLessThan(40_000);
  });

  it("a condition with a new definition and the same name makes a difference", () => {
    const model = (expression: string) => ({
      ...definitionOf(
        "type user\ntype doc\n  relations\n    define reader: [user with ifX]\ncondition ifX(x: bool) {\n  x\n}\n",
      ),
      conditions: { ifX: { name: "ifX", expression, parameters: {} } },
    });
    const tuple = { ...tupleOf("user:a reader doc:1"), condition: "ifX", context: '{"x":true}' };
    const graph = Graph.from([tuple]);
    const [before, after] = [engineOver(model("x"), graph), engineOver(model("y"), graph)];
    const lost = [{ subject: "user:a", relation: "reader", object: "doc:1" }];
    expect(compare(before, after, 10).found).toEqual({ gained: [], lost: [], complete: true });
    expect(compare(before, after, 10, LIMIT, new Set(["ifX"])).found).toEqual({ gained: [], lost, complete: true });
  });
});
