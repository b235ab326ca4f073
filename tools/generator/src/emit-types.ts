import type { Contract, ProcedureContract } from "./contract.ts";
import { BANNER, isResource, requestName, responseName } from "./names.ts";
import type { Schema } from "./schemas.ts";
import { propertiesOf } from "./schemas.ts";
import { commentText, membersText, typeText } from "./type-text.ts";

/** Flat types of every request and response, so that a consumer's compiler infers nothing. Throws on a name used twice. */
export function emitTypes(contract: Contract): string {
  const shared = Object.entries(contract.schemas).map(([name, schema]) => declare(name, schema, descriptionOf(schema)));
  const own = contract.procedures.flatMap((procedure) => [...requestOf(procedure), ...responseOf(procedure)]);
  requireUnique(contract);
  return [BANNER, ...shared, ...own].join("\n");
}

function requestOf(procedure: ProcedureContract): string[] {
  const { path, input } = procedure;
  return input === null ? [] : [declare(requestName(procedure), input, `Request of \`${path}\`.`)];
}

/** Nothing for a response that is exactly one named schema: that stands among the schemas. */
function responseOf(procedure: ProcedureContract): string[] {
  const { path, output } = procedure;
  return isResource(output) ? [] : [declare(responseName(procedure), output, `Response of \`${path}\`.`)];
}

function declare(name: string, schema: Schema, comment: string): string {
  const text =
    propertiesOf(schema) === undefined
      ? `export type ${name} = ${typeText(schema)};\n`
      : `export interface ${name} {\n${membersText(schema, "  ")}}\n`;
  return commentText(comment, "") + text;
}

function descriptionOf(schema: Schema): string {
  return typeof schema.description === "string" ? schema.description : "";
}

function requireUnique({ procedures, schemas }: Contract): void {
  const requests = procedures.filter(({ input }) => input !== null).map(requestName);
  const responses = procedures.filter(({ output }) => !isResource(output)).map(responseName);
  const names = [...Object.keys(schemas), ...requests, ...responses];
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined)
    throw new Error(`Two types are called ${repeated}: name one in tools/generator/src/names.ts.`);
}
