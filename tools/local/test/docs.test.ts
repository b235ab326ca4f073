import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as sdk from "@cf-auth/client";
import { seedTenant } from "@cf-auth/seeds";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../src/paths.ts";
import { installCli } from "./install-cli.ts";
import type { ProgramResult } from "./run-programs.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

/** Every code block of the README and the guides does what it says. */
const DOCS = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".md"),
);
const PAGES = [
  "README.md",
  "client-sdk/README.md",
  "server/src/generated/llms.txt",
  ...DOCS.map((name) => `docs/${name}`),
];
/** Inside the repository, so that programs find its packages. */
const programs = join(ROOT, "tools/local/dist/docs");

interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

const blocks = PAGES.flatMap(blocksOf);
const of = (language: string) => blocks.filter((block) => block.language === language);

let stack: TestStack;
let env: Record<string, string>;

beforeAll(async () => {
  stack = await startTestStack();
  const { tenant } = stack;
  mkdirSync(programs, { recursive: true });
  env = {
    CF_AUTH_URL: stack.url,
    CF_AUTH_TENANT: tenant.id,
    CF_AUTH_SECRET_KEY: tenant.secretKey,
    CF_AUTH_PUBLISHABLE_KEY: tenant.publishableKey,
    CF_AUTH_ADMIN: tenant.admin.email,
    CF_AUTH_ADMIN_PASSWORD: tenant.admin.password,
    CF_AUTH_ADMIN_DEVICE: tenant.admin.deviceToken,
    CF_AUTH_ADMIN_CODE: tenant.adminFactor.backupCodes[0] ?? "",
  };
});
afterAll(async () => {
  await stack.stop();
  rmSync(programs, { recursive: true, force: true });
});

it("there is no language of block that nobody looks at", () => {
  // Stacks' own files, in YAML, are tried where the program is: infra/test/docs.test.ts.
  expect([...new Set(blocks.map((block) => block.language))].sort()).toEqual([
    "csv",
    "fga",
    "sh",
    "text",
    "ts",
    "yaml",
  ]);
});

