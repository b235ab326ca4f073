import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Procedure } from "@cf-auth/consumers/whole-api";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
/** Inside the repository, so that it finds the server. */
const FOLDER = join(ROOT, "tools/bench/dist/router-types");

/** How many types the compiler instantiates for calls of each procedure through the router's own type, as tRPC has it. */
export function routerInstantiations(procedures: readonly Procedure[]): number {
  const calls = procedures.map(({ path, type, input }, i) => {
    const method = type === "query" ? "query" : "mutate";
    return `export const answer${i} = await client.${path}.${method}(${input === null ? "" : "input"});\n`;
  });
  const program = [
    `import type { TRPCClient } from "@trpc/client";\n`,
    `import type { AppRouter } from "@cf-auth/server/router";\n`,
    "declare const client: TRPCClient<AppRouter>;\ndeclare const input: never;\n",
    ...calls,
  ].join("");
  return count(program) - count("export {};\n");
}

function count(text: string): number {
  const file = join(FOLDER, "program.ts");
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, text);
  try {
    const base = ts.readConfigFile(join(ROOT, "tsconfig.base.json"), ts.sys.readFile).config.compilerOptions;
    const own = { ...base, composite: false, emitDeclarationOnly: false, declaration: false, noEmit: true };
    const types = ["@cloudflare/workers-types"];
    const { options } = ts.convertCompilerOptionsFromJson({ ...own, types, noUnusedLocals: false }, ROOT);
    const program = ts.createProgram([file, join(ROOT, "server/src/generated/env.d.ts")], options);
    const source = program.getSourceFile(file);
    // Only what the one file asks for is worked out, not what checking the whole server would take.
    const [problem] = program.getSemanticDiagnostics(source);
    if (problem !== undefined) throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, "\n"));
    // What --extendedDiagnostics prints; it is left out of the published type.
    return (program as unknown as { getInstantiationCount(): number }).getInstantiationCount();
  } finally {
    rmSync(FOLDER, { recursive: true, force: true });
  }
}
