import type { Absence, Proof, Reason, Refuted } from "@cf-auth/engine";
import * as z from "zod";

/** Longer than any valid name; the engine says precisely what is wrong with shorter ones. */
const name = z.string().max(2048);

export const subject = name.describe("type:id, type:id#relation, or type:* for everyone of the type.");
export const relation = name.describe("A relation of the object's type, as the model names it.");
export const object = name.describe("type:id.");

export const triple = { subject, relation, object };

export const tuple = z
  .strictObject(triple)
  .meta({ id: "Tuple", description: "One fact: the subject has the relation to the object." });

export const revision = z.string().describe("The graph's revision that the answer was true at.");

export const allowed = z
  .union([z.boolean(), z.literal("conditional")])
  .describe("Whether the subject has the relation; conditional where that depends on context not given.");

/** What a list finds that depends on context not given. */
export const conditional = (item: z.ZodString) =>
  z.array(item).describe("Those of this page that depend on context not given; a page holds both kinds.");

const proofTuple = z
  .object({
    ...triple,
    condition: z.string().optional().describe("The condition under which it counts."),
    context: z.string().optional().describe("Canonical JSON of what it brings for its condition."),
    expiresAt: z.int().optional().describe("Seconds since 1970 from which on it no longer counts."),
  })
  .meta({ id: "ProofTuple", description: "A stored tuple, with the terms on which it counts." });

export const reason: z.ZodType<Reason> = z
  .lazy(() =>
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("self") }).describe("The subject is a userset; this is its own relation."),
      z
        .object({ kind: z.literal("tuple"), tuple: proofTuple })
        .describe("A stored tuple names the subject, or everyone."),
      z
        .object({ kind: z.literal("userset"), tuple: proofTuple, member: proof })
        .describe("A stored tuple names a userset, and the subject is in it."),
      z.object({ kind: z.literal("computed"), of: proof }).describe("It follows from another relation of the object."),
      z
        .object({ kind: z.literal("from"), tuple: proofTuple, parent: proof })
        .describe("It follows from a relation of another object, to which a stored tuple leads."),
      z
        .object({ kind: z.literal("or"), operand: z.int(), holds: reason })
        .describe("One operand of a union holds; they are counted from 0."),
      z.object({ kind: z.literal("and"), all: z.array(reason) }).describe("Every operand of an intersection holds."),
      z
        .object({
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

const refuted: z.ZodType<Refuted> = z
  .lazy(() => z.object({ relation: z.string(), object: z.string(), excluded }))
  .meta({ id: "Refuted", description: "A relation of an object that the subject does not have." });

const absence: z.ZodType<Absence> = z
  .lazy(() =>
    z.object({
      expression: z.string().describe("What does not hold, in the modelling language."),
      refuted: z.array(refuted).describe("Each could only follow from others of these, and so follows from nothing."),
      excluded,
    }),
  )
  .meta({ id: "Absence", description: "Why something does not hold." });

export const proof: z.ZodType<Proof> = z
  .lazy(() => z.object({ ...triple, because: reason }))
  .meta({ id: "Proof", description: "Why a subject has a relation to an object: tuples and rules." });
