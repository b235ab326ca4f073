import { cpSync } from "node:fs";
import { join, relative } from "node:path";
import type { RunFolder } from "./run-folder.ts";
import type { Step } from "./steps.ts";

const PACKAGES = "engine model-language drizzle server client-sdk cli seeds infra tools";
const DRIZZLE_KIT = "--dialect sqlite --schema drizzle/schema.ts --out";
const FIX = "Run `npm run fix`.";
/** Placeholders for the secrets that wrangler requires. */
const UNUSED_SECRETS = { JWT_SECRET: "unused", PASSWORD_PEPPER: "unused", WRANGLER_SEND_METRICS: "false" };

/** Checks other than tests. No step changes a committed file. */
export function checkSteps(root: string, folder: RunFolder): readonly Step[] {
  const migrations = join(folder.path, "migrations");
  cpSync(join(root, "drizzle/migrations"), migrations, { recursive: true });
  return [
    { name: "SDK and command line build", command: "npm", args: ["run", "build"] },
    { name: "format and lint", hint: FIX, command: "biome", args: ["ci", "--error-on-warnings", "."] },
    {
      name: "generated files are current",
      hint: FIX,
      command: "node",
      args: ["tools/generator/src/generate.ts", "--check"],
    },
    {
      name: "third-party notices are current",
      hint: FIX,
      command: "node",
      args: ["tools/supply-chain/write-notices.ts", "--check"],
    },
    { name: "words and sentences", command: "node", args: ["tools/language/main.ts"] },
    {
      name: "the version matches the contract's changes",
      command: "node",
      args: ["tools/generator/src/contract-diff.ts"],
    },
    {
      name: "bindings' types are current",
      command: "wrangler",
      args: ["types", "server/src/generated/env.d.ts", "--include-runtime=false", "--check"],
      env: UNUSED_SECRETS,
    },
    {
      name: "migrations are current",
      hint: "Run `npm run migrations`, and commit what it writes.",
      command: "drizzle-kit",
      // It takes an absolute path for one below the present folder.
      args: ["generate", ...DRIZZLE_KIT.split(" "), relative(root, migrations)],
      // It exits with 0 after failures too, so its output decides.
      count: ({ output }) => {
        const current = output.includes("No schema changes");
        return { passed: Number(current), failed: Number(!current) };
      },
    },
    // The native compiler takes half the time of the editors' one with the same result.
    {
      name: "types",
      command: "node",
      args: ["tools/typescript/7/node_modules/typescript/bin/tsc", "-b"],
      after: "SDK and command line build",
    },
    // It resolves the imports of other packages to what was built.
    {
      name: "imports between packages",
      command: "depcruise",
      args: PACKAGES.split(" "),
      after: "SDK and command line build",
    },
  ];
}
