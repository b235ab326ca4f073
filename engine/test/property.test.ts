import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  compileModel,
  decodeSnapshot,
  Engine,
  encodeSnapshot,
  formatCsv,
  Graph,
  type ModelDefinition,
  parseCsv,
  parseTuple,
  type UsersetTree,
} from "../src/index.ts";
import * as arbitrary from "./arbitrary.ts";
import { engineTuple, factOf, NOW, type World, world } from "./arbitrary.ts";
import { oracleOf } from "./certain-oracle.ts";
import { mutated } from "./mutated-proof.ts";
import { Oracle, type OracleTuple } from "./oracle.ts";

/** Deep enough for any path in the small world, so that only semantics are compared. */
const OPTIONS = { budget: { depth: 1000, work: 1_000_000 }, clock: () => NOW * 1000 };
/** Increase the runs: `PROPERTY_RUNS=6000 TEST_SEED=2 npm test -- engine/test/property.test.ts`. */
const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) };
// Guards against hanging only: a run takes some milliseconds, and up to a second on a busy machine.
vi.setConfig({ testTimeout: 1000 * Math.max(RUNS.numRuns, 600) });

/** Every relation of the objects in the worlds with exclusions. */
const EVERY_RELATION = ["a", "b", "c"].flatMap((relation) =>
  ["doc:1", "folder:1"].map((object) => ({ relation, object })),
);

function engineOver(model: ModelDefinition, graph: Graph): Engine {
  return new Engine(compileModel(model, arbitrary.compileCondition), graph, OPTIONS);
}

function graphOf(tuples: readonly OracleTuple[]): Graph {
  return Graph.from(tuples.map(engineTuple));
}

/** The engine's results in the oracle's format. */
function answers(engine: Engine, { queries, context }: World): string[] {
  return queries.map(({ subject, relation, object }) => {
    const { allowed } = engine.check(subject, relation, object, { context });
    return `${subject} ${relation} ${object}: ${allowed}`;
  });
}

function truths(oracle: ReturnType<typeof oracleOf>, { queries }: World): string[] {
  return queries.map(({ subject, relation, object }) => {
    return `${subject} ${relation} ${object}: ${oracle.check(subject, relation, object)}`;
  });
}

