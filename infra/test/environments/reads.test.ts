// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of GitHub, and of scripts.
import { describe, expect, it } from "vitest";
import { programReads, workerReads, workflowReads } from "./reads.ts";

const program = (text: string) => programReads({ path: "p.ts", text });
const names = (text: string) => program(text).reads.map(({ name }) => name);

describe("a program reads", () => {
  it.each<[string, string, string[]]>([
    ["a variable of the process", "process.env.HOST_A ?? process.env['HOST_B']", ["HOST_A", "HOST_B"]],
    ["several at once", "const { HOST_A, HOST_B: b = '' } = process.env;", ["HOST_A", "HOST_B"]],
    [
      "those of an environment that it was given",
      "const f = (env: NodeJS.ProcessEnv) => env.HOST_A + this.#env.HOST_B;",
      ["HOST_A", "HOST_B"],
    ],
    ["what it asks others for by name", 'need("CLOUDFLARE_API_TOKEN"); need("OTHER")', ["CLOUDFLARE_API_TOKEN"]],
    [
      "configuration",
      'const config = new pulumi.Config("ns"); config.require("a"); config.getSecret("b")',
      ["ns:a", "ns:b"],
    ],
    ["configuration at once", 'new Config().requireObject<X>("a")', ["cf-auth:a"]],
    ["nothing of another's", 'const map = new Map(); map.get("a"); process.env; import.meta.env.lower', []],
    [
      "a list's names",
      'const A = ["a", "b"] as const; const c = new pulumi.Config("n"); for (const x of A) c.get(x);',
      ["n:a", "n:b"],
    ],
    [
      "lists' names",
      'const A = ["a"]; const c = new pulumi.Config("n"); const all = [...A, ...(d ? ["b"] : [])]; all.map((x) => c.getSecret(x))',
      ["n:a", "n:b"],
    ],
    [
      "a schema's names",
      'const s = z.object({ a: z.string(), b: z.enum(["c"]) }); const c = new pulumi.Config("n"); Object.keys(s.shape).map((key) => [key, is(key) ? c.getObject(key) : c.get(key)])',
      ["n:a", "n:b", "n:a", "n:b"],
    ],
  ])("%s", (_, text, expected) => {
    expect(names(text).sort()).toEqual(expected.sort());
    expect(program(text).problems).toEqual([]);
  });

  it("what it must have, and what it may", () => {
    const { reads } = program('const c = new pulumi.Config("n"); c.requireSecretObject("a"); c.getNumber("b")');
    expect(reads.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ["n:a", true],
      ["n:b", false],
    ]);
  });

  it("nothing that it sets itself, for a command", () => {
    const { reads, sets } = program(
      'new Command("c", { environment: { A_URL: x, ...(y && { B_URL: y }), lower: 1 }, create: "z" })',
    );
    expect([reads, sets]).toEqual([[], ["A_URL", "B_URL"]]);
  });

  it("nothing that cannot be told from its text without a problem", () => {
    const { problems } = program('const c = new pulumi.Config("n"); c.get(nameOf(x)); new pulumi.Config(x).get("a")');
    expect(problems).toEqual([
      "p.ts: c.get(nameOf(x)) does not say which variable it reads; name it as a literal.",
      'p.ts: new pulumi.Config(x).get("a") does not say which variable it reads; name it as a literal.',
    ]);
  });
});

it("the Worker reads the texts of its source, of what that extends, and what wrangler.jsonc demands", () => {
  const sources = [
    {
      path: "a.ts",
      text: "export interface ConfigSource extends Mail { readonly A?: string; readonly BINDING?: unknown }",
    },
    { path: "b.ts", text: "interface Mail { readonly B?: string } interface Other { readonly C?: string }" },
  ];
  expect(workerReads(sources, ["B", "D"]).map(({ name, path, isRequired }) => [name, path, isRequired])).toEqual([
    ["A", "a.ts", false],
    ["B", "b.ts", true],
    ["D", "wrangler.jsonc", true],
  ]);
});

describe("a workflow reads", () => {
  const workflow = (step: string, env = "{}") =>
    workflowReads({ path: "w.yml", text: `jobs: { a: { env: ${env}, steps: [${step}] } }` });

  it.each<[string, string, string[]]>([
    ["variables of its scripts", "{ run: 'curl $A_URL \"${B_URL}\"' }", ["A_URL", "B_URL"]],
    ["variables by expression", "{ with: { x: '${{ env.A_URL }}' }, if: \"${{ env['B_URL'] }}\" }", ["A_URL", "B_URL"]],
    ["not what the script sets", '{ run: "A_URL=x\\nexport B_URL=y; read -r C_URL\\necho $A_URL $B_URL $C_URL" }', []],
    ["not what the runner sets", "{ run: 'echo $GITHUB_SHA $RUNNER_TEMP $HOME $ACTIONS_ID_TOKEN_REQUEST_URL' }", []],
    ["not what is set beside it", "{ env: { A_URL: x }, run: 'echo $A_URL' }", []],
    ["not what GitHub may hold", "{ with: { x: '${{ vars.PULUMI_ORGANIZATION }}' } }", []],
    ["not what is only text", "{ run: 'echo \\$A_URL ${lower} $1' }", []],
  ])("%s", (_, step, expected) => {
    const { reads, problems } = workflow(step);
    expect(reads.map(({ name }) => name)).toEqual(expected);
    expect(problems).toEqual([]);
  });

  it("what stands around its steps", () => {
    expect(workflow("{ run: 'echo $A_URL' }", "{ A_URL: x }").reads).toEqual([]);
  });

  it.each([
    [
      "{ env: { A: '${{ secrets.DEPLOY_KEY }}' } }",
      "w.yml: secrets.DEPLOY_KEY is stored with GitHub; take it from Pulumi ESC.",
    ],
    ["{ with: { t: \"${{ secrets['GITHUB_TOKEN'] }}\" } }", "w.yml: secrets.GITHUB_TOKEN is stored with GitHub"],
    ["{ if: 'vars.REGION' }", "w.yml: vars.REGION is stored with GitHub"],
    ["{ secrets: inherit }", "w.yml: secrets.* is stored with GitHub"],
    ["{ with: { t: '${{ toJSON(secrets) }}' } }", "w.yml: secrets.* is stored with GitHub"],
  ])("no secret or variable of GitHub's: %s", (step, problem) => {
    expect(workflow(step).problems).toContainEqual(expect.stringContaining(problem));
  });
});
