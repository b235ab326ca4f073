import * as z from "zod";
import { missingContext } from "./check-calls.ts";
import type { OpenFgaCall } from "./openfga-call.ts";
import type { CodesOfCall } from "./openfga-error.ts";
import { OpenFgaError } from "./openfga-error.ts";
import { context, contextualTuples, queryFields, text, tupleKey } from "./request-fields.ts";

/** Maximum number of objects or users of a list, as OpenFGA's server has it. A stream has no limit. */
const MAX_LISTED = 1000;
const PAGE = 1000;

/** The codes of lists: other calls answer `validation_error` for the same mistakes. */
export const LIST_CODES: CodesOfCall = { unknown_type: "type_not_found", unknown_relation: "relation_not_found" };

const listObjectsRequest = z.object({
  ...queryFields,
  user: text,
  relation: text,
  type: text,
  contextual_tuples: contextualTuples,
  context,
});

const userFilter = z.object({ type: text, relation: z.string().nullish() });

const listUsersRequest = z.object({
  ...queryFields,
  object: z.object({ type: text, id: text }),
  relation: text,
  user_filters: z.array(userFilter),
  contextual_tuples: z
    .array(tupleKey)
    .nullish()
    .transform((input) => input ?? []),
  context,
});

export async function listObjects(call: OpenFgaCall): Promise<Response> {
  const { items } = await objectsPage(call, undefined);
  return Response.json({ objects: items.slice(0, MAX_LISTED) });
}

/** Answers all objects, each on a line of its own. The first page is read before the answer begins, for its errors. */
export async function streamedListObjects(call: OpenFgaCall): Promise<Response> {
  const lines: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await objectsPage(call, cursor ?? undefined);
    for (const object of page.items) lines.push(`${JSON.stringify({ result: { object } })}\n`);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return new Response(lines.join(""), { headers: { "content-type": "application/json" } });
}

async function objectsPage(call: OpenFgaCall, cursor: string | undefined) {
  const page = await call.run("authz.listObjects", () => {
    const { user, relation, type, ...body } = call.body(listObjectsRequest);
    call.requireModel(body.authorization_model_id);
    return {
      subject: user,
      relation,
      objectType: type,
      contextualTuples: body.contextual_tuples,
      context: body.context,
      consistency: body.consistency,
      limit: PAGE,
      cursor,
    };
  });
  if (page.conditional.length > 0) throw new OpenFgaError("validation_error", missingContext());
  return page;
}

export async function listUsers(call: OpenFgaCall): Promise<Response> {
  const { items, conditional } = await call.run("authz.listSubjects", () => {
    const { object, relation, user_filters: filters, ...body } = call.body(listUsersRequest);
    const [filter, ...more] = filters;
    if (filter === undefined || more.length > 0)
      throw new OpenFgaError("validation_error", "user_filters: exactly one filter is required");
    call.requireModel(body.authorization_model_id);
    return {
      object: `${object.type}:${object.id}`,
      relation,
      subjectKind: filter.relation ? `${filter.type}#${filter.relation}` : filter.type,
      contextualTuples: body.contextual_tuples,
      context: body.context,
      consistency: body.consistency,
      limit: PAGE,
    };
  });
  if (conditional.length > 0) throw new OpenFgaError("validation_error", missingContext());
  return Response.json({ users: items.map(userOf) });
}

/** A subject as OpenFGA's user. A relation follows the last `#`, and a type ends at the first `:`. */
function userOf(subject: string) {
  const hash = subject.lastIndexOf("#");
  const named = hash === -1 ? subject : subject.slice(0, hash);
  const colon = named.indexOf(":");
  const [type, id] = [named.slice(0, colon), named.slice(colon + 1)];
  if (hash !== -1) return { userset: { type, id, relation: subject.slice(hash + 1) } };
  return id === "*" ? { wildcard: { type } } : { object: { type, id } };
}
