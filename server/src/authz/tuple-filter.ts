import { parseObject, parseSubject } from "@cf-auth/engine";
import * as z from "zod";
import { AppError } from "../errors/app-error.ts";
import type { TupleFilter } from "./graph-service.ts";
import { object, relation, subject } from "./schemas.ts";

const input = z.strictObject({
  object: object.optional(),
  objectType: z.string().max(254).optional().describe("All objects of this type, where no object is given."),
  relation: relation.optional(),
  subject: subject.optional(),
  subjectType: z.string().max(254).optional().describe("All subjects of this type, where no subject is given."),
});

/** The filter as it is stored. Throws `malformed_*`, and `invalid_input` when a type contradicts what it is beside. */
function parse(filter: z.infer<typeof input>): TupleFilter {
  const objectRef = filter.object === undefined ? undefined : parseObject(filter.object);
  const subjectRef = filter.subject === undefined ? undefined : parseSubject(filter.subject);
  return {
    objectType: agreed("objectType", objectRef?.type, filter.objectType),
    objectId: objectRef?.id,
    relation: filter.relation,
    subjectType: agreed("subjectType", subjectRef?.type, filter.subjectType),
    subjectId: subjectRef?.id,
    subjectRelation: subjectRef?.relation,
  };
}

function agreed(path: string, named: string | undefined, type: string | undefined): string | undefined {
  if (named !== undefined && type !== undefined && named !== type) {
    throw new AppError("invalid_input", { issues: [{ path, message: `It contradicts ${named}.` }] });
  }
  return named ?? type;
}

export const tupleFilter = { input, parse };