describe("the engine agrees with the oracle", () => {
  it("on checks, whether tuples are stored or contextual, loaded or unpacked", () => {
    fc.assert(
      fc.property(world, fc.nat(), (sample, split) => {
        const expected = truths(oracleOf(sample), sample);
        const graph = graphOf(sample.tuples);
        const engine = engineOver(sample.model, graph);
        expect(answers(engine, sample)).toEqual(expected);
        // Repeated, so that nestings are looked up instead of walked.
        for (let i = 0; i < 4; i++) expect(answers(engine, sample)).toEqual(expected);
        expect(answers(engineOver(sample.model, decodeSnapshot(encodeSnapshot(graph))), sample)).toEqual(expected);
        expect(answers(engineOver(sample.model, parseCsv(formatCsv(graph.tuples()))), sample)).toEqual(expected);
        const at = split % (sample.tuples.length + 1);
        const partly = engineOver(sample.model, graphOf(sample.tuples.slice(0, at)));
        const allowed = sample.tuples
          .slice(at)
          .map(engineTuple)
          .filter((tuple) => partly.allows(tuple));
        const contextual = sample.queries.map(({ subject, relation, object }) => {
          const answer = partly.check(subject, relation, object, { context: sample.context, tuples: allowed });
          return `${subject} ${relation} ${object}: ${answer.allowed}`;
        });
        expect(contextual).toEqual(expected);
        // The contextual tuples are removed again.
        const stored = { ...sample, tuples: sample.tuples.slice(0, at) };
        expect(answers(partly, sample)).toEqual(truths(oracleOf(stored), sample));
      }),
      RUNS,
    );
  });

  it("on checks after edits, compacted or not", () => {
    const edits = fc.array(fc.record({ tuple: arbitrary.tuple, remove: fc.boolean() }), { maxLength: 12 });
    fc.assert(
      fc.property(world, edits, (sample, script) => {
        const graph = graphOf(sample.tuples);
        const engine = engineOver(sample.model, graph);
        const truth = new Map(sample.tuples.map((tuple) => [factOf(tuple), tuple]));
        for (const { tuple, remove } of script) {
          const before = truth.get(factOf(tuple));
          if (remove) expect(graph.remove(engineTuple(tuple)) !== undefined).toBe(before !== undefined);
          else expect(graph.put(engineTuple(tuple))).toBe(JSON.stringify(before) !== JSON.stringify(tuple));
          if (remove) truth.delete(factOf(tuple));
          else truth.set(factOf(tuple), tuple);
          // Caches are filled by now, and must be invalidated.
          answers(engine, sample);
        }
        const now = { ...sample, tuples: [...truth.values()] };
        const expected = truths(oracleOf(now), now);
        expect(graph.size).toBe(truth.size);
        expect(answers(engine, now)).toEqual(expected);
        expect(answers(engineOver(now.model, Graph.from(graph.tuples())), now)).toEqual(expected);
        graph.compact();
        expect(answers(engine, now)).toEqual(expected);
      }),
      RUNS,
    );
  });

  it("on lists of objects, whole and by pages", () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 3 }), (sample, limit) => {
        const oracle = oracleOf(sample);
        const engine = engineOver(sample.model, graphOf(sample.tuples));
        for (const { subject, relation, object } of sample.queries) {
          const type = object.split(":")[0] ?? "";
          const expected = objectsOf(sample, type, subject).map((candidate) => {
            return `${candidate}: ${oracle.check(subject, relation, candidate)}`;
          });
          const listed: string[] = [];
          for (let after: string | undefined; ; ) {
            const page = engine.listObjects(subject, relation, type, { after, limit }, { context: sample.context });
            expect(page.items.length + page.conditional.length).toBeLessThanOrEqual(limit);
            const items = [
              ...page.items.map((item) => `${item}: true`),
              ...page.conditional.map((item) => `${item}: conditional`),
            ];
            listed.push(...items.sort());
            after = page.next;
            if (after === undefined) break;
          }
          expect(listed, `${subject} ${relation} ${type}`).toEqual(
            expected.filter((line) => !line.endsWith(": false")),
          );
        }
      }),
      RUNS,
    );
  });

  it("on lists of objects of every type, whole and by pages", () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 4 }), (sample, limit) => {
        const engine = engineOver(sample.model, graphOf(sample.tuples));
        const options = { context: sample.context };
        for (const { subject, relation } of sample.queries) {
          const types = sample.model.type_definitions.filter(({ relations = {} }) => relation in relations);
          const whole = types.map(({ type }) => engine.listObjects(subject, relation, type, { limit: 1_000 }, options));
          const all = (part: "items" | "conditional") => whole.flatMap((page) => page[part]).sort();
          const found = { items: [] as string[], conditional: [] as string[] };
          for (let after: string | undefined; ; ) {
            const page = engine.listObjects(subject, relation, undefined, { after, limit }, options);
            const length = page.items.length + page.conditional.length;
            expect(length).toBeLessThanOrEqual(limit);
            if (page.next !== undefined) expect(length).toBe(limit);
            found.items.push(...page.items);
            found.conditional.push(...page.conditional);
            after = page.next;
            if (after === undefined) break;
          }
          expect(found).toEqual({ items: all("items"), conditional: all("conditional") });
        }
      }),
      RUNS,
    );
  });

  it("on lists of subjects, whole and by pages: unlisted subjects have the wildcard's result", () => {
    const kinds = fc.constantFrom("user", "user", "folder", "folder#a", "doc#b");
    fc.assert(
      fc.property(world, kinds, fc.integer({ min: 1, max: 3 }), (sample, kind, limit) => {
        const oracle = oracleOf(sample);
        const engine = engineOver(sample.model, graphOf(sample.tuples));
        const [type, suffix] = kind.split("#");
        const everyone = `${type}:*`;
        const subjects = ["*", "1", "2", "3", "unseen"]
          .filter((id) => id !== "*" || suffix === undefined)
          .map((id) => `${type}:${id}${suffix ? `#${suffix}` : ""}`);
        for (const { relation, object } of [...sample.queries, ...EVERY_RELATION]) {
          const pageAfter = (after: string | undefined, maxItems: number) =>
            engine.listSubjects(object, relation, kind, { after, limit: maxItems }, { context: sample.context });
          const whole = pageAfter(undefined, 100);
          const { items, conditional, excluded } = whole;
          const listed = (subject: string) => {
            if (items.includes(subject)) return "true";
            if (conditional.includes(subject)) return "conditional";
            return excluded.includes(subject) ? "false" : undefined;
          };
          const found = subjects.map((subject) => `${subject}: ${listed(subject) ?? listed(everyone) ?? "false"}`);
          const expected = subjects.map((subject) => `${subject}: ${oracle.check(subject, relation, object)}`);
          expect(found, `${kind} ${relation} ${object}`).toEqual(expected);
          if (listed(everyone) === undefined) expect(excluded).toEqual([]);
          const parts = { items: [] as string[], conditional: [] as string[], excluded: [] as string[] };
          for (let after: string | undefined; ; ) {
            const page = pageAfter(after, limit);
            expect(page.items.length + page.conditional.length + page.excluded.length).toBeLessThanOrEqual(limit);
            for (const part of ["items", "conditional", "excluded"] as const) parts[part].push(...page[part]);
            after = page.next;
            if (after === undefined) break;
          }
          expect(parts).toEqual({ items, conditional, excluded });
        }
      }),
      RUNS,
    );
  });

  it("on lists of relations", () => {
    fc.assert(
      fc.property(world, (sample) => {
        const oracle = oracleOf(sample);
        const engine = engineOver(sample.model, graphOf(sample.tuples));
        for (const { subject, object } of sample.queries) {
          const found = engine.listRelations(subject, object, { context: sample.context });
          const having = (value: string) =>
            ["parent", "a", "b", "c"].filter((name) => oracle.check(subject, name, object) === value);
          expect(found).toEqual({ relations: having("true"), conditional: having("conditional") });
        }
      }),
      RUNS,
    );
  });
});

