import type { Contract, ProcedureContract } from "./contract.ts";
import { BANNER, pascalCase } from "./names.ts";
import type { Schema } from "./schemas.ts";
import { propertiesOf } from "./schemas.ts";
import { commentText, membersText, typeText } from "./type-text.ts";

/** Flat types of every input and output. No inference is left to whoever uses them. */
export function emitTypes(contract: Contract): string {
  const shared = Object.entries(contract.schemas).map(([name, schema]) => declare(name, schema, descriptionOf(schema)));
  const own = contract.procedures.flatMap((procedure) => [...inputOf(procedure), outputOf(procedure)]);
  return [BANNER, ...shared, ...own].join("\n");
}

function inputOf({ path, input }: ProcedureContract): string[] {
  return input === null ? [] : [declare(`${pascalCase(path)}Input`, input, `What \`${path}\` takes.`)];
}

function outputOf({ path, output }: ProcedureContract): string {
  return declare(`${pascalCase(path)}Output`, output, `What \`${path}\` answers.`);
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
