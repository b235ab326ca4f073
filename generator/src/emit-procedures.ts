import { adminNeedText } from "./admin-need-text.ts";
import type { Contract, ProcedureContract } from "./contract.ts";
import { BANNER, pascalCase } from "./names.ts";
import { propertiesOf } from "./schemas.ts";

interface Family {
  readonly members: Map<string, Family | ProcedureContract>;
}

/** The client's methods as an interface, and the list from which they are made when it runs. */
export function emitProcedures(contract: Contract): string {
  const root: Family = { members: new Map() };
  for (const procedure of contract.procedures) place(root, procedure);
  const types = contract.procedures.flatMap(({ path, input }) => {
    const name = pascalCase(path);
    return input === null ? [`${name}Output`] : [`${name}Input`, `${name}Output`];
  });
  const wordsOf = (name: string, comment: string, has: (procedure: ProcedureContract) => boolean) => {
    const paths = contract.procedures.filter(has).map(({ path }) => path);
    return `\n/** ${comment} */\nexport const ${name} =\n  "${paths.join(" ")}";\n`;
  };
  return [
    BANNER,
    `import type { CallOptions } from "../calls/call-options.ts";\n`,
    `import type { Listing } from "../calls/page.ts";\n`,
    `import type {\n${types
      .sort()
      .map((name) => `  ${name},\n`)
      .join("")}} from "./types.ts";\n\n`,
    `/** Every procedure of the API, as a method. */\n`,
    `export interface Procedures ${bodyOf(root, "")}\n`,
    wordsOf("QUERIES", "The paths of what only reads, in one text, since that is the least to load.", isQuery),
    wordsOf("MUTATIONS", "The paths of what changes something.", (procedure) => !isQuery(procedure)),
    wordsOf("WITHOUT_INPUT", "What takes no input.", ({ input }) => input === null),
    wordsOf("LISTS", "What answers a page of a list.", isList),
    wordsOf("CONSISTENT", "What asks the graph, and may say how new it has to be.", takesConsistency),
  ].join("");
}

function isList({ input, output }: ProcedureContract): boolean {
  const answers = propertiesOf(output) ?? {};
  return "items" in answers && "nextCursor" in answers && "cursor" in (propertiesOf(input ?? {}) ?? {});
}

function takesConsistency({ input }: ProcedureContract): boolean {
  return "consistency" in (propertiesOf(input ?? {}) ?? {});
}

function isQuery({ type }: ProcedureContract): boolean {
  return type === "query";
}

function place(root: Family, procedure: ProcedureContract): void {
  const parts = procedure.path.split(".");
  const name = parts.pop() ?? "";
  let family = root;
  for (const part of parts) {
    const next = family.members.get(part) ?? { members: new Map() };
    if (!("members" in next)) throw new Error(`${procedure.path} lies under a procedure.`);
    family.members.set(part, next);
    family = next;
  }
  family.members.set(name, procedure);
}

function bodyOf(family: Family, indent: string): string {
  const inner = `${indent}  `;
  const members = [...family.members].map(([name, member]) =>
    "members" in member ? `${inner}readonly ${name}: ${bodyOf(member, inner)};\n` : methodText(name, member, inner),
  );
  return `{\n${members.join("")}${indent}}`;
}

function methodText(name: string, procedure: ProcedureContract, indent: string): string {
  const { path, summary, caller, admin, input } = procedure;
  const type = pascalCase(path);
  const takesNothing = input === null;
  const optional = takesNothing || !Array.isArray(input.required) || input.required.length === 0;
  const parameter = takesNothing ? "" : `input${optional ? "?" : ""}: ${type}Input, `;
  return [
    `${indent}/**\n`,
    `${indent} * ${summary}\n`,
    `${indent} *\n`,
    `${indent} * Callers: ${caller.join(", ")}.${admin === null ? "" : ` ${adminNeedText(admin)}`}\n`,
    `${indent} */\n`,
    `${indent}${name}(${parameter}options?: CallOptions): ${isList(procedure) ? "Listing" : "Promise"}<${type}Output>;\n`,
  ].join("");
}
