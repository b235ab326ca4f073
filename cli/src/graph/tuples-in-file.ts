import { formatObject, formatSubject, readTupleFile, type TupleFormat, tupleReader } from "@cf-auth/engine";
import { yamlToJson } from "@cf-auth/model-language";

/** A tuple in the form of the API. */
export interface TupleInput {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly condition?: { readonly name: string; readonly context?: Record<string, unknown> };
  readonly expiresAt?: Date;
}

/** The tuples of a file. Throws `invalid_csv` or `invalid_tuple_file` with the problems of its rows. */
export function tuplesInFile(text: string, format: TupleFormat): TupleInput[] {
  const graph =
    format === "yaml" ? readTupleFile(yamlToJson(text), tupleReader("json")) : readTupleFile(text, tupleReader(format));
  return [...graph.tuples()].map((tuple) => {
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
