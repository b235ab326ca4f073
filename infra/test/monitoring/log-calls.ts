import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../../src/root.ts";

/** A call of the server's `log`. */
export interface LogCall {
  /** File and line, for the message of a failure. */
  readonly at: string;
  readonly levels: readonly string[];
  readonly message: string;
}

/** All calls of `log` in the sources of the server that run in production. */
export function logCalls(): LogCall[] {
  const files = readdirSync(join(ROOT, "server/src"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) => callsIn(`server/src/${file}`, readFileSync(join(ROOT, "server/src", file), "utf8")));
}

/** Throws for a message or a level that isn't a constant: `log` promises constants, and monitors search for them. */
export function callsIn(file: string, source: string): LogCall[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const calls: LogCall[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "log") {
      const at = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
      const [level, message] = node.arguments.map((argument) => textsOf(argument));
      if (!level?.length || message?.length !== 1) throw new Error(`${at}: the level or message is no constant.`);
      calls.push({ at, levels: level, message: message.join() });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return calls;
}

/** The texts that an expression can be: a literal, both sides of a condition, or a constant in scope; otherwise none. */
function textsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (!ts.isIdentifier(node)) return [];
  for (let scope: ts.Node = node.parent; scope !== undefined; scope = scope.parent) {
    const value = constantIn(scope, node.text);
    if (value !== undefined) return textsOf(value);
  }
  return [];
}

function constantIn(scope: ts.Node, name: string): ts.Expression | undefined {
  if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) return undefined;
  return scope.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find((declaration) => declaration.name.getText() === name)?.initializer;
}
