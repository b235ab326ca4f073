/** Forms of a file of tuples. */
export const TUPLE_FORMATS = ["csv", "jsonl", "json", "yaml"] as const;
export type TupleFormat = (typeof TUPLE_FORMATS)[number];

/** Forms that are read here. YAML needs a parser, which converts it to JSON first. */
export type ReadFormat = Exclude<TupleFormat, "yaml">;
