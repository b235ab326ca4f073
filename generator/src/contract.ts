import { type AdminNeed, adminNeedOf } from "@cf-auth/server/declaration";
import { errors } from "@cf-auth/server/errors";
import { HTTP_ROUTES, type HttpRoute } from "@cf-auth/server/http-routes";
import { appRouter } from "@cf-auth/server/router";
import * as z from "zod";
import { propertiesOf, type Schema } from "./schemas.ts";

export interface ProcedureContract {
  /** Its name in the API, such as `authz.check`. */
  readonly path: string;
  readonly type: "query" | "mutation";
  readonly summary: string;
  readonly caller: readonly string[];
  /** What a platform admin needs; null where admins may not call, or may as everybody may. */
  readonly admin: AdminNeed | null;
  readonly rateLimit: string;
  readonly audit: string;
  /** Null where it takes no input. */
  readonly input: Schema | null;
  readonly output: Schema;
}

/** Everything public, from one walk of the router. The emitters read this and nothing else. */
export interface Contract {
  readonly procedures: readonly ProcedureContract[];
  /** What tRPC does not carry. */
  readonly routes: readonly HttpRoute[];
  /** Shapes that have a name of their own, by that name. */
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly errors: Readonly<Record<string, { status: number; message: string; action: string; retryable: boolean }>>;
}

/** The same router gives the same contract, to the byte. Throws on a procedure that does not declare itself. */
export function readContract(router: { readonly _def: { readonly procedures: object } } = appRouter): Contract {
  const schemas: Record<string, Schema> = {};
  // Flat at run time, by path; tRPC types it as nested.
  const flat = Object.entries(router._def.procedures as Record<string, { readonly _def: Definition }>);
  const procedures = flat.map(([path, { _def }]) => describe(path, _def, schemas));
  const errorList = Object.entries(errors).map(([code, definition]) => {
    const { status, message, action } = definition;
    return [code, { status, message, action, retryable: "retryable" in definition }] as const;
  });
  return {
    procedures: procedures.sort((a, b) => (a.path < b.path ? -1 : 1)),
    routes: sorted(HTTP_ROUTES),
    schemas: sorted(schemas),
    errors: sorted(Object.fromEntries(errorList)),
  };
}

/** What tRPC keeps of a procedure, as far as it is read here. */
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
});

function describe(path: string, definition: Definition, schemas: Record<string, Schema>): ProcedureContract {
  const { type, meta, inputs, output } = definition;
  const { summary, caller, rateLimit, audit } = declaration.parse(meta, {
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
    // What it was made of has just been looked at, as far as it is not its builder's own.
    admin: adminNeedOf(meta as Parameters<typeof adminNeedOf>[0], type),
    rateLimit,
    audit,
    input: inputOf(path, input, schemas),
    output: schemaOf(output, "output", schemas),
  };
}

/** Null for an object without any field, which is how a procedure says that it has no input. */
function inputOf(path: string, type: z.ZodType, schemas: Record<string, Schema>): Schema | null {
  const schema = schemaOf(type, "input", schemas);
  const properties = propertiesOf(schema);
  // All empty bodies are an empty object by the time the input is parsed.
  if (properties === undefined) throw new Error(`${path} has an input that is no object.`);
  return Object.keys(properties).length === 0 ? null : schema;
}

/** The JSON Schema of a type; shapes with a name of their own are moved to `schemas`. */
function schemaOf(type: z.ZodType, io: "input" | "output", schemas: Record<string, Schema>): Schema {
  const {
    $schema: _,
    $defs = {},
    ...schema
  } = z.toJSONSchema(type, { io, unrepresentable: "any", override: simplify });
  for (const [name, definition] of Object.entries($defs)) {
    // zod's own name for the value; it is a JSON Schema, so a plain object.
    const found = sorted(definition as Schema);
    const known = schemas[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(found)) {
      throw new Error(`Two shapes are called ${name}.`);
    }
    schemas[name] = found;
  }
  return sorted(schema);
}

/** Dates go over the wire as ISO 8601 text with a mark; that an integer is a safe one goes without saying. */
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
  // zod leaves it out where something below is transformed, such as a time that comes as text.
  if (isDefault(def)) jsonSchema.default ??= def.defaultValue;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

function isDefault(def: z.core.$ZodTypeDef): def is z.core.$ZodDefaultDef {
  return def.type === "default";
}

/** The same value with the keys of every object in order; properties keep theirs, which is the order to read in. */
function sorted<T>(value: T, keepOrder = false): T {
  if (Array.isArray(value)) return value.map((item) => sorted(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item, key === "properties")] as const);
  if (!keepOrder) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  // Built from the entries of a T, so it has a T's keys.
  return Object.fromEntries(entries) as T;
}
