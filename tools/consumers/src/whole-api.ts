import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Named, requestName, responseName } from "@cf-auth/generator/names";
import { type Compiler, compile } from "./compile.ts";
import type { Project } from "./project.ts";

const CONTRACT = fileURLToPath(new URL("../../../client-sdk/src/generated/contract.json", import.meta.url));

export interface Procedure extends Named {
  readonly type: "query" | "mutation";
  /** Null where it takes no request. */
  readonly input: object | null;
}

/** Every procedure there is, from the contract. */
export function readProcedures(): Procedure[] {
  return JSON.parse(readFileSync(CONTRACT, "utf8")).procedures;
}

/** A program that calls each procedure once with a request of its type, awaits it, and names the type of each response. */
export function wholeApiProgram(procedures: readonly Procedure[]): string {
  const types = procedures.flatMap((procedure) => {
    const response = responseName(procedure);
    return procedure.input === null ? [response] : [requestName(procedure), response];
  });
  const calls = procedures.map((procedure, i) => {
    const { path, input } = procedure;
    const request = input === null ? "" : `request${i}`;
    const declared = input === null ? "" : `declare const request${i}: ${requestName(procedure)};\n`;
    return `${declared}export const response${i}: ${responseName(procedure)} = await client.${path}(${request});\n`;
  });
  return [
    `import { type ${[...new Set(types)].join(", type ")}, createClient } from "@cf-auth/client";\n`,
    `const client = createClient({ url: "https://auth.example.com" });\n`,
    ...calls,
  ].join("");
}

/** The same calls with tRPC's own client and the published type of the router. */
export function trpcProgram(procedures: readonly Procedure[]): string {
  const types = procedures.flatMap((procedure) => (procedure.input === null ? [] : [requestName(procedure)]));
  const calls = procedures.map(({ path, type, input }, i) => {
    const method = type === "query" ? "query" : "mutate";
    const declared = input === null ? "" : `declare const request${i}: ${requestName({ path })};\n`;
    const request = input === null ? "" : `request${i}`;
    return `${declared}export const response${i} = await client.${path}.${method}(${request});\n`;
  });
  return [
    `import type { ${[...new Set(types)].join(", ")} } from "@cf-auth/client";\n`,
    `import { type CfAuthRouter, cfAuthLink } from "@cf-auth/client/trpc";\n`,
    `import { createTRPCClient } from "@trpc/client";\n`,
    `const client = createTRPCClient<CfAuthRouter>({ links: [cfAuthLink({ url: "https://auth.example.com" })] });\n`,
    ...calls,
  ].join("");
}

/** How many types the compiler instantiates for a program, beyond those of an empty one. */
export async function instantiationsOf(project: Project, compiler: Compiler, program: string): Promise<number> {
  const [all, none] = [await count(project, compiler, program), await count(project, compiler, "export {};\n")];
  return all - none;
}

async function count(project: Project, compiler: Compiler, program: string): Promise<number> {
  const file = "counted.ts";
  writeFileSync(join(project.folder, file), program);
  const compilation = { compiler, runtime: "browser", resolution: "bundler", file, skipLibCheck: true } as const;
  const { succeeded, output } = await compile(project, compilation);
  const found = /^Instantiations:\s+(\d+)/m.exec(output)?.[1];
  if (!succeeded || found === undefined) throw new Error(`It does not compile:\n${output}`);
  return Number(found);
}