describe("explanations agree with the oracle", () => {
  it("every allowed check has a valid proof, and no other check has one", () => {
    fc.assert(
      fc.property(world, (sample) => {
        const oracle = oracleOf(sample);
        const engine = engineOver(sample.model, graphOf(sample.tuples));
        for (const { subject, relation, object } of sample.queries) {
          const proof = engine.prove(subject, relation, object, { context: sample.context });
          expect(proof !== undefined).toBe(oracle.check(subject, relation, object) === "true");
          if (proof !== undefined) expect(engine.verify(proof, { context: sample.context })).toEqual({ valid: true });
        }
      }),
      RUNS,
    );
  });

  it("a changed proof is valid only if it proves something else that is true", () => {
    let refused = 0;
    fc.assert(
      fc.property(world, fc.nat(), fc.nat(), (sample, position, choice) => {
        const oracle = oracleOf(sample);
        const engine = engineOver(sample.model, graphOf(sample.tuples));
        for (const { subject, relation, object } of sample.queries) {
          const proof = engine.prove(subject, relation, object, { context: sample.context });
          const mutant = proof && mutated(proof, position, choice);
          if (mutant === undefined) continue;
          const { valid } = engine.verify(mutant, { context: sample.context });
          if (!valid) refused++;
          else expect(oracle.check(mutant.subject, mutant.relation, mutant.object)).toBe("true");
        }
      }),
      RUNS,
    );
    expect(refused).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it("a proof from another graph is valid only if it is true on this one", () => {
    fc.assert(
      fc.property(world, arbitrary.tuples, (sample, other) => {
        const elsewhere = engineOver(sample.model, graphOf(other));
        const engine = engineOver(sample.model, graphOf(sample.tuples));
        const oracle = oracleOf(sample);
        for (const { subject, relation, object } of sample.queries) {
          const proof = elsewhere.prove(subject, relation, object, { context: sample.context });
          if (proof === undefined || !engine.verify(proof, { context: sample.context }).valid) continue;
          expect(oracle.check(subject, relation, object)).toBe("true");
        }
      }),
      RUNS,
    );
  });

  it("every remedy, and no part of it, allows a denied check; one exists if a single change is sufficient", () => {
    fc.assert(
      fc.property(world, (sample) => {
        const graph = graphOf(sample.tuples);
        const engine = engineOver(sample.model, graph);
        const check = (changed: readonly OracleTuple[], { subject, relation, object }: (typeof sample.queries)[0]) =>
          oracleOf({ ...sample, tuples: changed }).check(subject, relation, object);
        for (const query of sample.queries) {
          const { subject, relation, object } = query;
          const remedies = engine.remedies(subject, relation, object, { context: sample.context });
          const isYes = check(sample.tuples, query) === "true";
          if (isYes) expect(remedies).toEqual([]);
          for (const { add, remove } of remedies) {
            for (const tuple of add) expect(engine.allows(parseTuple(tuple))).toBe(true);
            for (const part of partsOf([...add, ...remove])) {
              const changed = applied(
                sample.tuples,
                add.filter((t) => part.includes(t)),
                remove.filter((t) => part.includes(t)),
              );
              expect(check(changed, query) === "true").toBe(part.length === add.length + remove.length);
            }
          }
          if (isYes || remedies.length > 0) continue;
          // This world is small enough for the search: it never has more than four candidates at one position.
          const one = single(sample.tuples).find(({ add, remove }) => {
            const changed = applied(sample.tuples, add, remove);
            return add.every((tuple) => engine.allows(engineTuple(tuple))) && check(changed, query) === "true";
          });
          expect(one, `${subject} ${relation} ${object}`).toBeUndefined();
        }
      }),
      { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 6) },
    );
  });

  it("every denied check names excluding or ineffective tuples, and some of the latter if they would allow it", () => {
    fc.assert(
      fc.property(world, (sample) => {
        const oracle = oracleOf(sample);
        const optimist = new Oracle(sample.model, sample.tuples);
        const counts = arbitrary.countsWith(sample.context);
        const engine = engineOver(sample.model, graphOf(sample.tuples));
        const stored = new Map(sample.tuples.map((tuple) => [factOf(tuple), tuple]));
        const subtracts = JSON.stringify(sample.model).includes('"difference"');
        for (const { subject, relation, object } of sample.queries) {
          const denial = engine.denial(subject, relation, object, { context: sample.context });
          expect(denial === undefined).toBe(oracle.check(subject, relation, object) === "true");
          if (denial === undefined) continue;
          for (const { tuple, reason } of denial.ineffective) {
            const found = stored.get(factOf(tuple as OracleTuple));
            expect(found).toMatchObject(tuple);
            const over = (tuple.expiresAt ?? Number.POSITIVE_INFINITY) <= NOW;
            const expected = over
              ? "expired"
              : counts(tuple as OracleTuple) === "no"
                ? "condition_not_met"
                : "context_missing";
            expect([reason, counts(tuple as OracleTuple)]).toEqual([expected, expect.not.stringMatching("yes")]);
          }
          for (const tuple of denial.excludedBy) expect(counts(tuple as OracleTuple)).toBe("yes");
          expect(denial).toMatchObject({
            objectFound: sample.tuples.some((tuple) => tuple.object === object),
            subjectFound: sample.tuples.some((tuple) => tuple.subject === subject),
            complete: true,
          });
          const wouldHold = !subtracts && optimist.check(subject, relation, object) === "true";
          if (wouldHold) expect(denial.ineffective, `${subject} ${relation} ${object}`).not.toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it("expand, followed to its leaves, agrees with a check", () => {
    fc.assert(
      fc.property(world, (sample) => {
        const unconditional = { ...sample, tuples: sample.tuples.filter(({ condition }) => condition === undefined) };
        const engine = engineOver(sample.model, graphOf(unconditional.tuples));
        const oracle = oracleOf(unconditional);
        for (const { subject, relation, object } of sample.queries) {
          const found = follow(engine, subject, relation, object);
          if (found === "circle") continue;
          expect(found, `${subject} ${relation} ${object}`).toBe(oracle.check(subject, relation, object) === "true");
        }
      }),
      RUNS,
    );
  });
});

function partsOf<T>(items: readonly T[]): T[][] {
  return Array.from({ length: 2 ** items.length }, (_, mask) => items.filter((_, i) => (mask >> i) & 1));
}

function applied(tuples: readonly OracleTuple[], add: readonly OracleTuple[], remove: readonly OracleTuple[]) {
  const gone = new Set([...add, ...remove].map(factOf));
  return [...tuples.filter((tuple) => !gone.has(factOf(tuple))), ...add];
}

/** All single-tuple changes in the small world. */
function single(tuples: readonly OracleTuple[]) {
  const objects = ["folder", "doc"].flatMap((type) => ["1", "2", "3"].map((id) => `${type}:${id}`));
  const relations = ["parent", "a", "b", "c"];
  const usersets = objects.flatMap((object) => ["a", "b", "c"].map((name) => `${object}#${name}`));
  const subjects = ["user:1", "user:2", "user:*", ...objects, ...usersets];
  const added = subjects.flatMap((subject) =>
    relations.flatMap((relation) => objects.map((object) => ({ add: [{ subject, relation, object }], remove: [] }))),
  );
  return [...tuples.map((tuple) => ({ add: [], remove: [tuple] })), ...added];
}

/** Whether expanding recursively finds the subject; "circle" on a cycle. */
function follow(engine: Engine, subject: string, relation: string, object: string): boolean | "circle" {
  const open = new Set<string>();
  class Circle extends Error {}
  const holds = (name: string, of: string): boolean => {
    if (subject === `${of}#${name}`) return true;
    const key = `${of}#${name}`;
    if (open.has(key)) throw new Circle();
    open.add(key);
    const found = inTree(engine.expand(of, name, { limit: 1000 }).tree);
    open.delete(key);
    return found;
  };
  const isNamed = ({ subject: named }: { subject: string }): boolean => {
    if (named === subject) return true;
    const [type = "", id = ""] = subject.split(":");
    if (named === `${type}:*` && !id.includes("#")) return true;
    const [node = "", name] = named.split("#");
    return name !== undefined && holds(name, node);
  };
  const inTree = (tree: UsersetTree): boolean => {
    switch (tree.kind) {
      case "tuples":
        return tree.tuples.map(isNamed).includes(true);
      case "userset":
        return holds(tree.relation, tree.object);
      case "from": {
        const parents = new Set(tree.tuples.map((tuple) => tuple.subject));
        const usersets = tree.usersets.filter((userset) => parents.has(userset.object));
        return usersets.map((userset) => holds(userset.relation, userset.object)).includes(true);
      }
      case "or":
        return tree.of.map(inTree).includes(true);
      case "and":
        return !tree.of.map(inTree).includes(false);
      case "butNot":
        return [inTree(tree.base), inTree(tree.subtract)].join() === "true,false";
    }
  };
  try {
    return holds(relation, object);
  } catch (error) {
    if (error instanceof Circle) return "circle";
    throw error;
  }
}

/** Objects of a type that tuples name, and the subject's own, in order. */
function objectsOf({ tuples }: World, type: string, subject: string): string[] {
  const named = [...tuples.flatMap((t) => [t.object, t.subject]), subject.includes("#") ? subject : ""];
  const objects = named.map((name) => name.split("#")[0] ?? "").filter((name) => name.startsWith(`${type}:`));
  return [...new Set(objects)].sort();
}
