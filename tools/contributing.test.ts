import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findTypeErrors, insertAbove, readRecipe } from "./recipe.ts";
import { copyRepository } from "./repository-copy.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const steps = readRecipe(readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8"), "## Add a procedure");
/** The steps that take more than half a minute of processor time run with the long tests. */
const isLong = process.env.LONG_TESTS === "1";
const copy = mkdtempSync(join(tmpdir(), "cf-auth-recipe-"));

/** Runs a program of the copy with Node 24, as a developer would. Rejects with its output when it fails. */
async function run(program: string, ...args: string[]): Promise<void> {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST"));
  const env = { ...Object.fromEntries(own), PATH: `${join(copy, "node_modules/.bin")}:${process.env.PATH}` };
  const running = promisify(execFile)(program, args, { cwd: copy, env, maxBuffer: 2 ** 26 });
  await running.catch(({ stdout, stderr }) => {
    throw new Error(`${program} ${args.join(" ")} failed.\n${stdout}${stderr}`);
  });
}

beforeAll(async () => {
  await copyRepository(ROOT, copy);
  for (const { file, above, code } of steps) {
    const path = join(copy, file);
    mkdirSync(dirname(path), { recursive: true });
    if (above === undefined) writeFileSync(path, code, { flag: "wx" });
    else writeFileSync(path, insertAbove(readFileSync(path, "utf8"), above, code));
  }
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe("the recipe of CONTRIBUTING.md for a procedure", () => {
  it("is formatted", async () => {
    await run("biome", "ci", "--error-on-warnings", "--vcs-enabled=false", ...steps.map(({ file }) => file));
  });

  it.runIf(isLong)("changes what is generated, and its types fit", async () => {
    const contract = () => readFileSync(join(copy, "client-sdk/src/generated/contract.json"), "utf8");
    const before = contract();
    await run("node", "tools/generator/src/generate.ts");
    expect(contract()).not.toBe(before);
    const files = [...steps.map(({ file }) => file), "tools/generator/generated/assignable.ts"];
    expect(
      findTypeErrors(
        join(copy, "server"),
        files.map((file) => join(copy, file)),
      ),
    ).toEqual([]);
  });

  it.runIf(isLong)("has tests that pass", async () => {
    const tests = steps.map(({ file }) => file).filter((file) => file.endsWith(".test.ts"));
    expect(tests).not.toEqual([]);
    // One worker: starting workerd for each file takes longer than its tests.
    await run("vitest", "run", "--project", "server", "--maxWorkers=1", ...tests);
  });
});
