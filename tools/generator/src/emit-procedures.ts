import type { Contract, ProcedureContract } from "./contract.ts";
import { blockComment, methodHelp } from "./editor-help.ts";
import { type Family, familyTree } from "./family-tree.ts";
import { BANNER, requestName, responseName } from "./names.ts";
import { isList, isRecord, propertiesOf, requiredOf, type Schema } from "./schemas.ts";

/** The client's methods as an interface with editor help, and the lists of paths from which they are built at run time. */
export function emitProcedures(contract: Contract, docsUrl: string): string {
  const root = familyTree(contract.procedures);
  const types = contract.procedures.flatMap((procedure) => {
    const response = responseName(procedure);
    return procedure.input === null ? [response] : [requestName(procedure), response];
  });
  const wordsOf = (name: string, comment: string, has: (procedure: ProcedureContract) => boolean) => {
    const paths = contract.procedures.filter(has).map(({ path }) => path);
    return `\n/** ${comment} */\nexport const ${name} =\n  "${paths.join(" ")}";\n`;
  };
  return [
    BANNER,
    `import type { CallOptions } from "../calls/call-options.ts";\n`,
    `import type { PagePromise } from "../calls/page.ts";\n`,
    `import type {\n${[...new Set(types)]
      .sort()
      .map((name) => `  ${name},\n`)
      .join("")}} from "./types.ts";\n\n`,
    `/** A method for each procedure of the API. */\n`,
    `export interface Procedures ${bodyOf(root, docsUrl, "")}\n`,
    wordsOf("QUERIES", "Paths of queries, as one string because that loads fastest.", isQuery),
    wordsOf("MUTATIONS", "Paths of mutations.", (procedure) => !isQuery(procedure)),
    wordsOf("WITHOUT_INPUT", "Paths of procedures without a request.", ({ input }) => input === null),
    wordsOf("LISTS", "Paths of procedures that return a page of a list.", ({ input, output }) => isList(input, output)),
    wordsOf("CONSISTENT", "Paths of queries that take a consistency.", takesConsistency),
  ].join("");
}

function takesConsistency({ input }: ProcedureContract): boolean {
  return "consistency" in (propertiesOf(input ?? {}) ?? {});
}

function isQuery({ type }: ProcedureContract): boolean {
  return type === "query";
}

function bodyOf(family: Family, docsUrl: string, indent: string): string {
  const inner = `${indent}  `;
  const members = [...family.members].map(([name, member]) =>
    "members" in member
      ? `${inner}readonly ${name}: ${bodyOf(member, docsUrl, inner)};\n`
      : blockComment(methodHelp(member, docsUrl), inner) + methodText(name, member, inner),
  );
  return `{\n${members.join("")}${indent}}`;
}

function methodText(name: string, procedure: ProcedureContract, indent: string): string {
  const { input, output } = procedure;
  const isOptional = input !== null && requiredOf(input).size === 0 && !requiresOneOf(input);
  const request = input === null ? "" : `request${isOptional ? "?" : ""}: ${requestName(procedure)}, `;
  const result = isList(input, output) ? "PagePromise" : "Promise";
  return `${indent}${name}(${request}options?: CallOptions): ${result}<${responseName(procedure)}>;\n`;
}

/** Whether the input requires one of several fields, each of which is optional. */
function requiresOneOf({ "x-checks": checks }: Schema): boolean {
  if (!Array.isArray(checks)) return false;
  return checks.some((check) => isRecord(check) && isRecord(check.fields) && Number(check.fields.atLeast ?? 0) > 0);
}
