import { type Absence, EXPIRY_RANGE, type Proof, type Reason, type Refuted, type UsersetTree } from "@cf-auth/engine";
import * as z from "zod";
import { AppError } from "../errors/app-error.ts";
import { checked } from "../inputs/input-check.ts";
import { timeInputSaying } from "../inputs/time-input.ts";
import { MAX_CONTEXT_DEPTH } from "./limits.ts";

/** Longer than any valid name; the engine says precisely what is wrong with shorter ones. */
const name = z.string().max(2048);

export const subject = name.describe("type:id, type:id#relation, or type:* for everyone of the type.");
export const relation = name.describe("A relation of the object's type, as the model names it.");
export const object = name.describe("type:id.");

export const triple = { subject, relation, object };

export const fact = z
  .strictObject(triple)
  .meta({ id: "Fact", description: "The subject has the relation to the object." });

/**
 * Values of conditions' parameters. A `Date`, in a list or a map too, is taken as RFC 3339 text, which a `timestamp` is: the SDK
 * can send one, and whoever has a time mostly has it so.
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

/** The values of a list or a map changed; anything else as it is. Not deeper: no parameter is. */
function mapValues<T>(values: T, change: (value: unknown) => unknown): T {
  // A list stays a list, and a map a map.
  if (Array.isArray(values)) return values.map(change) as T;
  if (typeof values !== "object" || values === null || Object.getPrototypeOf(values) !== Object.prototype)
    return values;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)])) as T;
}

const NO_TIME = `Give a time from ${EXPIRY_RANGE} with its offset (RFC 3339), or leave it out for a tuple that never expires.`;

export const tuple = z
  .strictObject({
    ...triple,
    condition: z
      .strictObject({
        name: z.string().max(256),
        context: jsonObject
          .optional()
          .describe("Values of the condition's parameters that the tuple brings; at most 20 levels deep."),
      })
      .optional()
      .describe("The condition under which it counts."),
    expiresAt: timeInputSaying(NO_TIME)
      .optional()
      .describe(
        `When it stops counting, rounded down to a whole second: ${EXPIRY_RANGE}. Leave it out for a tuple that never ` +
          "expires.",
      ),
  })
  .meta({ id: "Tuple", description: "One fact, and when it counts." });

/** A tuple as it was read, where only which fact it states matters. */
export const tupleReference = z
  .strictObject({
    ...triple,
    condition: tuple.shape.condition.describe("Ignored."),
    expiresAt: tuple.shape.expiresAt.describe("Ignored."),
  })
  .transform(({ subject, relation, object }) => ({ subject, relation, object }))
  .meta({
    id: "TupleReference",
    description: "Which tuple is meant: its subject, relation and object. A tuple that was read can be used as it is.",
  });

/** What a question may bring. */
export const given = {
  context: jsonObject
    .optional()
    .describe("What is known about the request, by the parameters of conditions; at most 20 levels deep."),
  contextualTuples: z
    .array(tuple)
    .optional()
    .describe("Tuples that count for this question only, 100 at most; validated like stored ones."),
};

export const revision = z.string().describe("The graph's revision that the answer was true at.");

export const revisionInput = z.string().max(16).describe("A revision that an answer has carried.");

/** Throws `invalid_input` unless it can be a revision. */
export function readRevision(text: string): number {
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return Number(text);
  throw new AppError("invalid_input", { issues: [{ path: "revision", message: "This is no revision." }] });
}

export const missing = z
  .array(z.string())
  .describe(
    "Where the answer is conditional: the parameters without a value, of the conditions that stayed open. A value for one of " +
      "them may not change the answer.",
  );

export const allowed = z
  .union([z.boolean(), z.literal("conditional")])
  .describe("Whether the subject has the relation; conditional where that depends on context not given.");

/** What a list finds that depends on context not given. */
export const conditional = (item: z.ZodString) =>
  z.array(item).describe("Those of this page that depend on context not given; a page holds both kinds.");

const proofTuple = z
  .strictObject({
    ...triple,
    condition: z.string().optional().describe("The condition under which it counts."),
    context: z.string().optional().describe("Canonical JSON of what it brings for its condition."),
    expiresAt: z.int().optional().describe("Seconds since 1970 from which on it no longer counts."),
  })
  .meta({ id: "ProofTuple", description: "A stored tuple, with the terms on which it counts." });

