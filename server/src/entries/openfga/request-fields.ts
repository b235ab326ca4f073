import * as z from "zod";

/** Fields that several requests have. In the JSON form of protobuf, null is an absent field. */
export const text = z.string();
export const optionalText = z.string().nullish();
const contextField = z.record(z.string(), z.unknown()).nullish();

const condition = z.object({ name: text, context: contextField }).nullish();

/** A tuple. */
export const tupleKey = z.object({ user: text, relation: text, object: text, condition }).transform(tupleOf);

/** A tuple to delete: in its own form, or as `read` returns it. Only its fact counts. */
export const deletedKey = z
  .union([
    z.object({ key: z.object({ user: text, relation: text, object: text }) }).transform(({ key }) => key),
    z.object({ user: text, relation: text, object: text }),
  ])
  .transform(factOf);

/** The fact that a check is about. */
export const checkedKey = z.object({ user: text, relation: text, object: text }).transform(factOf);

export const contextualTuples = z
  .object({ tuple_keys: z.array(tupleKey).nullish() })
  .nullish()
  .transform((input) => input?.tuple_keys ?? []);

/** OpenFGA's preference as ours: the newest revision, unless the request prefers a fast answer. */
export const consistency = z
  .enum(["UNSPECIFIED", "MINIMIZE_LATENCY", "HIGHER_CONSISTENCY"])
  .nullish()
  .transform((preference) => (preference === "MINIMIZE_LATENCY" ? ("fast" as const) : ("exact" as const)));

export const context = contextField.transform((values) => values ?? undefined);

/** Fields of a query. */
export const queryFields = { authorization_model_id: optionalText, consistency };

export interface Fact {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

function factOf({ user, relation, object }: { user: string; relation: string; object: string }): Fact {
  return { subject: user, relation, object };
}

type TupleKey = { user: string; relation: string; object: string } & { condition?: z.output<typeof condition> };

function tupleOf({ condition: input, ...fact }: TupleKey) {
  if (input === undefined || input === null) return factOf(fact);
  const { name, context: values } = input;
  return { ...factOf(fact), condition: { name, ...(values && { context: values }) } };
}

/** A tuple of ours as OpenFGA's. Fields without a value are present, as its server writes them. */
export function tupleKeyOf({
  subject,
  relation,
  object,
  condition: stored,
}: Fact & { readonly condition?: { readonly name: string; readonly context?: unknown } | undefined }) {
  const named = stored === undefined ? null : { name: stored.name, context: stored.context ?? {} };
  return { user: subject, relation, object, condition: named };
}
