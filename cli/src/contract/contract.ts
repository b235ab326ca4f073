import document from "../../../client-sdk/src/generated/contract.json" with { type: "json" };

/** The part of JSON Schema that the contract uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** A procedure of the API, as the contract declares it. */
export interface Procedure {
  /** Its name in the API, such as `apiKeys.rotate`. */
  readonly path: string;
  readonly type: "query" | "mutation";
  readonly summary: string;
  readonly caller: readonly string[];
  /** Codes besides those of any call. */
  readonly errors: readonly string[];
  /** Null if it takes no input. */
  readonly input: Schema | null;
  readonly output: Schema;
}

interface ContractError {
  readonly message: string;
  readonly action: string;
  readonly status: number;
}

interface Contract {
  readonly procedures: readonly Procedure[];
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly errors: Readonly<Record<string, ContractError>>;
}

// TypeScript infers a type of 129 procedures from the file; this is the form that the generator writes.
const contract = document as unknown as Contract;

export const PROCEDURES: readonly Procedure[] = contract.procedures;
export const ERRORS: Readonly<Record<string, ContractError>> = contract.errors;

const byPath = new Map(PROCEDURES.map((procedure) => [procedure.path, procedure]));

/** Throws for a path that the contract doesn't have: a mistake of this package. */
export function procedureOrThrow(path: string): Procedure {
  const procedure = byPath.get(path);
  if (procedure === undefined) throw new Error(`The contract has no procedure ${path}.`);
  return procedure;
}

/** The schema itself, or the one that it refers to. */
export function resolved(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : (contract.schemas[schema.$ref.replace("#/$defs/", "")] ?? {});
}

/** The alternatives of a union, or the schema itself. */
export function alternativesOf(schema: Schema): readonly Schema[] {
  const own = resolved(schema);
  const union = own.anyOf ?? own.oneOf;
  return union === undefined ? [own] : union.flatMap(alternativesOf);
}

/** Whether it returns pages: `{ items, nextCursor }`. */
export function isList({ input, output }: Procedure): boolean {
  const has = (schema: Schema | null, name: string) =>
    schema !== null && resolved(schema).properties?.[name] !== undefined;
  return has(input, "cursor") && has(input, "limit") && has(output, "items") && has(output, "nextCursor");
}
