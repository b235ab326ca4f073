import * as fc from "fast-check";
import { expect, it } from "vitest";
import * as arbitrary from "../../test/arbitrary.ts";
import { compileModel } from "../model/compile.ts";
import type { ModelDefinition, RewriteDefinition } from "../model/definition.ts";
import type { Relation, Rewrite, Schema } from "../model/schema.ts";
import { isPure } from "./purity.ts";
import { kindOf, reachability, type SubjectKinds } from "./reach.ts";

const kindsOf = (schema: Schema): SubjectKinds => ({ types: schema.types.size, relations: schema.relations.length });

/** The definition itself: the smallest sets that agree with every rewrite. */
function slowReachability(schema: Schema): Set<number>[] {
  const kinds = kindsOf(schema);
  const sets = schema.relations.map(({ id }) => new Set([2 * kinds.types + id]));
  const of = (owner: Relation, rewrite: Rewrite): Set<number> => {
    const parts = (rewrites: readonly Rewrite[]) => rewrites.map((part) => of(owner, part));
    if (rewrite.op === "computed") return sets[rewrite.relation.id];
    if (rewrite.op === "from") return union(rewrite.targets.map(({ id }) => sets[id]));
    if (rewrite.op === "or") return union(parts(rewrite.of));
    if (rewrite.op === "and") return shared(parts(rewrite.of));
    if (rewrite.op === "butNot") return of(owner, rewrite.base);
    return union(
      owner.direct.map((one) => {
        const single = one.wildcard ? [one.type.id] : [];
        return new Set([kindOf(kinds, one), ...single, ...(one.userset ? sets[one.userset.id] : [])]);
      }),
    );
  };
  for (let before = -1, size = 0; before !== size; ) {
    before = size;
    for (const relation of schema.relations)
      for (const kind of of(relation, relation.rewrite)) sets[relation.id].add(kind);
    size = sets.reduce((sum, set) => sum + set.size, 0);
  }
  return sets;
}

function union(sets: readonly Set<number>[]): Set<number> {
  return new Set(sets.flatMap((set) => [...set]));
}

function shared([first = new Set(), ...others]: readonly Set<number>[]): Set<number> {
  return new Set([...first].filter((kind) => others.every((set) => set.has(kind))));
}

const rowsOf = (rows: readonly Uint8Array[]) => rows.map((row) => [...row.keys()].filter((kind) => row[kind] === 1));

it("reachability is exactly the kinds of subject that can have a relation", () => {
  fc.assert(
    fc.property(arbitrary.model, (model) => {
      const schema = compileModel(model, arbitrary.compileCondition);
      const expected = slowReachability(schema).map((set) => [...set].sort((a, b) => a - b));
      expect(rowsOf(reachability(schema, kindsOf(schema)))).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});

const computed = (relation: string): RewriteDefinition => ({ computedUserset: { relation } });

/** A type with relations by name; `this` is an assignment of users. */
function modelOf(relations: Record<string, RewriteDefinition>): ModelDefinition {
  const metadata = Object.fromEntries(
    Object.keys(relations).map((name) => [name, { directly_related_user_types: [{ type: "user" }] }]),
  );
  return {
    schema_version: "1.1",
    type_definitions: [{ type: "user" }, { type: "doc", relations, metadata: { relations: metadata } }],
  };
}

it("reachability includes too many kinds rather than too few for relations in an endless cycle", () => {
  const count = 60;
  const ladder = Array.from({ length: count }, (_, i): [string, RewriteDefinition] => {
    const steps = [i - 1, i + 1].filter((j) => j >= 0 && j < count).map((j) => computed(`r${j}`));
    const either = { intersection: { child: [{ union: { child: steps } }, computed("all")] } };
    return [`r${i}`, i === 0 ? { union: { child: [{ this: {} }, either] } } : either];
  });
  const all: [string, RewriteDefinition] = ["all", { union: { child: ladder.map(([name]) => computed(name)) } }];
  const schema = compileModel(modelOf(Object.fromEntries([...ladder, all])));
  const rows = rowsOf(reachability(schema, kindsOf(schema)));
  for (const [id, kinds] of slowReachability(schema).entries()) {
    expect(rows[id]).toEqual(expect.arrayContaining([...kinds]));
  }
});

it("a relation is impure if and only if one of its dependencies is", () => {
  const chain = Array.from({ length: 2_000 }, (_, i): [string, RewriteDefinition] => [`r${i}`, computed(`r${i + 1}`)]);
  const end = { difference: { base: computed("plain"), subtract: computed("plain") } };
  const schema = compileModel(modelOf({ plain: { this: {} }, ...Object.fromEntries(chain), r2000: end }));
  expect(isPure(schema).filter(Boolean)).toHaveLength(1);
  const pure = compileModel(modelOf({ ...Object.fromEntries(chain), r2000: { this: {} } }));
  expect(isPure(pure).every(Boolean)).toBe(true);
});
