import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@hey-api/openapi-ts";
import { build } from "esbuild";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const TYPESCRIPT = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");

/** The options of a strict application. `skipLibCheck` would hide errors in generated declarations. */
const STRICT = {
  strict: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  skipLibCheck: false,
  module: "preserve",
  moduleResolution: "bundler",
  allowImportingTsExtensions: true,
  noEmit: true,
  target: "ES2022",
  lib: ["ES2022", "DOM", "DOM.Iterable"],
  types: ["node"],
  typeRoots: [join(dirname(require.resolve("@types/node/package.json")), "..")],
};

/** Generates a client into the folder, compiles it with the program there, and returns the program as one file. */
export async function buildTypeScriptClient(folder: string, document: string): Promise<string> {
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: STRICT, include: ["."] }));
  await createClient({
    input: document,
    output: { path: join(folder, "client"), tsConfigPath: join(folder, "tsconfig.json") },
    plugins: [
      "@hey-api/typescript",
      { name: "@hey-api/sdk", transformer: true },
      "@hey-api/client-fetch",
      { name: "@hey-api/transformers", dates: true },
    ],
    logs: { level: "silent" },
  });
  await run(process.execPath, [TYPESCRIPT, "--project", join(folder, "tsconfig.json"), "--pretty", "false"]).catch(
    ({ stdout }) => {
      throw new Error(`The generated client doesn't compile:\n${stdout}`);
    },
  );
  const outfile = join(folder, "calls.mjs");
  await build({ entryPoints: [join(folder, "calls.ts")], outfile, bundle: true, format: "esm", platform: "node" });
  return outfile;
}
