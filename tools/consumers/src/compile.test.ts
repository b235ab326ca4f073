import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { COMPILERS, type Compilation, type Compiler, compile, versionOf } from "./compile.ts";

const project = inject("project");
const compilers = Object.keys(COMPILERS) as Compiler[];

type Setting = Pick<Compilation, "runtime" | "resolution">;

/** With the DOM's types, with Node's and with those of Workers, each found as is usual there. */
const USUAL: readonly Setting[] = [
  { runtime: "browser", resolution: "bundler" },
  { runtime: "node", resolution: "nodenext" },
  { runtime: "worker", resolution: "bundler" },
];
/**
 * The other way round, for what does not run in Node. One compiler shows it for all: what is found depends on `exports`,
 * which all of them read alike.
 */
const UNUSUAL: readonly Setting[] = [
  { runtime: "browser", resolution: "nodenext" },
  { runtime: "worker", resolution: "nodenext" },
];
const QUICKEST: Compiler = "7";
// With the other compilers, `npm run test:long` compiles for Node and for Workers too.

describe.each(compilers)("TypeScript %s", (compiler) => {
  const report = async (compilation: Omit<Compilation, "compiler">) => {
    const { succeeded, output } = await compile(project, { ...compilation, compiler });
    return succeeded ? "compiles" : output;
  };

  it("has this version", () => {
    expect(versionOf(compiler)).toMatch(new RegExp(`^${compiler}\\.`));
  });

  const older = inject("long") ? USUAL : USUAL.slice(0, 1);
  const settings = compiler === QUICKEST ? [...USUAL, ...UNUSUAL] : older;
  it.each(settings)(
    "compiles a program with every subpath, for $runtime, with resolution $resolution",
    async (setting) => {
      expect(await report({ ...setting, file: `${setting.runtime}-strict.ts` })).toBe("compiles");
    },
  );

  it("compiles a program of subpaths whose peers need more libraries", async () => {
    const setting = { runtime: "browser", resolution: "bundler", file: "browser.ts", skipLibCheck: true } as const;
    expect(await report(setting)).toBe("compiles");
  });

  it("refuses to compile a wrong program", async () => {
    const wrong = `import { createClient } from "@cf-auth/client";
      export const answer = createClient({ url: "" }).authz.check({ subject: "user:anne", relation: 1, object: "repo:api" });`;
    writeFileSync(join(project.folder, "wrong.ts"), wrong);
    expect(await report({ runtime: "worker", resolution: "bundler", file: "wrong.ts" })).toContain("wrong.ts(2,");
  });
});

it("the repository's own compiler is not one of the others", () => {
  expect(versionOf("6")).toBe("6.0.3");
});
