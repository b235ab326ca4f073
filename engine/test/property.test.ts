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
  type Proof,
  parseCsv,
  parseTuple,
  type Tree,
} from "../src/index.ts";
import * as arbitrary from "./arbitrary.ts";
import { engineTuple, factOf, NOW, type World, world } from "./arbitrary.ts";
import { oracleOf } from "./judge.ts";
import { Oracle, type OracleTuple } from "./oracle.ts";

/** Deep enough for any path in the small world, so that only meaning is compared. */
const OPTIONS = { budget: { depth: 1000, work: 1_000_000 }, clock: () => NOW * 1000 };
/** More of them, and a seed to repeat: `PROPERTY_RUNS=6000 PROPERTY_SEED=1 npx vitest run --project engine …`. */
const { PROPERTY_RUNS = "200", PROPERTY_SEED } = process.env;
const RUNS = { numRuns: Number(PROPERTY_RUNS), ...(PROPERTY_SEED !== undefined && { seed: Number(PROPERTY_SEED) }) };
// A guard against hanging, no more: a run takes some milliseconds, and up to a second on a busy machine.
vi.setConfig({ testTimeout: 1000 * Math.max(RUNS.numRuns, 600) });

/** Of the objects that the worlds with exclusions are about. */
const EVERY_RELATION = ["a", "b", "c"].flatMap((relation) =>
  ["doc:1", "folder:1"].map((object) => ({ relation, object })),
);

function engineOver(model: ModelDefinition, graph: Graph): Engine {
  return new Engine(compileModel(model, arbitrary.compileCondition), graph, OPTIONS);
}

function graphOf(tuples: readonly OracleTuple[]): Graph {
  return Graph.from(tuples.map(engineTuple));
}

/** The engine's answers in the oracle's words. */
function answers(engine: Engine, { questions, context }: World): string[] {
  return questions.map(({ subject, relation, object }) => {
    const { allowed } = engine.check(subject, relation, object, { context });
    return `${subject} ${relation} ${object}: ${allowed}`;
  });
}

function truths(oracle: ReturnType<typeof oracleOf>, { questions }: World): string[] {
  return questions.map(({ subject, relation, object }) => {
    return `${subject} ${relation} ${object}: ${oracle.check(subject, relation, object)}`;
  });
}

