import { globSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import {
  type Environment,
  PROJECT,
  parse,
  readEnvironments,
  SERVICE_ENVIRONMENTS,
} from "../../src/environments/environment.ts";
import { problemsOf } from "../../src/environments/problems.ts";
import { environmentOf } from "../../src/names.ts";
import { ROOT } from "../../src/root.ts";
import { readStackConfig, type StackConfig } from "../../src/stack-config.ts";
import { field } from "../../src/value.ts";
import { registered } from "../registered.ts";
import { opened } from "./opened.ts";
import { plaintextSecrets } from "./plaintext-secrets.ts";
import { NOT_PROVIDED, unprovided, type WranglerVars } from "./provided.ts";
import { GITHUB_VARIABLES, programReads, type Source, workerReads, workflowReads } from "./reads.ts";

/** Checks that an environment provides every variable that is read, and that no secret is in plain text. */
const sources = (...patterns: string[]): Source[] =>
  globSync(patterns, { cwd: ROOT })
    .sort()
    .map((path) => ({ path, text: readFileSync(`${ROOT}${path}`, "utf8") }));

const programs = sources("infra/src/**/*.ts", "infra/policy/**/*.ts").filter(({ path }) => !path.endsWith(".test.ts"));
const workflows = sources(".github/workflows/*.yml", ".github/actions/*/action.yml");
const written = sources("infra/environments/*.yaml", "infra/Pulumi*.yaml");
const environments = readEnvironments();

/** Variables and required secrets of the Worker in `wrangler.jsonc`, for each environment. */
function wrangler(): { vars: WranglerVars; required: string[] } {
  const { config } = ts.parseConfigFileTextToJson("wrangler.jsonc", readFileSync(`${ROOT}wrangler.jsonc`, "utf8"));
  const vars = SERVICE_ENVIRONMENTS.map((name) => [name, Object.keys(config.env[name].vars)]);
  const required = SERVICE_ENVIRONMENTS.flatMap((name): string[] => config.env[name].secrets.required);
  return { vars: Object.fromEntries(vars), required: [...new Set(required)] };
}

const { vars, required } = wrangler();
const ports = sources("server/src/ports/*.ts").filter(({ path }) => !path.endsWith(".test.ts"));
const worker = workerReads(ports, required);
const found = [...programs.map(programReads), ...workflows.map(workflowReads)];
/** Variables that a program sets for its own commands need no environment. */
const set = new Set(found.flatMap((each) => each.sets));
const reads = [...worker, ...found.flatMap((each) => each.reads)].filter(
  ({ kind, name }) => kind !== "environment" || !set.has(name),
);

/** The environments with one of them changed. */
function changed(name: string, change: (yaml: string) => string): Environment[] {
  const others = environments.filter((each) => each.name !== name);
  const yaml = environments.find((each) => each.name === name)?.yaml ?? "";
  expect(change(yaml)).not.toBe(yaml);
  return [...others, parse(name, change(yaml))];
}

describe("every variable that is read", () => {
  it("is found", () => {
    const names = reads.map(({ name }) => name);
    const expected = [
      "JWT_SECRET",
      "EMAIL_FROM",
      "TURNSTILE_SECRET_KEY",
      "SES_ENDPOINT",
      `${PROJECT}:organization`,
      "PULUMI_ACCESS_TOKEN",
    ];
    expect(names).toEqual(expect.arrayContaining(expected));
    expect(found.flatMap((each) => each.problems)).toEqual([]);
  });

  it("is provided", () => {
    expect(unprovided(reads, environments, vars)).toEqual([]);
  });

  it("is provided, or has a documented reason and is really read", () => {
    const names = new Set(reads.map(({ name }) => name));
    const mentioned = new Set(
      workflows.flatMap(({ text }) => [...text.matchAll(/\bvars\.(\w+)/g)].map(([, name]) => name)),
    );
    expect(Object.keys(NOT_PROVIDED).filter((name) => !names.has(name))).toEqual([]);
    expect(Object.keys(GITHUB_VARIABLES).filter((name) => !mentioned.has(name))).toEqual([]);
  });

  it.each<[string, Source]>([
    ["in a program", { path: "p.ts", text: "process.env.CLOUDFLARE_ZONE" }],
    ["from the configuration", { path: "infra/src/x.ts", text: 'new pulumi.Config("cf-auth").get("zone")' }],
    ["in the account's program", { path: "infra/src/account.ts", text: 'new pulumi.Config("cf-auth").get("domain")' }],
  ])("is reported if no environment provides it: %s", (_, source) => {
    expect(unprovided(programReads(source).reads, environments, vars)).toHaveLength(1);
  });

  it("is reported if no environment provides it to a workflow", () => {
    const { reads } = workflowReads({ path: "w.yml", text: "run: curl $CF_AUTH_URL" });
    expect(unprovided(reads, environments, vars)[0]).toMatch(
      /^w\.yml: CF_AUTH_URL is read, but not provided by dev, preview/,
    );
  });

  it("is reported if no environment provides it to the Worker", () => {
    const text = "interface ConfigSource { readonly NEW_SECRET?: string }";
    const planted = workerReads([{ path: "c.ts", text }], ["NEWER_SECRET"]);
    expect(unprovided(planted, environments, vars)).toEqual([
      expect.stringMatching(/^c\.ts: NEW_SECRET is read/),
      expect.stringMatching(/^wrangler\.jsonc: NEWER_SECRET is read/),
    ]);
  });

  it("is reported if it is required and one environment lacks it", () => {
    const without = changed("production", (yaml) => yaml.replace(/^.*cf-auth:PASSWORD_PEPPER.*\n/m, ""));
    expect(unprovided(reads, without, vars)).toEqual([
      "server/src/ports/config.ts: PASSWORD_PEPPER is read, but not provided by production.",
    ]);
  });

  it("is reported if an import is removed", () => {
    const without = environments.map((each) => ({ ...each, imports: [] }));
    const problems = unprovided(reads, without, vars).map((problem) => problem.split(" ")[1]);
    expect(problems).toEqual(expect.arrayContaining(["AWS_REGION", `${PROJECT}:accountId`]));
  });
});

describe("the environments", () => {
  it("have no problem for Pulumi ESC", () => {
    expect(problemsOf(environments)).toEqual([]);
  });

  it.each<[string, string, (yaml: string) => string, RegExp]>([
    [
      "a missing import",
      "staging",
      (yaml) => yaml.replace("cf-auth/base", "cf-auth/bass"),
      /staging: cf-auth\/bass doesn't exist/,
    ],
    [
      "a secret that is not stored",
      "dev",
      (yaml) => yaml.replace("dev.JWT_SECRET", "dev.JWT_SECERT"),
      /has nothing at JWT_SECERT/,
    ],
    ["a circle", "account", (yaml) => `imports: [cf-auth/base]\n${yaml}`, /account, base import each other/],
    [
      "a value repeated from base",
      "dev",
      (yaml) => `${yaml}    cf-auth:upload: version\n`,
      /cf-auth:upload repeats the value of an import/,
    ],
  ])("are rejected with %s", (_, name, change, problem) => {
    expect(problemsOf(changed(name, change))).toContainEqual(expect.stringMatching(problem));
  });

  it.each([...SERVICE_ENVIRONMENTS.filter((name) => name !== "preview"), "pr-12"])(
    "configure the stack %s completely",
    async (stack) => {
      const config = opened(environmentOf(stack)).pulumiConfig as Record<string, unknown>;
      let read: StackConfig | undefined;
      await registered(
        () => {
          read = readStackConfig(stack);
        },
        { stack, config },
      );
      expect(read).toMatchObject({ stack, mailFrom: expect.stringContaining(`@${read?.mailDomain}`) });
    },
  );

  it("reject a duplicate key", () => {
    expect(() => changed("dev", (yaml) => `${yaml}    cf-auth:domain: other.example.com\n`)).toThrow("must be unique");
  });

  it("have separate secrets, roles and mailer keys", () => {
    for (const name of SERVICE_ENVIRONMENTS) {
      const yaml = environments.find((each) => each.name === name)?.yaml ?? "";
      const others = SERVICE_ENVIRONMENTS.filter((other) => other !== name);
      const foreign = others.filter((other) => new RegExp(`(?:secrets|mailer|pulumi|rotator)-${other}\\b`).test(yaml));
      expect([name, ...foreign]).toEqual([name]);
    }
  });
});

describe("stacks", () => {
  it("exist for every stack's configuration file", () => {
    const stacks = written.filter(({ path }) => /Pulumi\.\w+\.yaml$/.test(path));
    expect(stacks.map(({ path }) => path.split(".")[1])).toEqual([
      "account",
      "dev",
      "preview",
      "production",
      "staging",
    ]);
    for (const { path, text } of stacks)
      expect(field(parseYaml(text), "environment"), path).toEqual([`${PROJECT}/${path.split(".")[1]}`]);
    expect(environments.map(({ name }) => name)).toEqual(
      expect.arrayContaining(stacks.map(({ path }) => path.split(".")[1])),
    );
  });
});

describe("plain-text secrets", () => {
  const open = (all: readonly Source[]) =>
    all.flatMap(({ path, text }) => plaintextSecrets(parseYaml(text)).map((where) => `${path}: ${where}`));

  it("are absent from environments, stacks and workflows", () => {
    expect(written.length).toBeGreaterThan(10);
    expect(open([...written, ...workflows])).toEqual([]);
  });

  it.each([
    ["a literal", "    cloudflare:apiToken: abcdef\n", "values.pulumiConfig.cloudflare:apiToken"],
    [
      "a literal in an ESC environment",
      "    cf-auth:new: { fn::secret: abc }\n",
      "values.pulumiConfig.cf-auth:new.fn::secret",
    ],
    [
      "a string in a secret's format",
      `    cf-auth:smoke: sk_test_${"a".repeat(49)}\n`,
      "values.pulumiConfig.cf-auth:smoke",
    ],
  ])("are reported: %s", (_, line, where) => {
    const text = (written.find(({ path }) => path.endsWith("/dev.yaml"))?.text ?? "").replace(
      /^.*cloudflare:apiToken.*\n/m,
      "",
    );
    expect(open([{ path: "dev.yaml", text: text + line }])).toEqual([`dev.yaml: ${where}`]);
  });
});
