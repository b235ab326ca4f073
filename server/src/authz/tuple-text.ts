import {
  canonicalJson,
  expirySeconds,
  formatObject,
  formatSubject,
  parseTuple,
  type Tuple,
  type TupleKey,
} from "@cf-auth/engine";
import type { Triple, TupleText } from "./graph-service.ts";

/** Converts the API's text form to the engine's form. Throws `malformed_*` and `invalid_expiry`. */
export function tupleFrom({ condition, expiresAt, ...names }: TupleText): Tuple {
  return {
    ...parseTuple(names),
    ...(condition && { condition: condition.name }),
    ...(condition?.context &&
      Object.keys(condition.context).length > 0 && { context: canonicalJson(condition.context) }),
    ...(expiresAt && { expiresAt: expirySeconds(expiresAt.getTime(), names) }),
  };
}

/** Converts the engine's form to the API's text form. */
export function textOf(tuple: Tuple | TupleKey): TupleText {
  const { condition, context, expiresAt }: Partial<Tuple> = tuple;
  return {
    ...tripleOf(tuple),
    ...(condition !== undefined && {
      condition: { name: condition, ...(context !== undefined && { context: JSON.parse(context) }) },
    }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt * 1000) }),
  };
}

export function tripleOf(key: TupleKey): Triple {
  return { subject: formatSubject(key), relation: key.relation, object: formatObject(key) };
}
