import { type Absence, EXPIRY_RANGE, type Proof, type Reason, type Refuted, type UsersetTree } from "@cf-auth/engine";
import * as z from "zod";
import { AppError } from "../shared/errors/app-error.ts";
import { timeInputSaying } from "../shared/inputs/formats.ts";
import { checked } from "../shared/inputs/input-check.ts";
import { MAX_CONTEXT_DEPTH } from "./limits.ts";

/** A bound above any valid name; the engine validates shorter names precisely. */
const name = z.string().max(2048);

export const subject = name.describe("A subject: type:id, type:id#relation, or type:* for everyone of the type.");
export const relation = name.describe("A relation that the model defines for the object's type.");
export const object = name.describe("An object: type:id.");

export const triple = { subject, relation, object };

export const fact = z
  .strictObject(triple)
  .meta({ id: "Fact", description: "A fact: the subject has the relation to the object." });

/**
 * Values of conditions' parameters. A `Date`, also in a list or a map, becomes RFC 3339 text, the form of a `timestamp`:
 * callers of the SDK usually have a `Date`.
 */
const jsonObject = checked(
  z.record(z.string(), z.unknown()),
  { maxDepth: MAX_CONTEXT_DEPTH },
  `Nest lists and objects at most ${MAX_CONTEXT_DEPTH} levels deep.`,
)
  .overwrite((values) => mapValues(values, (value) => mapValues(timeAsText(value), timeAsText)))
  .meta({ "x-times": "text" });

function timeAsText(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}

/** Maps the values of a list or a map, one level deep, as parameters are. Returns other values unchanged. */
function mapValues<T>(values: T, change: (value: unknown) => unknown): T {
  // The result has the same shape as the argument.
  if (Array.isArray(values)) return values.map(change) as T;
  if (typeof values !== "object" || values === null || Object.getPrototypeOf(values) !== Object.prototype)
    return values;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)])) as T;
}

const NO_TIME = `Use a time from ${EXPIRY_RANGE} with an offset (RFC 3339), or leave it out for a tuple that never expires.`;

export const tuple = z
  .strictObject({
    ...triple,
    condition: z
      .strictObject({
        name: z.string().max(256),
        context: jsonObject
          .optional()
          .describe("Values of the condition's parameters, stored with the tuple. At most 20 levels deep."),
      })
      .optional()
      .describe("Condition under which the tuple is effective."),
    expiresAt: timeInputSaying(NO_TIME)
      .optional()
      .describe(`Expiry time, rounded down to a whole second: ${EXPIRY_RANGE}. Defaults to no expiry.`),
  })
  .meta({ id: "Tuple", description: "A relationship tuple with an optional condition and expiry time." });

/** A reference to a tuple. Accepts a tuple that was read; only its fact matters. */
export const tupleReference = z
  .strictObject({
    ...triple,
    condition: tuple.shape.condition.describe("Ignored."),
    expiresAt: tuple.shape.expiresAt.describe("Ignored."),
  })
  .transform(({ subject, relation, object }) => ({ subject, relation, object }))
  .meta({
    id: "TupleReference",
    description: "A reference to a tuple by subject, relation and object. A tuple that was read can be used unchanged.",
  });

/** Evaluation context and contextual tuples of a query. */
export const contextualInput = {
  context: jsonObject
    .optional()
    .describe("Evaluation context: values of the conditions' parameters, at most 20 levels deep."),
  contextualTuples: z
    .array(tuple)
    .optional()
    .describe("Contextual tuples: apply to this request only and are validated like stored ones. At most 100."),
};

export const revision = z.string().describe("Revision of the graph at which the result holds.");

export const revisionInput = z.string().max(16).describe("A revision from an earlier result.");

/** Parses a revision. Throws `invalid_input`. */
export function readRevision(text: string): number {
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return Number(text);
  throw new AppError("invalid_input", { issues: [{ path: "revision", message: "This is not a revision." }] });
}

export const missing = z
  .array(z.string())
  .describe(
    "If the result is conditional: parameters without a value of the undecided conditions. A value for one of them may not change the result.",
  );

export const allowed = z
  .union([z.boolean(), z.literal("conditional")])
  .describe("Whether the subject has the relation; conditional if that depends on missing context.");

/** Items of a list that depend on missing context. */
export const conditional = (item: z.ZodString) =>
  z
    .array(item)
    .describe("Items of this page that depend on missing context. A page has at most limit items of both kinds.");

const proofTuple = z
  .strictObject({
    ...triple,
    condition: z.string().optional().describe("Condition under which the tuple is effective."),
    context: z.string().optional().describe("Canonical JSON of the tuple's context for its condition."),
    expiresAt: z.int().optional().describe("Expiry time in seconds since 1970."),
  })
  .meta({ id: "ProofTuple", description: "A stored tuple with its condition and expiry time." });

