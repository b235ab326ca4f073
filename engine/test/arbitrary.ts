import * as fc from "fast-check";
import { type CompileCondition, type ConditionContext, parseTuple, type Tuple } from "../src/index.ts";
import type {
  ModelDefinition,
  RestrictionDefinition,
  RewriteDefinition,
  TypeDefinition,
} from "../src/model/definition.ts";
import type { Counts, OracleTuple } from "./oracle.ts";

/**
 * Random models, graphs and queries over a small world: users, and two types of objects that have parents
 * and three relations each. Small, so that cycles, wildcards, conditions and subtractions meet each other often.
 */
const OBJECT_TYPES = ["folder", "doc"] as const;
const RELATIONS = ["a", "b", "c"] as const;
const IDS = ["1", "2", "3"] as const;
/** Each condition is met when its one parameter is true. */
export const CONDITIONS: Readonly<Record<string, string>> = { ifX: "x", ifY: "y" };
export const NOW = 1_800_000_000;

const objectType = fc.constantFrom(...OBJECT_TYPES);
const relation = fc.constantFrom(...RELATIONS);
const object = fc.tuple(objectType, fc.constantFrom(...IDS)).map(([type, id]) => `${type}:${id}`);
const userset = fc.tuple(object, relation).map(([node, name]) => `${node}#${name}`);
const user = fc.constantFrom("user:1", "user:2");
const storedSubject = fc.oneof(user, fc.constant("user:*"), userset);

const restriction: fc.Arbitrary<RestrictionDefinition> = fc
  .tuple(
    fc.oneof(
      fc.constant({ type: "user" }),
      fc.constant({ type: "user", wildcard: {} }),
      fc.tuple(objectType, relation).map(([type, name]) => ({ type, relation: name })),
    ),
    fc.constantFrom(undefined, undefined, undefined, ...Object.keys(CONDITIONS)),
  )
  .map(([kind, condition]) => (condition === undefined ? kind : { ...kind, condition }));

const leaf: fc.Arbitrary<RewriteDefinition> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ this: {} }) },
  { weight: 2, arbitrary: relation.map((name) => ({ computedUserset: { relation: name } })) },
  {
    weight: 2,
    arbitrary: relation.map((name) => ({
      tupleToUserset: { tupleset: { relation: "parent" }, computedUserset: { relation: name } },
    })),
  },
);

const { rewrite } = fc.letrec<{ rewrite: RewriteDefinition }>((tie) => ({
  rewrite: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf,
    fc.array(tie("rewrite"), { minLength: 2, maxLength: 3 }).map((child) => ({ union: { child } })),
    fc.array(tie("rewrite"), { minLength: 2, maxLength: 3 }).map((child) => ({ intersection: { child } })),
    fc.record({ base: tie("rewrite"), subtract: tie("rewrite") }).map((difference) => ({ difference })),
  ),
}));

/** Exclusions within exclusions, on either side and through every operator. */
const { excluding } = fc.letrec<{ excluding: RewriteDefinition }>((tie) => {
  const pair = fc.tuple(tie("excluding"), tie("excluding"));
  return {
    excluding: fc.oneof(
      { maxDepth: 3, depthSize: "medium" },
      { weight: 3, arbitrary: fc.constant({ this: {} }) },
      { weight: 1, arbitrary: leaf },
      { weight: 6, arbitrary: pair.map(([base, subtract]) => ({ difference: { base, subtract } })) },
      { weight: 1, arbitrary: pair.map((child) => ({ union: { child } })) },
      { weight: 1, arbitrary: pair.map((child) => ({ intersection: { child } })) },
    ),
  };
});

/** A union of leaves: decided without the evaluator. */
const plainRewrite: fc.Arbitrary<RewriteDefinition> = fc
  .array(leaf, { minLength: 1, maxLength: 3 })
  .map((child) => (child.length === 1 && child[0] ? child[0] : { union: { child } }));

interface RelationEntry {
  readonly rewrite: RewriteDefinition;
  readonly direct: RestrictionDefinition[];
}

