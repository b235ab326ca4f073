import { formatObject, formatSubject, parseCsv } from "@cf-auth/engine";

/** A tuple in the form of the API. */
export interface TupleInput {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly condition?: { readonly name: string; readonly context?: Record<string, unknown> };
  readonly expiresAt?: Date;
}

/** The tuples of a CSV, in any of the accepted forms. Throws `invalid_csv` with the problems of its rows. */
export function tuplesInCsv(text: string): TupleInput[] {
  return [...parseCsv(text).tuples()].map((tuple) => {
    const { relation, condition: name, context, expiresAt } = tuple;
    return {
      subject: formatSubject(tuple),
      relation,
      object: formatObject(tuple),
      // The engine stores contexts as JSON of objects.
      ...(name !== undefined && {
        condition: { name, ...(context !== undefined && { context: JSON.parse(context) }) },
      }),
      ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt * 1000) }),
    };
  });
}