describe("programs run, and print what stands beside them", () => {
  const fileOf = ({ page, line }: Block) => join(programs, `${page.replaceAll("/", "-")}-${line}.ts`);
  const results = new Map<string, ProgramResult>();

  beforeAll(async () => {
    for (const block of of("ts")) writeFileSync(fileOf(block), block.code);
    const args = [join(ROOT, "tools/local/test/run-programs.ts"), ...of("ts").map(fileOf)];
    // Ends only if every program leaves nothing running.
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
    for (const line of stdout.trimEnd().split("\n")) {
      const result: ProgramResult = JSON.parse(line);
      results.set(result.file, result);
    }
  });

  it.each(of("ts"))("$page:$line", (block) => {
    const expected = [...block.code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
    const file = fileOf(block);
    expect(results.get(file)).toEqual({ file, printed: expected.join("\n") });
  });
});

describe("commands are there", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const { bin } = JSON.parse(readFileSync(join(ROOT, "client-sdk/package.json"), "utf8"));
  const commands = of("sh")
    .filter(isOfRepository)
    .flatMap(({ page, line, code }) =>
      code
        .split("\n")
        .flatMap((text) => text.replace(/#.*/, "").split("&&"))
        .map((text) => ({ page, line, command: text.trim() })),
    );

  it.each(commands.filter(({ command }) => command !== ""))("$page:$line $command", async ({ command }) => {
    const [program, verb = "", script = ""] = command.split(/\s+/);
    if (program === "curl") {
      // The same request, without asking the machine for curl.
      const url = /http:\/\/127\.0\.0\.1:8787(\S*)/.exec(command)?.[1] ?? "";
      expect(await (await fetch(`${stack.url}${url}`)).json()).toMatchObject({ status: "ok" });
      return;
    }
    if (program === "npx") {
      expect(bin).toHaveProperty([verb]);
      return;
    }
    expect(program).toBe("npm");
    if (verb !== "ci") expect(scripts).toHaveProperty([verb === "run" ? script : verb]);
  });
});

describe("commands of the command line run, and print what stands beside them", () => {
  const runs = of("sh").filter((block) => !isOfRepository(block) && !isHttp(block));
  // Later blocks of a page use the files and the variables of earlier ones.
  const state = { exported: "" };
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "cf-auth-docs-"));
    await installCli(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(runs)("$page:$line", async ({ code }) => {
    const { CF_AUTH_TENANT: _, ...variables } = env;
    const { PATH = "" } = process.env;
    const options = {
      cwd: folder,
      env: { ...variables, PATH: `${join(folder, "node_modules/.bin")}:${PATH}`, HOME: folder },
    };
    state.exported += code.match(/^export .*$/gm)?.join("\n") ?? "";
    const { stdout } = await promisify(execFile)(
      "bash",
      ["-euo", "pipefail", "-c", `${state.exported}\n${code}`],
      options,
    );
    const printed = stdout.split("\n");
    for (const [, text] of code.matchAll(/^cf-auth .*? # (.*)$/gm)) expect(printed).toContain(text);
  });
});

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
if (!hasCurl) console.warn("There is no curl here: the examples with curl are not run.");

describe.runIf(hasCurl)("calls with curl get the responses that stand beside them", () => {
  it.each(of("sh").filter(isHttp))("$page:$line", async ({ code }) => {
    const { PATH = "" } = process.env;
    const lines = code.replaceAll("\\\n", " ").split("\n");
    const commands = lines.map((line) => (line.startsWith("curl ") ? `${line}; echo` : line)).join("\n");
    const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", commands], {
      env: { ...env, PATH },
    });
    const answers = stdout.trimEnd().split("\n");
    const calls = lines.filter((line) => line.startsWith("curl ") || line.startsWith("# {"));
    expect(answers).toHaveLength(calls.filter((line) => line.startsWith("curl ")).length);
    let answer = -1;
    for (const line of calls) {
      if (line.startsWith("curl ")) answer++;
      else expect(JSON.parse(answers[answer] ?? "")).toMatchObject(shown(line.slice(2)) as object);
    }
  });
});

describe("models and graphs are valid", () => {
  const tenant = async (slug: string) => {
    const admin = await signInAdmin(stack.url, stack.tenant);
    const { secretKey } = await admin.tenants.create({ slug, name: slug });
    return sdk.createClient({ url: stack.url, key: secretKey });
  };
  const fileOf = (name: string, code: string) => {
    const file = join(programs, name);
    writeFileSync(file, code);
    return new URL(`file://${file}`);
  };

  it.each(of("fga"))("$page:$line", async ({ line, code }) => {
    const client = await tenant(`model-${line}`);
    expect(await client.authz.model.put({ model: code })).toMatchObject({ version: 1 });
  });

  it.each(of("csv"))("$page:$line", async ({ line, code }) => {
    const client = await tenant(`graph-${line}`);
    const kubernetes = new URL("../../../seeds/kubernetes-org/model.fga", import.meta.url);
    await seedTenant(client, { model: kubernetes, graph: fileOf("graph.csv", code) });
    expect((await client.authz.graph.export({})).csv).toBe(code);
  });
});

describe("links lead somewhere", () => {
  it.each(PAGES)("%s", async (page) => {
    const text = readFileSync(join(ROOT, page), "utf8");
    for (const [, target = ""] of text.matchAll(/\]\(([^)#]+)\)/g)) {
      // What is served is linked to from the root of a deployment.
      if (/^https?:/.test(target)) continue;
      if (target.startsWith("/")) {
        expect((await fetch(`${stack.url}${target}`)).status).toBe(200);
        continue;
      }
      expect(readFileSync(new URL(target, `file://${join(ROOT, page)}`), "utf8")).toBeTruthy();
    }
  });
});

/** Whether a block of commands is about this repository, and not about the installed command line. */
function isOfRepository({ code }: Block): boolean {
  return !isHttp({ code }) && !/\bcf-auth /.test(code.replaceAll("npm run cf-auth ", ""));
}

/** Whether a block calls the API with curl. */
function isHttp({ code }: Pick<Block, "code">): boolean {
  return code.includes("$CF_AUTH_URL/");
}

/** The fields in what a comment shows of a response: "…" stands for others. */
function shown(text: string): unknown {
  return JSON.parse(text.replace(/, …(?=[}\]])/g, ""));
}

function blocksOf(page: string): Block[] {
  const lines = readFileSync(join(ROOT, page), "utf8").split("\n");
  const found: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const language = /^```(\w+)$/.exec(lines[i] ?? "")?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf("```", i);
    found.push({ page, line: i + 1, language, code: `${lines.slice(i + 1, end).join("\n")}\n` });
    i = end;
  }
  return found;
}