export const reason: z.ZodType<Reason, Reason> = z
  .lazy(() =>
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("self") }).describe("The subject is a userset; this is its own relation."),
      z
        .strictObject({ kind: z.literal("tuple"), tuple: proofTuple })
        .describe("A stored tuple has the subject, or everyone."),
      z
        .strictObject({ kind: z.literal("userset"), tuple: proofTuple, member: proof })
        .describe("A stored tuple has a userset, and the subject is in it."),
      z
        .strictObject({ kind: z.literal("computed"), of: proof })
        .describe("It follows from another relation of the object."),
      z
        .strictObject({ kind: z.literal("from"), tuple: proofTuple, parent: proof })
        .describe("It follows from a relation of another object, to which a stored tuple leads."),
      z
        .strictObject({ kind: z.literal("or"), operand: z.int(), reason })
        .describe("One operand of a union holds; operands count from 0."),
      z
        .strictObject({ kind: z.literal("and"), all: z.array(reason) })
        .describe("Every operand of an intersection holds."),
      z
        .strictObject({
          kind: z.literal("butNot"),
          base: reason,
          absent: absence,
        })
        .describe("The base of an exclusion holds, and the subtracted part doesn't."),
    ]),
  )
  .meta({ id: "Reason", description: "One step of a proof." });

const excluded = z
  .array(reason)
  .optional()
  .describe("For each `but not` whose base holds: the reason why its subtracted part holds.");

const refuted: z.ZodType<Refuted, Refuted> = z
  .lazy(() => z.strictObject({ relation: z.string(), object: z.string(), excluded }))
  .meta({ id: "Refuted", description: "A relation of an object that the subject doesn't have." });

const absence: z.ZodType<Absence, Absence> = z
  .lazy(() =>
    z.strictObject({
      expression: z.string().describe("The expression in the modeling language."),
      refuted: z
        .array(refuted)
        .describe("Relations that could only follow from one another, and so follow from nothing."),
      excluded,
    }),
  )
  .meta({ id: "Absence", description: "Reason why an expression doesn't hold." });

export const proof: z.ZodType<Proof, Proof> = z
  .lazy(() => z.strictObject({ ...triple, reason }))
  .meta({ id: "Proof", description: "Proof that a subject has a relation to an object: tuples and rules." });

const ineffectiveTuple = z
  .discriminatedUnion("reason", [
    z.object({ reason: z.literal("expired"), tuple: proofTuple }).describe("The tuple has expired."),
    z
      .object({
        reason: z.literal("condition_not_met"),
        tuple: proofTuple,
        context: z
          .record(z.string(), z.unknown())
          .optional()
          .describe("Context of the evaluation; absent if it is longer than 2,000 characters of JSON."),
      })
      .describe("The tuple's condition is false."),
    z
      .object({
        reason: z.literal("context_missing"),
        tuple: proofTuple,
        missing: z.array(z.string()).describe("Parameters of the condition without a value."),
      })
      .describe("The tuple's condition can't be decided."),
    z
      .object({ reason: z.literal("condition_failed"), tuple: proofTuple, problem: z.string() })
      .describe("The tuple's condition failed with the values of its context."),
  ])
  .meta({
    id: "IneffectiveTuple",
    description: "A tuple that would lead to the subject but is ineffective, and the reason.",
  });

export const denial = z
  .object({
    objectFound: z.boolean().describe("Whether any tuple has the object."),
    subjectFound: z.boolean().describe("Whether any tuple has the subject itself."),
    ineffective: z
      .array(ineffectiveTuple)
      .describe(
        "Ineffective tuples on the path from the object to the subject, nearest to the object first. At most 20.",
      ),
    excludedBy: z.array(proofTuple).describe("Tuples by which `but not` excludes the subject. At most 20."),
    complete: z
      .boolean()
      .describe(
        "Whether all reasons are listed. False if there are more, or if more than 2,000 relations of objects had to be examined.",
      ),
  })
  .meta({ id: "Denial", description: "Reasons why a subject doesn't have a relation." });

export const remedy = z
  .object({ add: z.array(fact), remove: z.array(fact) })
  .meta({ id: "Remedy", description: "A remedy: tuples to add and to remove, which together would allow the check." });

const tupleTree = z
  .object({ kind: z.literal("tuples"), tuples: z.array(proofTuple) })
  .describe("Stored tuples of the relation itself.");
const userset = z.object({ object: z.string(), relation: z.string() });

export const tree: z.ZodType<UsersetTree> = z.lazy(() =>
  z
    .discriminatedUnion("kind", [
      tupleTree,
      z
        .object({ kind: z.literal("userset"), object: z.string(), relation: z.string() })
        .describe("Everyone who has another relation to an object."),
      z
        .object({
          kind: z.literal("from"),
          tupleset: z.string().describe("The relation of the tuples."),
          tuples: z.array(proofTuple),
          usersets: z.array(userset),
        })
        .describe("Everyone who has a relation to one of the objects that stored tuples lead to."),
      z.object({ kind: z.literal("or"), of: z.array(tree) }).describe("Union: everyone in any of these."),
      z.object({ kind: z.literal("and"), of: z.array(tree) }).describe("Intersection: everyone in all of these."),
      z
        .object({ kind: z.literal("butNot"), base: tree, subtract: tree })
        .describe("Exclusion: everyone in base but not in subtract."),
    ])
    .meta({ id: "Tree", description: "Subjects of a relation to an object, one step deep." }),
);
