// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of GitHub, and of scripts.
import { describe, expect, it } from "vitest";
import { programReads, workerReads, workflowReads } from "./reads.ts";

const program = (text: string) => programReads({ path: "p.ts", text });
const names = (text: string) => program(text).reads.map(({ name }) => name);

describe("reads of a program", () => {
  it.each<[string, string, string[]]>([
    ["a variable of the process", "process.env.HOST_A ?? process.env['HOST_B']", ["HOST_A", "HOST_B"]],
    ["several variables in one destructuring", "const { HOST_A, HOST_B: b = '' } = process.env;", ["HOST_A", "HOST_B"]],
    [
      "variables of an environment parameter",
      "const f = (env: NodeJS.ProcessEnv) => env.HOST_A + this.#env.HOST_B;",
      ["HOST_A", "HOST_B"],
    ],
    ["required names passed as strings", 'need("CLOUDFLARE_API_TOKEN"); need("OTHER")', ["CLOUDFLARE_API_TOKEN"]],
    [
      "configuration",
      'const config = new pulumi.Config("ns"); config.require("a"); config.getSecret("b")',
      ["ns:a", "ns:b"],
    ],
    ["configuration in one expression", 'new Config().requireObject<X>("a")', ["cf-auth:a"]],
    ["nothing of other objects", 'const map = new Map(); map.get("a"); process.env; import.meta.env.lower', []],
    [
      "names in a list",
      'const A = ["a", "b"] as const; const c = new pulumi.Config("n"); for (const x of A) c.get(x);',
      ["n:a", "n:b"],
    ],
    [
      "lists' names",
      'const A = ["a"]; const c = new pulumi.Config("n"); const all = [...A, ...(d ? ["b"] : [])]; all.map((x) => c.getSecret(x))',
      ["n:a", "n:b"],
    ],
    [
      "names in a schema",
      'const s = z.object({ a: z.string(), b: z.enum(["c"]) }); const c = new pulumi.Config("n"); Object.keys(s.shape).map((key) => [key, is(key) ? c.getObject(key) : c.get(key)])',
      ["n:a", "n:b", "n:a", "n:b"],
    ],
  ])("finds %s in a program", (_, text, expected) => {
    expect(names(text).sort()).toEqual(expected.sort());
    expect(program(text).problems).toEqual([]);
  });

  it("distinguishes required and optional configuration", () => {
    const { reads } = program('const c = new pulumi.Config("n"); c.requireSecretObject("a"); c.getNumber("b")');
    expect(reads.map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ["n:a", true],
      ["n:b", false],
    ]);
  });

  it("ignores variables that the program sets for a command", () => {
    const { reads, sets } = program(
      'new Command("c", { environment: { A_URL: x, ...(y && { B_URL: y }), lower: 1 }, create: "z" })',
    );
    expect([reads, sets]).toEqual([[], ["A_URL", "B_URL"]]);
  });

  it("reports a read whose name is not a literal", () => {
    const { problems } = program('const c = new pulumi.Config("n"); c.get(nameOf(x)); new pulumi.Config(x).get("a")');
    expect(problems).toEqual([
      "p.ts: c.get(nameOf(x)) does not show which variable it reads. Use a literal name.",
      'p.ts: new pulumi.Config(x).get("a") does not show which variable it reads. Use a literal name.',
    ]);
  });
});

it("finds the Worker's reads in its config type, the types that it extends, and the secrets of wrangler.jsonc", () => {
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

describe("reads of a workflow", () => {
  const workflow = (step: string, env = "{}") =>
    workflowReads({ path: "w.yml", text: `jobs: { a: { env: ${env}, steps: [${step}] } }` });

  it.each<[string, string, string[]]>([
    ["variables in its scripts", "{ run: 'curl $A_URL \"${B_URL}\"' }", ["A_URL", "B_URL"]],
    [
      "variables in expressions",
      "{ with: { x: '${{ env.A_URL }}' }, if: \"${{ env['B_URL'] }}\" }",
      ["A_URL", "B_URL"],
    ],
    [
      "nothing that the script sets",
      '{ run: "A_URL=x\\nexport B_URL=y; read -r C_URL\\necho $A_URL $B_URL $C_URL" }',
      [],
    ],
    [
      "nothing that the runner sets",
      "{ run: 'echo $GITHUB_SHA $RUNNER_TEMP $HOME $ACTIONS_ID_TOKEN_REQUEST_URL' }",
      [],
    ],
    ["nothing that the step sets", "{ env: { A_URL: x }, run: 'echo $A_URL' }", []],
    ["nothing that GitHub may store", "{ with: { x: '${{ vars.PULUMI_ORGANIZATION }}' } }", []],
    ["nothing in plain text", "{ run: 'echo \\$A_URL ${lower} $1' }", []],
  ])("finds %s in a workflow", (_, step, expected) => {
    const { reads, problems } = workflow(step);
    expect(reads.map(({ name }) => name)).toEqual(expected);
    expect(problems).toEqual([]);
  });

  it("ignores variables that the job or the workflow sets", () => {
    expect(workflow("{ run: 'echo $A_URL' }", "{ A_URL: x }").reads).toEqual([]);
  });

  it.each([
    [
      "{ env: { A: '${{ secrets.DEPLOY_KEY }}' } }",
      "w.yml: secrets.DEPLOY_KEY is stored with GitHub. Read it from Pulumi ESC.",
    ],
    ["{ with: { t: \"${{ secrets['GITHUB_TOKEN'] }}\" } }", "w.yml: secrets.GITHUB_TOKEN is stored with GitHub"],
    ["{ if: 'vars.REGION' }", "w.yml: vars.REGION is stored with GitHub"],
    ["{ secrets: inherit }", "w.yml: secrets.* is stored with GitHub"],
    ["{ with: { t: '${{ toJSON(secrets) }}' } }", "w.yml: secrets.* is stored with GitHub"],
  ])("reports a secret or variable that is stored with GitHub: %s", (step, problem) => {
    expect(workflow(step).problems).toContainEqual(expect.stringContaining(problem));
  });
});
