import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../src/root.ts";

/** The bindings that the Worker's code sees in one environment: the fields of its type, as wrangler generates it. */
export function fieldsOfEnv(environment: string): string[] {
  const text = readFileSync(join(ROOT, "server/src/generated/env.d.ts"), "utf8");
  const source = ts.createSourceFile("env.d.ts", text, ts.ScriptTarget.Latest);
  const name = `${environment[0]?.toUpperCase()}${environment.slice(1)}Env`;
  const fields: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) && node.name.text === name) {
      fields.push(...node.members.map((member) => member.name?.getText(source) ?? ""));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (fields.length === 0) throw new Error(`There is no type ${name}: run \`npx wrangler types\`.`);
  return fields.sort();
}
