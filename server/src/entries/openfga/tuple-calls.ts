import * as z from "zod";
import { AppError } from "../../shared/errors/app-error.ts";
import { cursorOf, invalidToken, readPageSize, tokenOf } from "./continuation-token.ts";
import type { OpenFgaCall } from "./openfga-call.ts";
import { type CodesOfCall, OpenFgaError } from "./openfga-error.ts";
import { consistency, deletedKey, type Fact, optionalText, tupleKey, tupleKeyOf } from "./request-fields.ts";

/** Maximum number of tuples in one write, as OpenFGA's server has it. */
const MAX_TUPLES = 100;
/** The time of tuples, which the graph doesn't keep. `changes` has it. */
const NO_TIME = "1970-01-01T00:00:00Z";

const readRequest = z.object({
  tuple_key: z.object({ user: optionalText, relation: optionalText, object: optionalText }).nullish(),
  page_size: z.int().nullish(),
  continuation_token: optionalText,
  consistency,
});

export async function readTuples(call: OpenFgaCall): Promise<Response> {
  const { items, nextCursor } = await call
    .run("authz.read", () => {
      const body = call.body(readRequest);
      return {
        ...(body.tuple_key && filterOf(body.tuple_key)),
        limit: readPageSize(body.page_size),
        cursor: cursorOf(body.continuation_token),
        consistency: body.consistency,
      };
    })
    .catch(asTokenError);
  const tuples = items.map((tuple) => ({ key: tupleKeyOf(tuple), timestamp: NO_TIME }));
  return Response.json({ tuples, continuation_token: tokenOf(nextCursor) });
}

/** A refused cursor is a refused token. */
export function asTokenError(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof AppError ? error.cause : error;
  if (cause instanceof AppError && cause.code === "invalid_input" && isAboutCursor(cause)) throw invalidToken();
  throw error;
}

function isAboutCursor({ details }: AppError): boolean {
  return Array.isArray(details.issues) && details.issues.every(({ path }) => path === "cursor");
}

/** A filter has an object or the type of one; with a type alone, it has a user too. An empty one reads everything. */
function filterOf({ user, relation, object }: NonNullable<z.output<typeof readRequest>["tuple_key"]>) {
  if (!user && !relation && !object) return {};
  const colon = object?.indexOf(":") ?? -1;
  const [type, id] = object && colon > 0 ? [object.slice(0, colon), object.slice(colon + 1)] : ["", ""];
  if (type === "" || (id === "" && !user)) {
    const message =
      "the 'tuple_key' field was provided but the object type field is required and both the object id and user cannot be empty";
    throw new OpenFgaError("validation_error", message);
  }
  return {
    ...(id === "" ? { objectType: type } : { object: `${type}:${id}` }),
    ...(relation && { relation }),
    ...(user && (user.endsWith(":") ? { subjectType: user.slice(0, -1) } : { subject: user })),
  };
}

const option = z.enum(["", "error", "ignore"]).nullish();

const writeRequest = z.object({
  writes: z.object({ tuple_keys: z.array(tupleKey), on_duplicate: option }).nullish(),
  deletes: z.object({ tuple_keys: z.array(deletedKey), on_missing: option }).nullish(),
  authorization_model_id: optionalText,
});

/** The codes of writes: what a tuple of theirs has wrong is `validation_error`. */
export const WRITE_CODES: CodesOfCall = { invalid_model: "validation_error" };

/** Writes and deletes tuples, all or nothing. An existing tuple, or a missing one to delete, is an error by default. */
export async function writeTuples(call: OpenFgaCall): Promise<Response> {
  await call.run("authz.write", () => {
    const body = call.body(writeRequest);
    const writes = body.writes?.tuple_keys ?? [];
    const deletes = body.deletes?.tuple_keys ?? [];
    requireChanges(writes, deletes);
    call.requireModel(body.authorization_model_id);
    const preconditions = {
      mustNotExist: body.writes?.on_duplicate === "ignore" ? [] : writes.map(factOf),
      mustExist: body.deletes?.on_missing === "ignore" ? [] : deletes,
    };
    return { writes, deletes, preconditions };
  });
  return Response.json({});
}

function requireChanges(writes: readonly Fact[], deletes: readonly Fact[]): void {
  if (writes.length + deletes.length === 0) {
    const message = "Invalid input. Make sure you provide at least one write, or at least one delete";
    throw new OpenFgaError("invalid_write_input", message);
  }
  const facts = new Set<string>();
  for (const { subject, relation, object } of [...deletes, ...writes]) {
    const fact = JSON.stringify([subject, relation, object]);
    if (facts.has(fact)) {
      const message = `duplicate tuple in write: user: '${subject}', relation: '${relation}', object: '${object}'`;
      throw new OpenFgaError("cannot_allow_duplicate_tuples_in_one_request", message);
    }
    facts.add(fact);
    if (subject === `${object}#${relation}`)
      throw new OpenFgaError(
        "validation_error",
        `Invalid tuple '${object}#${relation}@${subject}'. Reason: cannot write a tuple that is implicit`,
      );
  }
  if (facts.size > MAX_TUPLES) {
    const message = `The number of write operations exceeds the allowed limit of ${MAX_TUPLES}`;
    throw new OpenFgaError("exceeded_entity_limit", message);
  }
}

function factOf({ subject, relation, object }: Fact): Fact {
  return { subject, relation, object };
}
