import { adminNeedText } from "./admin-need-text.ts";
import type { ProcedureContract } from "./contract.ts";
import { isResource, responseName } from "./names.ts";
import { exampleOf } from "./reference/example.ts";
import { codes } from "./reference/facts.ts";
import { familyOf } from "./reference/families.ts";
import { fieldsOf } from "./reference/fields.ts";
import type { Schema } from "./schemas.ts";
import { isList, propertiesOf } from "./schemas.ts";

/**
 * Doc comment of a method as lines: behavior, callers, fields, result, error codes, an example and a link. It is the text that
 * an editor shows. `docsUrl` is the folder with reference.md.
 */
export function methodHelp(procedure: ProcedureContract, docsUrl: string): string[] {
  const { summary, caller, admin, input } = procedure;
  return [
    summary,
    "",
    `Callers: ${caller.join(", ")}.${admin === null ? "" : ` ${adminNeedText(admin)}`}`,
    "",
    ...(input === null ? [] : ["@param request - Fields; `?` marks those that may be left out:", ...fieldLines(input)]),
    "@param options - Abort signal, timeout in seconds and idempotency key of this call.",
    ...resultLines(procedure),
    throwsLine(procedure, docsUrl),
    "@example",
    ...exampleOf(procedure).split("\n"),
    `@see ${docsUrl}/reference/${familyOf(procedure)}.md#${anchorOf(procedure.path)}`,
  ];
}

/** A block comment with these lines. */
export function blockComment(lines: readonly string[], indent: string): string {
  const inner = lines.map((line) => `${indent} * ${line.replaceAll("*/", "*\\/")}`.trimEnd());
  return `${indent}/**\n${inner.join("\n")}\n${indent} */\n`;
}

function resultLines(procedure: ProcedureContract): string[] {
  const { input, output } = procedure;
  if (isResource(output)) return [`@returns {@link ${responseName(procedure)}}.`];
  const lines = fieldLines(output);
  if (lines.length === 0) return ["@returns An empty object."];
  const lead = isList(input, output) ? "One page; iterate with `for await` to read all pages:" : "Fields:";
  return [`@returns ${lead}`, ...lines];
}

function throwsLine({ errors }: ProcedureContract, docsUrl: string): string {
  const common = `the codes of any call: ${docsUrl}/reference.md#errors`;
  return errors.length === 0
    ? `@throws \`CfAuthError\`, with ${common}`
    : `@throws \`CfAuthError\`, with code ${codes(errors)}, or ${common}`;
}

function fieldLines(schema: Schema): string[] {
  if (propertiesOf(schema) === undefined) return [];
  return fieldsOf(schema).map(
    ({ name, type, required, note }) =>
      `- \`${name}${required ? "" : "?"}\` (\`${type}\`)${note === "" ? "" : `: ${oneLine(note)}`}`,
  );
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}

/** GitHub's anchor of a heading. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(".", "");
}
