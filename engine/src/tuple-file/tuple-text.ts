import type { Tuple } from "../tuple.ts";

/** How a form writes tuples. A row is subject, names, object and rest, one after the other. */
export interface TupleText {
  readonly begin: string;
  /** Between rows. */
  readonly separator: string;
  readonly end: string;
  /** The whole file without tuples. */
  readonly empty: string;
  subject(type: string, id: string): string;
  names(subjectRelation: string, relation: string, objectType: string): string;
  object(id: string): string;
  /** The rest of a row without condition, context and expiry. */
  readonly plain: string;
  /** The rest of another row. */
  optional(tuple: Tuple): string;
}