export const reason: z.ZodType<Reason, Reason> = z
  .lazy(() =>
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("self") }).describe("The subject is a userset; this is its own relation."),
      z
        .strictObject({ kind: z.literal("tuple"), tuple: proofTuple })
        .describe("A stored tuple names the subject, or everyone."),
      z
        .strictObject({ kind: z.literal("userset"), tuple: proofTuple, member: proof })
        .describe("A stored tuple names a userset, and the subject is in it."),
      z
        .strictObject({ kind: z.literal("computed"), of: proof })
        .describe("It follows from another relation of the object."),
      z
        .strictObject({ kind: z.literal("from"), tuple: proofTuple, parent: proof })
        .describe("It follows from a relation of another object, to which a stored tuple leads."),
      z
        .strictObject({ kind: z.literal("or"), operand: z.int(), holds: reason })
        .describe("One operand of a union holds; they are counted from 0."),
      z
        .strictObject({ kind: z.literal("and"), all: z.array(reason) })
        .describe("Every operand of an intersection holds."),
      z
        .strictObject({
          kind: z.literal("butNot"),
          base: reason,
          absent: absence,
        })
        .describe("The base of an exclusion holds, and what is subtracted does not."),
    ]),
  )
  .meta({ id: "Reason", description: "One step of a proof." });

const excluded = z
  .array(reason)
  .optional()
  .describe("For each `but not` whose base holds: why its subtracted part holds.");

const refuted: z.ZodType<Refuted, Refuted> = z
  .lazy(() => z.strictObject({ relation: z.string(), object: z.string(), excluded }))
  .meta({ id: "Refuted", description: "A relation of an object that the subject does not have." });

const absence: z.ZodType<Absence, Absence> = z
  .lazy(() =>
    z.strictObject({
      expression: z.string().describe("What does not hold, in the modelling language."),
      refuted: z.array(refuted).describe("Each could only follow from others of these, and so follows from nothing."),
      excluded,
    }),
  )
  .meta({ id: "Absence", description: "Why something does not hold." });

export const proof: z.ZodType<Proof, Proof> = z
  .lazy(() => z.strictObject({ ...triple, because: reason }))
  .meta({ id: "Proof", description: "Why a subject has a relation to an object: tuples and rules." });

const ineffectiveTuple = z
  .discriminatedUnion("reason", [
    z.object({ reason: z.literal("expired"), tuple: proofTuple }).describe("Its expiresAt has passed."),
    z
      .object({
        reason: z.literal("condition_not_met"),
        tuple: proofTuple,
        context: z
          .record(z.string(), z.unknown())
          .optional()
          .describe(
            "The values that the condition went by; absent where they are longer than 2,000 characters of JSON.",
          ),
      })
      .describe("Its condition is false."),
    z
      .object({
        reason: z.literal("context_missing"),
        tuple: proofTuple,
        missing: z.array(z.string()).describe("Parameters of its condition that have no value."),
      })
      .describe("Its condition can't be decided."),
    z
      .object({ reason: z.literal("condition_failed"), tuple: proofTuple, problem: z.string() })
      .describe("Its condition can't use the values that it is given."),
  ])
  .meta({ id: "IneffectiveTuple", description: "A tuple that would lead to the subject, and why it does not count." });

export const denial = z
  .object({
    objectFound: z.boolean().describe("Whether any tuple is about the object."),
    subjectFound: z.boolean().describe("Whether any tuple names the subject itself."),
    ineffective: z
      .array(ineffectiveTuple)
      .describe(
        "Tuples on the way from the object to the subject that do not count, nearest to the object first; 20 at most.",
      ),
    excluding: z
      .array(proofTuple)
      .describe("Tuples by which `but not` takes away what the subject would have; 20 at most."),
    complete: z
      .boolean()
      .describe(
        "False where more was found than is listed, or there is more than the 2,000 relations of objects looked at.",
      ),
  })
  .meta({ id: "Denial", description: "What stands between a subject and a relation that it does not have." });

export const remedy = z
  .object({ add: z.array(fact), remove: z.array(fact) })
  .meta({ id: "Remedy", description: "Tuples to add and to remove, which together would turn a no into a yes." });

const tupleTree = z
  .object({ kind: z.literal("tuples"), tuples: z.array(proofTuple) })
  .describe("Stored tuples of the relation itself.");
const userset = z.object({ object: z.string(), relation: z.string() });

export const tree: z.ZodType<UsersetTree> = z
  .lazy(() =>
    z.discriminatedUnion("kind", [
      tupleTree,
      z
        .object({ kind: z.literal("userset"), object: z.string(), relation: z.string() })
        .describe("Everyone who has another relation to an object."),
      z
        .object({ kind: z.literal("from"), tuples: z.array(proofTuple), usersets: z.array(userset) })
        .describe("Everyone who has a relation to one of the objects that stored tuples lead to."),
      z.object({ kind: z.literal("or"), of: z.array(tree) }).describe("Everyone of any of these."),
      z.object({ kind: z.literal("and"), of: z.array(tree) }).describe("Everyone of all of these."),
      z
        .object({ kind: z.literal("butNot"), base: tree, subtract: tree })
        .describe("Everyone of one but not the other."),
    ]),
  )
  .meta({ id: "Tree", description: "Who has a relation to an object, one step deep." });
