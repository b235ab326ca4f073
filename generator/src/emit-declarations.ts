import type { Contract } from "./contract.ts";
import { BANNER } from "./names.ts";
import { shapesIn } from "./openapi/schema.ts";
import type { Schema } from "./schemas.ts";

/** What only people read of a schema. */
const WORDS = new Set(["description", "examples", "title"]);

/** Who may call each procedure and what it takes, for the service's double in tests, which refuses by these what the service refuses. */
export function emitDeclarations(contract: Contract): string {
  const { procedures, schemas } = contract;
  const taken = shapesIn(
    procedures.map(({ input }) => input),
    contract,
  );
  const shapes = Object.entries(schemas).filter(([name]) => taken.has(name));
  const lines = procedures.map(({ path, caller, input }) => {
    const declaration = { callers: caller, input: input === null ? NOTHING : bare(input) };
    return `  ${JSON.stringify(path)}: ${JSON.stringify(declaration)},\n`;
  });
  return [
    BANNER,
    `import type { InputSchema } from "../testing/input-schema.ts";\n\n`,
    `interface Declaration {\n  readonly callers: readonly string[];\n  readonly input: InputSchema;\n}\n\n`,
    `/** Shapes that inputs refer to by name. */\n`,
    `export const SHAPES: Readonly<Record<string, InputSchema>> = {\n`,
    ...shapes.map(([name, schema]) => `  ${name}: ${JSON.stringify(bare(schema))},\n`),
    `};\n\n`,
    `/** Who may call each procedure, and what it takes. */\n`,
    `export const DECLARATIONS: Readonly<Record<string, Declaration>> = {\n${lines.join("")}};\n`,
  ].join("");
}

const NOTHING: Schema = { type: "object", properties: {}, additionalProperties: false };

/** The schema without what is for people. A property may be called like a keyword, so that those keep all names. */
function bare(schema: Schema): Schema {
  const kept = Object.entries(schema).filter(([key]) => !WORDS.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, key === "properties" ? each(value, bare) : below(value)]));
}

function below(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(below);
  return typeof value === "object" && value !== null ? bare(value as Schema) : value;
}

function each(value: unknown, change: (schema: Schema) => Schema): unknown {
  return Object.fromEntries(Object.entries(Object(value)).map(([name, schema]) => [name, change(schema as Schema)]));
}
