import { parseObject, parseSubject, type TupleFilter } from "@cf-auth/engine";
import * as z from "zod";
import { AppError } from "../shared/errors/app-error.ts";
import { object, relation, subject } from "./schemas.ts";

const input = z.strictObject({
  object: object.optional(),
  objectType: z.string().max(254).optional().describe("Matches all objects of this type. Use it instead of object."),
  relation: relation.optional(),
  subject: subject.optional(),
  subjectType: z.string().max(254).optional().describe("Matches all subjects of this type. Use it instead of subject."),
});

/** Parses the filter. Throws `malformed_*`, and `invalid_input` if a type contradicts the object or subject. */
function parse(filter: z.infer<typeof input>): TupleFilter {
  const objectRef = filter.object === undefined ? undefined : parseObject(filter.object);
  const subjectRef = filter.subject === undefined ? undefined : parseSubject(filter.subject);
  const objectType = agreed("objectType", objectRef?.type, filter.objectType);
  const subjectType = agreed("subjectType", subjectRef?.type, filter.subjectType);
  return {
    ...(objectType !== undefined && { objectType }),
    ...(objectRef && { objectId: objectRef.id }),
    ...(filter.relation !== undefined && { relation: filter.relation }),
    ...(subjectType !== undefined && { subjectType }),
    ...(subjectRef && { subjectId: subjectRef.id, subjectRelation: subjectRef.relation }),
  };
}

function agreed(path: string, named: string | undefined, type: string | undefined): string | undefined {
  if (named !== undefined && type !== undefined && named !== type) {
    throw new AppError("invalid_input", { issues: [{ path, message: `It must be ${named} or be left out.` }] });
  }
  return named ?? type;
}

/** Position of the last tuple of a page, for its cursor. */
const position = z.object({
  subjectType: z.string(),
  subjectId: z.string(),
  subjectRelation: z.string(),
  relation: z.string(),
  objectType: z.string(),
  objectId: z.string(),
});

export const tupleFilter = { input, parse, position };
