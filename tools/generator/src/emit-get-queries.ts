import type { Contract, ProcedureContract } from "./contract.ts";
import { BANNER } from "./names.ts";
import { isSchemas, propertiesOf, type Schema } from "./schemas.ts";

type ParameterType = "string" | "number" | "boolean";

/** Words in the names of fields that no URL may have: URLs are in logs, histories and referrers. */
const SECRET = /email|token|key|code|secret|password|challenge|prefix|^to$/i;

/** Types of the query parameters of a procedure that can be called by GET; undefined for others. */
export function queryParametersOf(
  { type, input, path }: Pick<ProcedureContract, "type" | "input" | "path">,
  schemas: Contract["schemas"],
): Readonly<Record<string, ParameterType>> | undefined {
  if (type !== "query" || WITH_SECRETS.has(path)) return undefined;
  const fields = Object.entries(input === null ? {} : (propertiesOf(input) ?? {}));
  const types = fields.map(([name, schema]) => [name, flatType(schema, schemas)] as const);
  const isFlat = types.every(([name, type]) => type !== undefined && !SECRET.test(name));
  return isFlat ? (Object.fromEntries(types) as Record<string, ParameterType>) : undefined;
}

/** Queries whose responses have secrets, which caches and prefetching must not request. */
const WITH_SECRETS: ReadonlySet<string> = new Set(["events.ticket"]);

/** The type of a value that one text can say; undefined for others. */
function flatType(schema: Schema, schemas: Contract["schemas"]): ParameterType | undefined {
  const named = typeof schema.$ref === "string" ? schemas[schema.$ref.replace("#/$defs/", "")] : undefined;
  if (named !== undefined) return flatType(named, schemas);
  const choices = schema.anyOf ?? schema.oneOf;
  if (isSchemas(choices)) {
    const types = new Set(choices.map((choice) => flatType(choice, schemas)));
    return types.size === 1 ? [...types][0] : undefined;
  }
  if (schema.type === "string" || schema.type === "boolean") return schema.type;
  return schema.type === "integer" || schema.type === "number" ? "number" : undefined;
}

/** The queries of the API that can be called by GET. */
export function emitGetQueries({ procedures, schemas }: Contract): string {
  const entries = procedures.flatMap((procedure) => {
    const types = queryParametersOf(procedure, schemas);
    return types === undefined ? [] : [`  "${procedure.path}": ${JSON.stringify(types)},\n`];
  });
  return [
    BANNER,
    "\n",
    "/** Types of the query parameters of each query that can be called by GET. */\n",
    "export const GET_QUERIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {\n",
    ...entries,
    "};\n",
  ].join("");
}