const anyEntry = fc.record({
  rewrite: fc.oneof(rewrite, plainRewrite),
  direct: fc.uniqueArray(restriction, { minLength: 1, maxLength: 5, selector: key }),
});

/** Users, the wildcard, and perhaps a group, mostly minus the next relation, which may subtract as well. */
function excludingEntry(next: string | undefined): fc.Arbitrary<RelationEntry> {
  const subtract = { computedUserset: { relation: next ?? "a" } };
  const link = fc.constantFrom({ this: {} }, { difference: { base: { this: {} }, subtract } });
  return fc.record({
    rewrite: fc.oneof(
      {
        weight: 4,
        arbitrary: next === undefined ? link : fc.constant({ difference: { base: { this: {} }, subtract } }),
      },
      { weight: 2, arbitrary: excluding },
      { weight: 1, arbitrary: plainRewrite },
    ),
    direct: fc
      .uniqueArray(restriction, { maxLength: 2, selector: key })
      .map((more) => distinct([{ type: "user" }, { type: "user", wildcard: {} }, ...more])),
  });
}

function distinct(restrictions: readonly RestrictionDefinition[]): RestrictionDefinition[] {
  return [...new Map(restrictions.map((one) => [key(one), one])).values()];
}

type Entries = readonly [fc.Arbitrary<RelationEntry>, fc.Arbitrary<RelationEntry>, fc.Arbitrary<RelationEntry>];

/** The relations `a`, `b` and `c`. */
function typeDefinition(type: string, relations: Entries): fc.Arbitrary<TypeDefinition> {
  const parents = OBJECT_TYPES.flatMap((name) => [{ type: name }, { type: name, condition: "ifX" }]);
  return fc.tuple(...relations).map((entries) => ({
    type,
    relations: {
      parent: { this: {} },
      ...Object.fromEntries(entries.map((e, i) => [RELATIONS[i], e.rewrite])),
    },
    metadata: {
      relations: {
        parent: { directly_related_user_types: parents },
        ...Object.fromEntries(entries.map((e, i) => [RELATIONS[i], { directly_related_user_types: e.direct }])),
      },
    },
  }));
}

function key(r: RestrictionDefinition): string {
  return `${r.type}#${r.relation}${r.wildcard ? "*" : ""} ${r.condition}`;
}

const conditions = Object.fromEntries(
  Object.entries(CONDITIONS).map(([name, parameter]) => [
    name,
    { name, expression: parameter, parameters: { [parameter]: { type_name: "TYPE_NAME_BOOL" } } },
  ]),
);

function modelOf(relations: Entries): fc.Arbitrary<ModelDefinition> {
  return fc.tuple(...OBJECT_TYPES.map((type) => typeDefinition(type, relations))).map((types) => ({
    schema_version: "1.1",
    type_definitions: [{ type: "user" }, ...types],
    conditions,
  }));
}

export const model = modelOf([anyEntry, anyEntry, anyEntry]);
const excludingModel = modelOf([excludingEntry("b"), excludingEntry("c"), excludingEntry(undefined)]);

/** Compiles the conditions of these models. */
export const compileCondition: CompileCondition = ({ name, expression }) => ({
  name,
  parameters: [expression],
  evaluate: (stored, request) => {
    const value = { ...request, ...stored }[expression];
    return value === undefined ? { missing: [expression] } : { met: value === true };
  },
  validate: () => undefined,
  invalidValues: () => [],
});

/** Condition, context and expiry of a tuple: mostly none. */
const qualifiers = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.record({ expiresAt: fc.constantFrom(NOW - 1, NOW, NOW + 1) }) },
  {
    weight: 2,
    arbitrary: fc.record(
      {
        condition: fc.constantFrom(...Object.keys(CONDITIONS)),
        context: fc.constantFrom('{"x":true}', '{"x":false}', '{"y":true}'),
        expiresAt: fc.constantFrom(NOW - 1, NOW + 1),
      },
      { requiredKeys: ["condition"] },
    ),
  },
);

