import type { Contract } from "./contract.ts";
import { BANNER } from "./names.ts";
import { shapesIn } from "./openapi/schema.ts";
import type { Schema } from "./schemas.ts";

/** Keywords without effect on validation. */
const ANNOTATIONS = new Set(["description", "examples", "title"]);

/** Callers and request schema of each procedure: the in-memory tenant of tests validates with them. */
export function emitDeclarations(contract: Contract): string {
  const { procedures, schemas } = contract;
  const requested = shapesIn(
    procedures.map(({ input }) => input),
    contract,
  );
  const shapes = Object.entries(schemas).filter(([name]) => requested.has(name));
  const lines = procedures.map(({ path, caller, input }) => {
    const declaration = { callers: caller, input: input === null ? EMPTY : bare(input) };
    return `  ${JSON.stringify(path)}: ${JSON.stringify(declaration)},\n`;
  });
  return [
    BANNER,
    `import type { InputSchema } from "../testing/input-schema.ts";\n\n`,
    `interface Declaration {\n  readonly callers: readonly string[];\n  readonly input: InputSchema;\n}\n\n`,
    `/** Schemas that requests refer to by name. */\n`,
    `export const SHAPES: Readonly<Record<string, InputSchema>> = {\n`,
    ...shapes.map(([name, schema]) => `  ${name}: ${JSON.stringify(bare(schema))},\n`),
    `};\n\n`,
    `/** Callers and request schema of each procedure. */\n`,
    `export const DECLARATIONS: Readonly<Record<string, Declaration>> = {\n${lines.join("")}};\n`,
  ].join("");
}

const EMPTY: Schema = { type: "object", properties: {}, additionalProperties: false };

/** The schema without annotations. A property may be called like an annotation, so properties keep all names. */
function bare(schema: Schema): Schema {
  const entries = Object.entries(schema).filter(([key]) => !ANNOTATIONS.has(key));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, key === "properties" ? each(value, bare) : below(value)]),
  );
}

function below(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(below);
  return typeof value === "object" && value !== null ? bare(value as Schema) : value;
}

function each(value: unknown, change: (schema: Schema) => Schema): unknown {
  return Object.fromEntries(Object.entries(Object(value)).map(([name, schema]) => [name, change(schema as Schema)]));
}
