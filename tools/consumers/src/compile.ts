import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Project } from "./project.ts";
import type { Runtime } from "./subpaths.ts";

const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));

/** Compiler versions that the SDK's types support, and their folders. */
export const COMPILERS = {
  "5.7": "tools/typescript/5.7",
  "6": ".",
  "7": "tools/typescript/7",
} as const;

export type Compiler = keyof typeof COMPILERS;

/** Types of a runtime besides the SDK's, without those of the DOM if it has its own. */
const AROUND: Readonly<Record<Runtime, { readonly lib: readonly string[]; readonly types: readonly string[] }>> = {
  browser: { lib: ["ES2022", "DOM"], types: [] },
  node: { lib: ["ES2022"], types: ["node"] },
  worker: { lib: ["ES2022"], types: ["@cloudflare/workers-types"] },
};

/** The strictest options of an application. `skipLibCheck` would hide errors in the SDK's types. */
const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  target: "ES2022",
};

export interface Compilation {
  readonly compiler: Compiler;
  readonly runtime: Runtime;
  readonly resolution: "bundler" | "nodenext";
  /** The compiled file in the project. */
  readonly file: string;
  readonly skipLibCheck?: boolean;
}

export interface Compiled {
  readonly succeeded: boolean;
  /** Output of the compiler, with statistics. */
  readonly output: string;
}

/** Compiles a file of the project and its imports. */
export async function compile({ folder }: Pick<Project, "folder">, compilation: Compilation): Promise<Compiled> {
  const { compiler, runtime, resolution, file, skipLibCheck = false } = compilation;
  const module = resolution === "bundler" ? "preserve" : "nodenext";
  const compilerOptions = { ...STRICT, ...AROUND[runtime], module, moduleResolution: resolution, skipLibCheck };
  const config = join(folder, `tsconfig.${compiler}.${runtime}.${resolution}.${file}.json`);
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [file] }));
  const run = [commandOf(compiler), "--project", config, "--extendedDiagnostics", "--pretty", "false"];
  return await new Promise((resolve) => {
    execFile(process.execPath, run, { cwd: folder }, (error, output) => resolve({ succeeded: error === null, output }));
  });
}

/** The installed version of a compiler. */
export function versionOf(compiler: Compiler): string {
  return packageOf(compiler).version;
}

function commandOf(compiler: Compiler): string {
  const { folder, bin } = packageOf(compiler);
  return join(folder, bin.tsc);
}

function packageOf(compiler: Compiler): { folder: string; version: string; bin: { tsc: string } } {
  const require = createRequire(join(REPOSITORY, COMPILERS[compiler], "package.json"));
  const file = require.resolve("typescript/package.json");
  return { ...JSON.parse(readFileSync(file, "utf8")), folder: dirname(file) };
}
