import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import {
  compileModel,
  Engine,
  Graph,
  type ModelDefinition,
  type RewriteDefinition,
  type Tuple,
  type TypeDefinition,
} from "@cf-auth/engine";
import { parseModel } from "@cf-auth/model-language";
import * as fc from "fast-check";
import { expect, inject, it } from "vitest";
import * as arbitrary from "../../../engine/test/arbitrary.ts";
import { engineTuple, factOf } from "../../../engine/test/arbitrary.ts";
import { oracleOf } from "../../../engine/test/certain-oracle.ts";
import type { OracleTuple } from "../../../engine/test/oracle.ts";
import { createGraph } from "../../test/graphs.ts";

const RUNS = inject("long") ? 30 : 12;

/**
 * Leaves out expiries, which depend on the real time, and context without a parameter, which is refused before it is
 * stored.
 */
const tuple = arbitrary.tuple.map(({ expiresAt: _, context, ...rest }): OracleTuple => {
  const parameter = arbitrary.CONDITIONS[rest.condition ?? ""];
  const isUsed = context !== undefined && parameter !== undefined && parameter in JSON.parse(context);
  return isUsed ? { ...rest, context } : rest;
});
const edit = fc.record({ tuple, remove: fc.boolean() });
const world = fc.record({
  // Most are refused, because no tuple can lead to one of their relations.
  model: arbitrary.model.filter(isValid),
  script: fc.array(fc.array(edit, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
  context: arbitrary.context,
  queries: fc.array(arbitrary.query, { minLength: 4, maxLength: 8 }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** A tuple in the API's text form. */
function tupleInput({ subject, relation, object, condition, context }: OracleTuple) {
  if (condition === undefined) return { subject, relation, object };
  const stored = context === undefined ? {} : { context: JSON.parse(context) };
  return { subject, relation, object, condition: { name: condition, ...stored } };
}

function truths({ model, context, queries }: World, tuples: readonly OracleTuple[]): string[] {
  const oracle = oracleOf({ model, tuples, context });
  return queries.map(({ subject, relation, object }) => oracle.check(subject, relation, object));
}

it("matches the oracle at every revision, in single checks, in batches and on a copy", async () => {
  await fc.assert(
    fc.asyncProperty(world, fc.nat(), async (sample, evictAt) => {
      const source = written(sample.model);
      const { authz, id } = await createGraph("model\n  schema 1.1\ntype user\n");
      const { revision } = await authz.model.put.mutate({ model: source });

      const states = new Map([[revision, [] as OracleTuple[]]]);
      const present = new Map<string, OracleTuple>();
      for (const [step, edits] of sample.script.entries()) {
        const { writes, deletes } = changes(sample.model, edits, present);
        if (writes.length + deletes.length === 0) continue;
        const after = await authz.write.mutate({ writes: writes.map(tupleInput), deletes });
        states.set(after.revision, [...present.values()]);
        if (step === evictAt % sample.script.length) await evictDurableObject(env.GRAPH_STATE.getByName(id));
      }

      const { context, queries } = sample;
      const last = [...present.values()];
      for (const [at, tuples] of states) {
        const { results } = await authz.batchCheck.query({ checks: queries, context, consistency: { at } });
        expect(results.map(truthOrCode), `at ${at} of ${source}`).toEqual(truths(sample, tuples));
      }
      for (const consistency of ["exact", "fast"] as const) {
        const single = await Promise.all(queries.map((query) => authz.check.query({ ...query, context, consistency })));
        expect(single.map(truthOrCode), source).toEqual(truths(sample, last));
      }
    }),
    { numRuns: RUNS },
  );
});

/** Effective edits: allowed by the model, and with a change. */
function changes(model: ModelDefinition, edits: World["script"][0], present: Map<string, OracleTuple>) {
  const engine = new Engine(compileModel(model, arbitrary.compileCondition), Graph.from([] as Tuple[]));
  const last = new Map(edits.map((one) => [factOf(one.tuple), one]));
  const writes: OracleTuple[] = [];
  const deletes: { subject: string; relation: string; object: string }[] = [];
  for (const [fact, { tuple: changed, remove }] of last) {
    if (remove) {
      const { subject, relation, object } = changed;
      if (present.delete(fact)) deletes.push({ subject, relation, object });
    } else if (engine.allows(engineTuple(changed))) {
      present.set(fact, changed);
      writes.push(changed);
    }
  }
  return { writes, deletes };
}

function isValid(model: ModelDefinition): boolean {
  try {
    return parseModel(written(model)).definition.type_definitions.length > 0;
  } catch {
    return false;
  }
}

/** A model in the modelling language. */
function written({ type_definitions, conditions = {} }: ModelDefinition): string {
  const types = type_definitions.map((type) => {
    const relations = Object.entries(type.relations ?? {}).map(([name, rewrite]) => {
      return `    define ${name}: ${expression(type, name, rewrite).replace(/^\((.*)\)$/, "$1")}\n`;
    });
    return `type ${type.type}\n${relations.length > 0 ? `  relations\n${relations.join("")}` : ""}`;
  });
  const definitions = Object.values(conditions).map(({ name, expression: body, parameters = {} }) => {
    const types = Object.keys(parameters).map((parameter) => `${parameter}: bool`);
    return `condition ${name}(${types.join(", ")}) {\n  ${body}\n}\n`;
  });
  return `model\n  schema 1.1\n${types.join("")}${definitions.join("")}`;
}

function expression(type: TypeDefinition, relation: string, rewrite: RewriteDefinition): string {
  const part = (child: RewriteDefinition) => expression(type, relation, child);
  const { computedUserset, tupleToUserset, union, intersection, difference } = rewrite;
  if (computedUserset) return computedUserset.relation;
  if (tupleToUserset) return `${tupleToUserset.computedUserset.relation} from ${tupleToUserset.tupleset.relation}`;
  if (union) return `(${union.child.map(part).join(" or ")})`;
  if (intersection) return `(${intersection.child.map(part).join(" and ")})`;
  if (difference) return `(${part(difference.base)} but not ${part(difference.subtract)})`;
  const direct = type.metadata?.relations?.[relation]?.directly_related_user_types ?? [];
  const kinds = direct.map(({ type: of, relation: has, wildcard, condition }) => {
    return `${of}${has ? `#${has}` : wildcard ? ":*" : ""}${condition ? ` with ${condition}` : ""}`;
  });
  return `[${kinds.join(", ")}]`;
}

function truthOrCode(result: object): unknown {
  return "allowed" in result ? `${result.allowed}` : result;
}
