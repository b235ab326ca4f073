import { type AdminNeed, adminNeedOf } from "@cf-auth/server/declaration";
import { errors } from "@cf-auth/server/errors";
import { COMMON_ERRORS, PROCEDURE_ERRORS } from "@cf-auth/server/procedure-errors";
import { appRouter } from "@cf-auth/server/router";
import { ROUTES } from "@cf-auth/server/routes";
import * as z from "zod";
import { propertiesOf, type Schema } from "./schemas.ts";

export interface ProcedureContract {
  /** Its name in the API, such as `authz.check`. */
  readonly path: string;
  readonly type: "query" | "mutation";
  readonly summary: string;
  readonly caller: readonly string[];
  /** The permission that a platform admin needs; null if admins may not call, or need none. */
  readonly admin: AdminNeed | null;
  readonly rateLimit: string;
  readonly audit: string;
  /** Set where only refused calls are recorded. */
  readonly auditedOutcomes?: "refused";
  /** Codes that it fails with beside those of any call, in order. */
  readonly errors: readonly string[];
  /** Null for a procedure without a request. */
  readonly input: Schema | null;
  readonly output: Schema;
}

/** A route beside tRPC that is part of the API. */
export interface RouteContract {
  readonly method: string;
  /** Parameters stand in braces. */
  readonly path: string;
  readonly summary: string;
  readonly caller: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: "path" | "query";
    readonly description: string;
    readonly pattern: string;
  }[];
  readonly takes?: readonly string[] | undefined;
  readonly answers: string;
  /** The standard whose errors it answers with, if those aren't problems (RFC 9457). */
  readonly errors?: "openfga" | "authzen" | undefined;
}

/** The public API, from one walk of the router. Emitters read this and nothing else. */
export interface Contract {
  readonly procedures: readonly ProcedureContract[];
  /** Routes other than procedures. */
  readonly routes: readonly RouteContract[];
  /** Named schemas. */
  readonly schemas: Readonly<Record<string, Schema>>;
  /** Codes that any call may fail with, in order. */
  readonly commonErrors: readonly string[];
  readonly errors: Readonly<Record<string, { status: number; message: string; action: string; retryable: boolean }>>;
}

/** The same router gives the same contract, to the byte. Throws on a procedure that does not declare itself or its errors. */
export function readContract(
  router: { readonly _def: { readonly procedures: object } } = appRouter,
  procedureErrors: Readonly<Record<string, readonly string[]>> = PROCEDURE_ERRORS,
): Contract {
  const schemas: Record<string, Schema> = {};
  // Flat at run time, by path; tRPC types it as nested.
  const flat = Object.entries(router._def.procedures as Record<string, { readonly _def: Definition }>);
  const procedures = flat.map(([path, { _def }]) => {
    const declared = procedureErrors[path];
    if (declared === undefined) throw new Error(`${path} has no entry in server/src/pipeline/procedure-errors.ts.`);
    return describe(path, _def, [...new Set(declared)].sort(), schemas);
  });
  const errorList = Object.entries(errors).map(([code, definition]) => {
    const { status, message, action } = definition;
    return [code, { status, message, action, retryable: "retryable" in definition }] as const;
  });
  return {
    procedures: procedures.sort((a, b) => (a.path < b.path ? -1 : 1)),
    routes: sorted(readRoutes()),
    schemas: sorted(schemas),
    commonErrors: [...COMMON_ERRORS].sort(),
    errors: sorted(Object.fromEntries(errorList)),
  };
}

function readRoutes(): RouteContract[] {
  return ROUTES.flatMap(({ methods: [method = ""], path, parameters = [], api }) => {
    if (api === undefined) return [];
    const anchored = parameters.map((parameter) => ({ ...parameter, pattern: `^${parameter.pattern}$` }));
    return [{ ...api, method: method.toLowerCase(), path, parameters: anchored }];
  });
}

/** The fields of tRPC's procedure definition that are read here. */
interface Definition {
  readonly type: string;
  readonly meta?: unknown;
  readonly inputs?: unknown;
  readonly output?: unknown;
}

const declaration = z.object({
  summary: z.string().regex(/^[A-Z].*\.$/, "A summary is one sentence."),
  caller: z.array(z.string()).min(1),
  rateLimit: z.string().min(1),
  audit: z.string().min(1),
  auditedOutcomes: z.enum(["all", "refused"]).default("all"),
});

function describe(
  path: string,
  definition: Definition,
  errorCodes: readonly string[],
  schemas: Record<string, Schema>,
): ProcedureContract {
  const { type, meta, inputs, output } = definition;
  const { summary, caller, rateLimit, audit, auditedOutcomes } = declaration.parse(meta, {
    error: () => `${path} does not declare itself.`,
  });
  const input = Array.isArray(inputs) && inputs.length === 1 ? inputs[0] : undefined;
  if (type !== "query" && type !== "mutation") throw new Error(`${path} is a ${type}.`);
  if (!(input instanceof z.ZodType)) throw new Error(`${path} has no zod input, or several.`);
  if (!(output instanceof z.ZodType)) throw new Error(`${path} has no zod output.`);
  return {
    path,
    type,
    summary,
    caller,
    // The lines above have validated what `adminNeedOf` reads.
    admin: adminNeedOf(meta as Parameters<typeof adminNeedOf>[0], type),
    rateLimit,
    audit,
    ...(auditedOutcomes === "refused" && { auditedOutcomes }),
    errors: errorCodes,
    input: inputOf(path, input, schemas),
    output: schemaOf(output, "output", schemas),
  };
}

/** Null for an object without fields: a procedure without a request. */
function inputOf(path: string, type: z.ZodType, schemas: Record<string, Schema>): Schema | null {
  const schema = schemaOf(type, "input", schemas);
  const properties = propertiesOf(schema);
  // The server parses every empty body as an empty object.
  if (properties === undefined) throw new Error(`${path} has an input that is not an object.`);
  return Object.keys(properties).length === 0 ? null : schema;
}

/** The JSON Schema of a type. Named schemas move to `schemas`. */
function schemaOf(type: z.ZodType, io: "input" | "output", schemas: Record<string, Schema>): Schema {
  const {
    $schema: _,
    $defs = {},
    ...schema
  } = z.toJSONSchema(type, { io, unrepresentable: "any", override: simplify });
  for (const [name, definition] of Object.entries($defs)) {
    // zod's own name for the value; it is a JSON Schema, so a plain object.
    const found = sorted(definition as Schema);
    const existing = schemas[name];
    if (existing !== undefined && JSON.stringify(existing) !== JSON.stringify(found)) {
      throw new Error(`Two schemas are called ${name}.`);
    }
    schemas[name] = found;
  }
  return sorted(schema);
}

/** Marks dates as ISO 8601 text, and drops the limits that every safe integer has. */
function simplify({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType;
  jsonSchema: Record<string, unknown>;
}): void {
  const { def } = zodSchema._zod;
  if (def.type === "date") {
    jsonSchema.type = "string";
    jsonSchema.format = "date-time";
  }
  // zod omits the default of a schema with a transform in it, such as a time sent as text.
  if (isDefault(def)) jsonSchema.default ??= def.defaultValue;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

function isDefault(def: z.core.$ZodTypeDef): def is z.core.$ZodDefaultDef {
  return def.type === "default";
}

/** The value with sorted keys. Properties keep their order, which is the reading order. */
function sorted<T>(value: T, keepOrder = false): T {
  if (Array.isArray(value)) return value.map((item) => sorted(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item, key === "properties")] as const);
  if (!keepOrder) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  // Built from the entries of a T, so it has a T's keys.
  return Object.fromEntries(entries) as T;
}