/** Not filtered by any model: tuples that the model doesn't allow must be ineffective. */
export const tuple: fc.Arbitrary<OracleTuple> = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ subject: storedSubject, relation, object }) },
      { weight: 1, arbitrary: fc.record({ subject: object, relation: fc.constant("parent"), object }) },
    ),
    qualifiers,
  )
  .map(([fact, on]) => ({ ...fact, ...on }));

/** Each fact once. */
export const tuples = fc.uniqueArray(tuple, { maxLength: 14, selector: factOf });

/** One object of each type, so that wildcards, exclusions and exemptions meet on the same one. */
const fewObjects = fc.constantFrom("doc:1", "doc:1", "folder:1");
const excludingTuple: fc.Arbitrary<OracleTuple> = fc
  .tuple(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          subject: fc.oneof(
            { weight: 3, arbitrary: fc.constant("user:*") },
            { weight: 3, arbitrary: fc.constantFrom("user:1", "user:2", "user:3") },
            { weight: 1, arbitrary: fc.tuple(fewObjects, relation).map(([node, name]) => `${node}#${name}`) },
          ),
          relation,
          object: fewObjects,
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ subject: fewObjects, relation: fc.constant("parent"), object: fewObjects }),
      },
    ),
    fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: qualifiers }),
  )
  .map(([fact, on]) => ({ ...fact, ...on }));

export function factOf({ subject, relation: name, object: of }: OracleTuple): string {
  return `${subject} ${name} ${of}`;
}

export const context: fc.Arbitrary<ConditionContext> = fc.record(
  { x: fc.boolean(), y: fc.boolean() },
  { requiredKeys: [] },
);

/** Whether a tuple counts at `NOW` with this context. */
export function countsWith(known: ConditionContext): (tuple: OracleTuple) => Counts {
  return ({ condition, context: stored, expiresAt }) => {
    if (expiresAt !== undefined && expiresAt <= NOW) return "no";
    if (condition === undefined) return "yes";
    const value = { ...known, ...JSON.parse(stored ?? "{}") }[CONDITIONS[condition] ?? ""];
    return value === undefined ? "maybe" : value === true ? "yes" : "no";
  };
}

/** Converts to the engine's form. */
export function engineTuple(stored: OracleTuple): Tuple {
  const { subject, relation: name, object: of, ...on } = stored;
  return { ...parseTuple({ subject, relation: name, object: of }), ...on };
}

const sometimesUnseen = fc.oneof({ weight: 9, arbitrary: object }, { weight: 1, arbitrary: fc.constant("doc:unseen") });

export const query = fc.record({
  subject: fc.oneof(
    { weight: 4, arbitrary: user },
    { weight: 1, arbitrary: fc.constantFrom("user:*", "user:unseen", "doc:unseen#a") },
    { weight: 2, arbitrary: userset },
    { weight: 1, arbitrary: object },
  ),
  relation,
  object: sometimesUnseen,
});

export interface World {
  readonly model: ModelDefinition;
  readonly tuples: readonly OracleTuple[];
  /** Context: values of `x` and `y`. */
  readonly context: ConditionContext;
  readonly queries: readonly { readonly subject: string; readonly relation: string; readonly object: string }[];
}

/** Worlds with many wildcards, exclusions and exemptions. */
export const exclusions: fc.Arbitrary<World> = fc.record({
  model: excludingModel,
  tuples: fc.uniqueArray(excludingTuple, { minLength: 8, maxLength: 14, selector: factOf }),
  context,
  queries: fc.array(fc.record({ subject: query.map((one) => one.subject), relation, object: fewObjects }), {
    minLength: 4,
    maxLength: 8,
  }),
});

const anything: fc.Arbitrary<World> = fc.record({
  model,
  tuples,
  context,
  queries: fc.array(query, { minLength: 4, maxLength: 8 }),
});

export const world = fc.oneof({ weight: 3, arbitrary: anything }, { weight: 2, arbitrary: exclusions });