describe("the engine agrees with the oracle", () => {
  it("on checks, whether tuples are stored or contextual, loaded or unpacked", () => {
    fc.assert(
      fc.property(world, fc.nat(), (given, split) => {
        const expected = truths(oracleOf(given), given);
        const graph = graphOf(given.tuples);
        const engine = engineOver(given.model, graph);
        expect(answers(engine, given)).toEqual(expected);
        // Asked again, when what nests is looked up instead of walked.
        for (let i = 0; i < 4; i++) expect(answers(engine, given)).toEqual(expected);
        expect(answers(engineOver(given.model, decodeSnapshot(encodeSnapshot(graph))), given)).toEqual(expected);
        expect(answers(engineOver(given.model, parseCsv(formatCsv(graph.tuples()))), given)).toEqual(expected);
        const at = split % (given.tuples.length + 1);
        const partly = engineOver(given.model, graphOf(given.tuples.slice(0, at)));
        const allowed = given.tuples
          .slice(at)
          .map(engineTuple)
          .filter((tuple) => partly.allows(tuple));
        const asked = given.questions.map(({ subject, relation, object }) => {
          const answer = partly.check(subject, relation, object, { context: given.context, tuples: allowed });
          return `${subject} ${relation} ${object}: ${answer.allowed}`;
        });
        expect(asked).toEqual(expected);
        // And the tuples are gone again.
        const stored = { ...given, tuples: given.tuples.slice(0, at) };
        expect(answers(partly, given)).toEqual(truths(oracleOf(stored), given));
      }),
      RUNS,
    );
  });

  it("on checks after edits, folded in or not", () => {
    const edits = fc.array(fc.record({ tuple: arbitrary.tuple, remove: fc.boolean() }), { maxLength: 12 });
    fc.assert(
      fc.property(world, edits, (given, script) => {
        const graph = graphOf(given.tuples);
        const engine = engineOver(given.model, graph);
        const truth = new Map(given.tuples.map((tuple) => [factOf(tuple), tuple]));
        for (const { tuple, remove } of script) {
          const before = truth.get(factOf(tuple));
          if (remove) expect(graph.remove(engineTuple(tuple)) !== undefined).toBe(before !== undefined);
          else expect(graph.put(engineTuple(tuple))).toBe(JSON.stringify(before) !== JSON.stringify(tuple));
          if (remove) truth.delete(factOf(tuple));
          else truth.set(factOf(tuple), tuple);
          // Something has been looked up by now, and has to be forgotten.
          answers(engine, given);
        }
        const now = { ...given, tuples: [...truth.values()] };
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
      fc.property(world, fc.integer({ min: 1, max: 3 }), (given, limit) => {
        const oracle = oracleOf(given);
        const engine = engineOver(given.model, graphOf(given.tuples));
        for (const { subject, relation, object } of given.questions) {
          const type = object.split(":")[0] ?? "";
          const expected = objectsOf(given, type, subject).map((candidate) => {
            return `${candidate}: ${oracle.check(subject, relation, candidate)}`;
          });
          const listed: string[] = [];
          for (let after: string | undefined; ; ) {
            const page = engine.listObjects(subject, relation, type, { after, limit }, { context: given.context });
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

  it("on lists of subjects, whole and by pages: whoever is not on one stands as everyone does", () => {
    const kinds = fc.constantFrom("user", "user", "folder", "folder#a", "doc#b");
    fc.assert(
      fc.property(world, kinds, fc.integer({ min: 1, max: 3 }), (given, kind, limit) => {
        const oracle = oracleOf(given);
        const engine = engineOver(given.model, graphOf(given.tuples));
        const [type, suffix] = kind.split("#");
        const everyone = `${type}:*`;
        const subjects = ["*", "1", "2", "3", "unseen"]
          .filter((id) => id !== "*" || suffix === undefined)
          .map((id) => `${type}:${id}${suffix ? `#${suffix}` : ""}`);
        for (const { relation, object } of [...given.questions, ...EVERY_RELATION]) {
          const pageAfter = (after: string | undefined, most: number) =>
            engine.listSubjects(object, relation, kind, { after, limit: most }, { context: given.context });
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
      fc.property(world, (given) => {
        const oracle = oracleOf(given);
        const engine = engineOver(given.model, graphOf(given.tuples));
        for (const { subject, object } of given.questions) {
          const found = engine.listRelations(subject, object, { context: given.context });
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
  it("every yes has a proof, which verifies; nothing else has one", () => {
    fc.assert(
      fc.property(world, (given) => {
        const oracle = oracleOf(given);
        const engine = engineOver(given.model, graphOf(given.tuples));
        for (const { subject, relation, object } of given.questions) {
          const proof = engine.prove(subject, relation, object, { context: given.context });
          expect(proof !== undefined).toBe(oracle.check(subject, relation, object) === "true");
          if (proof !== undefined) expect(engine.verify(proof, { context: given.context })).toEqual({ valid: true });
        }
      }),
      RUNS,
    );
  });

  it("a proof that was changed verifies only where it is another proof of something true", () => {
    let refused = 0;
    fc.assert(
      fc.property(world, fc.nat(), fc.nat(), (given, place, choice) => {
        const oracle = oracleOf(given);
        const engine = engineOver(given.model, graphOf(given.tuples));
        for (const { subject, relation, object } of given.questions) {
          const proof = engine.prove(subject, relation, object, { context: given.context });
          const mutant = proof && mutated(proof, place, choice);
          if (mutant === undefined) continue;
          const { valid } = engine.verify(mutant, { context: given.context });
          if (!valid) refused++;
          else expect(oracle.check(mutant.subject, mutant.relation, mutant.object)).toBe("true");
        }
      }),
      RUNS,
    );
    expect(refused).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it("a proof that was made on another graph verifies only where it is true on this one", () => {
    fc.assert(
      fc.property(world, arbitrary.tuples, (given, other) => {
        const elsewhere = engineOver(given.model, graphOf(other));
        const engine = engineOver(given.model, graphOf(given.tuples));
        const oracle = oracleOf(given);
        for (const { subject, relation, object } of given.questions) {
          const proof = elsewhere.prove(subject, relation, object, { context: given.context });
          if (proof === undefined || !engine.verify(proof, { context: given.context }).valid) continue;
          expect(oracle.check(subject, relation, object)).toBe("true");
        }
      }),
      RUNS,
    );
  });

  it("every remedy turns a no into a yes, and no part of it does; where one change would do, there is one", () => {
    fc.assert(
      fc.property(world, (given) => {
        const graph = graphOf(given.tuples);
        const engine = engineOver(given.model, graph);
        const check = (changed: readonly OracleTuple[], { subject, relation, object }: (typeof given.questions)[0]) =>
          oracleOf({ ...given, tuples: changed }).check(subject, relation, object);
        for (const asked of given.questions) {
          const { subject, relation, object } = asked;
          const remedies = engine.remedies(subject, relation, object, { context: given.context });
          const isYes = check(given.tuples, asked) === "true";
          if (isYes) expect(remedies).toEqual([]);
          for (const { add, remove } of remedies) {
            for (const tuple of add) expect(engine.allows(parseTuple(tuple))).toBe(true);
            for (const part of partsOf([...add, ...remove])) {
              const changed = applied(
                given.tuples,
                add.filter((t) => part.includes(t)),
                remove.filter((t) => part.includes(t)),
              );
              expect(check(changed, asked) === "true").toBe(part.length === add.length + remove.length);
            }
          }
          if (isYes || remedies.length > 0) continue;
          // This world is small enough for the search: it never has more than four objects to choose from in one place.
          const one = single(given.tuples).find(({ add, remove }) => {
            const changed = applied(given.tuples, add, remove);
            return add.every((tuple) => engine.allows(engineTuple(tuple))) && check(changed, asked) === "true";
          });
          expect(one, `${subject} ${relation} ${object}`).toBeUndefined();
        }
      }),
      { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 6) },
    );
  });

  it("every no names tuples that do not count or that exclude, and some of the former where these would make a yes", () => {
    fc.assert(
      fc.property(world, (given) => {
        const oracle = oracleOf(given);
        const optimist = new Oracle(given.model, given.tuples);
        const counts = arbitrary.countsWith(given.context);
        const engine = engineOver(given.model, graphOf(given.tuples));
        const stored = new Map(given.tuples.map((tuple) => [factOf(tuple), tuple]));
        const subtracts = JSON.stringify(given.model).includes('"difference"');
        for (const { subject, relation, object } of given.questions) {
          const denial = engine.denial(subject, relation, object, { context: given.context });
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
          for (const tuple of denial.excluding) expect(counts(tuple as OracleTuple)).toBe("yes");
          expect(denial).toMatchObject({
            objectFound: given.tuples.some((tuple) => tuple.object === object),
            subjectFound: given.tuples.some((tuple) => tuple.subject === subject),
            complete: true,
          });
          const wouldHold = !subtracts && optimist.check(subject, relation, object) === "true";
          if (wouldHold) expect(denial.ineffective, `${subject} ${relation} ${object}`).not.toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it("expand, followed to its ends, finds the same as a check", () => {
    fc.assert(
      fc.property(world, (given) => {
        const unconditional = { ...given, tuples: given.tuples.filter(({ condition }) => condition === undefined) };
        const engine = engineOver(given.model, graphOf(unconditional.tuples));
        const oracle = oracleOf(unconditional);
        for (const { subject, relation, object } of given.questions) {
          const found = follow(engine, subject, relation, object);
          if (found === "circle") continue;
          expect(found, `${subject} ${relation} ${object}`).toBe(oracle.check(subject, relation, object) === "true");
        }
      }),
      RUNS,
    );
  });
});

/** The proof with one thing in it changed: a word, a number, or a part that is gone or stands twice. */
function mutated(proof: Proof, place: number, choice: number): Proof | undefined {
  const copy: Proof = structuredClone(proof);
  const spots: (() => void)[] = [];
  const words = [
    "user:1",
    "user:2",
    "user:*",
    "doc:1",
    "doc:2",
    "folder:1",
    "doc:1#a",
    "a",
    "b",
    "c",
    "parent",
    "a or b",
  ];
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    if (Array.isArray(value)) {
      if (value.length > 0) spots.push(() => value.splice(choice % value.length, 1));
      if (value.length > 0) spots.push(() => value.push(structuredClone(value[choice % value.length])));
    }
    for (const [key, item] of Object.entries(value)) {
      const set = (next: unknown) => Object.assign(value, { [key]: next });
      if (typeof item === "string" && key !== "kind") spots.push(() => set(words[choice % words.length]));
      else if (typeof item === "number") spots.push(() => set(item + 1));
      else visit(item);
    }
  };
  visit(copy);
  spots[place % spots.length]?.();
  return JSON.stringify(copy) === JSON.stringify(proof) ? undefined : copy;
}

function partsOf<T>(items: readonly T[]): T[][] {
  return Array.from({ length: 2 ** items.length }, (_, mask) => items.filter((_, i) => (mask >> i) & 1));
}

function applied(tuples: readonly OracleTuple[], add: readonly OracleTuple[], remove: readonly OracleTuple[]) {
  const gone = new Set([...add, ...remove].map(factOf));
  return [...tuples.filter((tuple) => !gone.has(factOf(tuple))), ...add];
}

/** Every change of one tuple in the small world. */
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

/** Whether the subject is found by expanding, and expanding what comes of it; unless that goes round in a circle. */
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
  const inTree = (tree: Tree): boolean => {
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

/** The objects of a type that tuples name, and the subject's own, in order. */
function objectsOf({ tuples }: World, type: string, subject: string): string[] {
  const named = [...tuples.flatMap((t) => [t.object, t.subject]), subject.includes("#") ? subject : ""];
  const objects = named.map((name) => name.split("#")[0] ?? "").filter((name) => name.startsWith(`${type}:`));
  return [...new Set(objects)].sort();
}
