import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEPLOYERS } from "../../src/account.ts";
import { nameFor } from "../../src/names.ts";
import { ROOT } from "../../src/root.ts";
import { FAULTS } from "./faults.ts";
import { parseFiles, scriptOf } from "./files.ts";
import { errorsIn } from "./parser.ts";
import { type Facts, RULES } from "./rules.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const TEXTS = Object.fromEntries(
  readdirSync(join(ROOT, ".github"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yml"))
    .map((name) => [`.github/${name}`, read(`.github/${name}`)]),
);

const { scripts, devDependencies } = JSON.parse(read("package.json"));
const FACTS: Facts = {
  scripts: Object.keys(scripts),
  exists: (path) => existsSync(join(ROOT, path)),
  versions: {
    node: devDependencies.node,
    pulumi: JSON.parse(read("infra/package.json")).dependencies["@pulumi/pulumi"],
  },
};

const problems = (rule: string, texts: Readonly<Record<string, string>> = TEXTS) =>
  RULES[rule]?.(parseFiles(texts), FACTS) ?? [`there is no rule ${rule}`];

describe("the workflows follow the rules", () => {
  it.each(Object.keys(RULES))("%s", (rule) => {
    expect(problems(rule)).toEqual([]);
  });
});

describe("a planted fault", () => {
  it.each(FAULTS)("%s: %s, %s → %s", (rule, file, from, to, found) => {
    const path = `.github/${file}`;
    const text = TEXTS[path] ?? "";
    const changed = text.replace(from, () => to);
    expect(changed).not.toBe(text);
    expect(problems(rule, { ...TEXTS, [path]: changed }).join("\n")).toContain(found);
  });

  it("exists for every rule", () => {
    expect([...new Set(FAULTS.map(([rule]) => rule))].sort()).toEqual(Object.keys(RULES).sort());
  });
});

describe("GitHub's own parser", () => {
  const workflows = Object.entries(TEXTS).filter(([path]) => path.startsWith(".github/workflows/"));

  it.each(workflows)("takes %s", async (path, text) => {
    expect(await errorsIn(path, text)).toEqual([]);
  });

  it.each([
    ["an unknown key", "timeout-minutes:", "timeout:", "Unexpected value 'timeout'"],
    ["an unavailable context", "github.run_id", "steps.x", "Unrecognized named-value: 'steps'"],
  ])("rejects %s", async (_, from, to, message) => {
    const changed = (TEXTS[".github/workflows/test.yml"] ?? "").replace(from, to);
    expect((await errorsIn("test.yml", changed)).join("\n")).toContain(message);
  });
});

describe("bash", () => {
  const scripts = parseFiles(TEXTS).steps.map(scriptOf);
  const complaints = (texts: readonly string[]) =>
    spawnSync("bash", ["-n"], { input: texts.map((text) => `(\n${text}\n)\n`).join(""), encoding: "utf8" }).stderr;

  it("can parse every script", () => {
    expect(scripts.length).toBeGreaterThan(8);
    expect(complaints(scripts.filter((text) => text !== ""))).toBe("");
    expect(complaints(["if true; then echo"])).not.toBe("");
  });
});

describe("the team whose token a job requests", () => {
  /** In `stack.yml`, the input. */
  const STACK_INPUT = "$" + "{{ inputs.stack }}";
  const wrong = (texts: Readonly<Record<string, string>>) => {
    const known = [...DEPLOYERS.map(({ name }) => name), STACK_INPUT];
    return parseFiles(texts).workflows.flatMap(({ jobs }) =>
      jobs.flatMap(({ where, environment, steps }) =>
        steps
          .filter(({ uses }) => uses === "./.github/actions/pulumi")
          .filter(
            (step) => step.with.team !== nameFor(environment?.name ?? "") || !known.includes(environment?.name ?? ""),
          )
          .map((step) => `${where}: ${step.with.team}`),
      ),
    );
  };

  it("is that of its environment, as in the account's stack", () => {
    expect(wrong(TEXTS)).toEqual([]);
    const teams = Object.values(TEXTS).flatMap((text) =>
      [...text.matchAll(/^ +team: (.*)$/gm)].map(([, team]) => team),
    );
    expect(new Set(teams)).toEqual(
      new Set(["cf-auth-preview", "cf-auth-drift", "cf-auth-rotate", `cf-auth-${STACK_INPUT}`]),
    );
  });

  it.each(["preview", "drift", "rotate"])("is reported if it is another one: %s", (name) => {
    const path = `.github/workflows/${name}.yml`;
    const text = TEXTS[path]?.replace(`team: cf-auth-${name}`, "team: cf-auth-production") ?? "";
    expect(wrong({ ...TEXTS, [path]: text })).toHaveLength(1);
  });
});
