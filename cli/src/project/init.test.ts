import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { failingService, fakeService, noPrompts, type TestOptions, testHome } from "../../test/test-io.ts";
import { TEMPLATES } from "./templates.ts";

let home: ReturnType<typeof testHome>;
let folder: string;
beforeEach(() => {
  home = testHome();
  folder = join(home.folder, "project");
  mkdirSync(folder);
});
afterEach(() => home.remove());

const URL_A = "https://auth.example.com";
const init = async (line = "", options: TestOptions = {}) =>
  await home.run(["init", ...line.split(" ").filter(Boolean)], { cwd: folder, ...options });
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe("cf-auth init", () => {
  it("writes the configuration, a model, its types and the names of secrets", async () => {
    expect(await init(`--url ${URL_A}/ --tenant acme`)).toMatchObject({ code: 0 });
    expect(readdirSync(folder).sort()).toEqual([".env.example", ".gitignore", "cf-auth.json", "model.fga", "model.ts"]);
    expect(JSON.parse(read("cf-auth.json"))).toEqual({ url: URL_A, tenant: "acme", model: "model.fga" });
    expect(read("model.ts")).toMatch(/^\/\/ Generated from model\.fga[\s\S]*viewer: /);
    expect(read(".env.example")).toMatch(/^CF_AUTH_KEY=$/m);
    expect(read(".gitignore")).toBe(".env\n.env.local\n");
  });

  it("changes nothing the second time", async () => {
    await init(`--url ${URL_A} --tenant acme`);
    const before = readdirSync(folder).map(read);
    const { code, out } = await init("--json");
    expect(code).toBe(0);
    expect(JSON.parse(out).files.map(({ change }: { change: string }) => change)).toEqual(Array(5).fill("none"));
    expect(readdirSync(folder).map(read)).toEqual(before);
  });

  it("replaces no file without --force, and writes nothing then", async () => {
    write(".env.example", "MINE=\n");
    const refused = await init(`--url ${URL_A}`);
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain(".env.example would be replaced");
    expect(readdirSync(folder)).toEqual([".env.example"]);
    expect(await init(`--url ${URL_A} --force`)).toMatchObject({ code: 0 });
    expect(read(".env.example")).toContain("CF_AUTH_KEY");
  });

  it("only adds lines to .gitignore, and none that it has", async () => {
    write(".gitignore", "dist/\n/.env");
    await init(`--url ${URL_A} --template none`);
    expect(read(".gitignore")).toBe("dist/\n/.env\n.env.local\n");
  });

  it("uses an existing model as it is", async () => {
    const model = "model\n  schema 1.1\n\ntype user\n\ntype repo\n  relations\n    define read: [user]\n";
    write("model.fga", model);
    expect(await init(`--url ${URL_A}`)).toMatchObject({ code: 0 });
    expect([read("model.fga"), read("model.ts")]).toEqual([model, expect.stringContaining("repo")]);
    expect(await init(`--url ${URL_A} --template roles`)).toMatchObject({ code: 1 });
    expect(read("model.fga")).toBe(model);
  });

  it("refuses an invalid model, and writes nothing", async () => {
    write("model.fga", "model\n  schema 1.1\n\ntype repo\n  relations\n    define read: [person]\n");
    const { code, err } = await init(`--url ${URL_A}`);
    expect([code, err]).toEqual([1, expect.stringContaining("invalid_model")]);
    expect(readdirSync(folder)).toEqual(["model.fga"]);
  });

  it("a dry run prints every file, and writes none", async () => {
    const { code, out } = await init(`--url ${URL_A} --dry-run`);
    expect(code).toBe(0);
    expect(out).toContain('cf-auth.json (create)\n  {\n    "url": "https://auth.example.com"');
    expect(out).toContain("type document");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("prompts on a terminal for what the flags leave open", async () => {
    const messages: string[] = [];
    const prompts = {
      ...noPrompts,
      text: async (message: string) => {
        messages.push(message);
        return message.startsWith("URL") ? URL_A : "";
      },
      select: async () => "organizations",
    };
    expect(await init("", { prompts })).toMatchObject({ code: 0 });
    expect(messages).toHaveLength(2);
    expect(JSON.parse(read("cf-auth.json"))).toEqual({ url: URL_A, model: "model.fga" });
    expect(read("model.fga")).toContain("type organization");
  });

  it("a model may be in a folder, without leaving the project", async () => {
    expect(await init(`--url ${URL_A} --model auth/permissions.fga`)).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, "auth")).sort()).toEqual(["permissions.fga", "permissions.ts"]);
    expect(await init(`--url ${URL_A} --model ../model.fga`)).toMatchObject({ code: 2 });
  });

  it.each(["", "--url auth.example.com", `--url ${URL_A} --template roles --from-tenant`, "--template unknown"])(
    "wrong usage: init %s",
    async (line) => {
      expect(await init(line)).toMatchObject({ code: 2, out: "" });
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it.each(TEMPLATES)("the template $name is a valid model", async ({ name, model }) => {
    expect(await init(`--url ${URL_A} --template ${name}`)).toMatchObject({ code: 0 });
    expect(read("model.fga")).toBe(model);
    for (const args of ["model validate --strict --offline", "model fmt --check"]) {
      expect(await home.run(args.split(" "), { cwd: folder })).toMatchObject({ code: 0 });
    }
  });
});

describe("cf-auth init --from-tenant", () => {
  const env = { CF_AUTH_KEY: "sk_live_abc" };
  const from = async (model: unknown) =>
    await init(`--url ${URL_A} --tenant acme --from-tenant`, { env, fetch: fakeService({ version: 3, model }).fetch });

  it("writes the tenant's model", async () => {
    const model = TEMPLATES[2]?.model;
    expect(await from(model)).toMatchObject({ code: 0 });
    expect(read("model.fga")).toBe(model);
  });

  it("writes the files of a modular model", async () => {
    const manifest = 'schema: "1.2"\ncontents:\n  - core.fga\n';
    const core = "module core\n\ntype user\n\ntype repo\n  relations\n    define read: [user]\n";
    const files = [
      { name: "fga.mod", contents: manifest },
      { name: "core.fga", contents: core },
    ];
    expect(await from(files)).toMatchObject({ code: 0 });
    expect(JSON.parse(read("cf-auth.json"))).toMatchObject({ model: "fga.mod" });
    expect([read("fga.mod"), read("core.fga"), existsSync(join(folder, "model.ts"))]).toEqual([manifest, core, true]);
  });

  it.each(["../core.fga", "/tmp/core.fga", "a/../../core.fga"])("refuses the module %s", async (name) => {
    const { code, err } = await from([
      { name: "fga.mod", contents: `schema: "1.2"\ncontents:\n  - ${name}\n` },
      { name, contents: "module core\n\ntype user\n" },
    ]);
    expect([code, err]).toEqual([1, expect.stringContaining("module_path_invalid")]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("reports the service's error, and writes nothing", async () => {
    const fetch = failingService("model_not_found", 409);
    expect(await init(`--url ${URL_A} --from-tenant`, { env, fetch })).toMatchObject({ code: 1 });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("commands in a project", () => {
  const calls = async (options: TestOptions, args = ["users", "list"]) => {
    const { fetch, calls } = fakeService();
    const env = { ...options.env };
    const { code } = await home.run(args, { ...options, env, fetch });
    return [code, calls.map(({ url, headers }) => [url, headers.get("x-tenant-id")])];
  };

  const storeKey = async (url: string, more: string[] = []) => {
    const login = ["login", "--url", url, "--key-stdin", ...more];
    await home.run(login, { stdin: "sk_live_stored\n", fetch: fakeService({ id: "ten_1" }).fetch });
  };

  beforeEach(async () => {
    await storeKey(URL_A);
    await init(`--url ${URL_A} --tenant acme --template roles`);
    mkdirSync(join(folder, "src/pages"), { recursive: true });
  });

  it("use url and tenant of cf-auth.json in the folder or a parent", async () => {
    for (const cwd of [folder, join(folder, "src/pages")]) expect(await calls({ cwd })).toEqual([0, [[URL_A, "acme"]]]);
  });

  it("let options and the environment replace them, and use its tenant at its own service only", async () => {
    const url = "https://b.example.com";
    const env = { CF_AUTH_URL: url, CF_AUTH_KEY: "sk_live_abc" };
    expect(await calls({ cwd: folder, env })).toEqual([0, [[url, null]]]);
    expect(await calls({ cwd: folder, env: { CF_AUTH_TENANT: "umbrella" } })).toEqual([0, [[URL_A, "umbrella"]]]);
  });

  it("prefer a profile that is named", async () => {
    const url = "https://staging.example.com";
    await storeKey(url, ["--profile", "staging"]);
    expect(await calls({ cwd: folder }, ["users", "list", "--profile", "staging"])).toEqual([0, [[url, null]]]);
  });

  it("send no stored key to the URL of cf-auth.json", async () => {
    await storeKey("https://b.example.com");
    expect(await calls({ cwd: folder })).toEqual([3, []]);
  });

  it("send no key of the environment to a URL that only cf-auth.json names", async () => {
    await storeKey("https://b.example.com");
    const env = { CF_AUTH_KEY: "sk_live_abc" };
    const { fetch, calls: sent } = fakeService();
    const result = await home.run(["users", "list"], { cwd: folder, env, fetch });
    expect(result).toMatchObject({ code: 2, err: expect.stringContaining(`set CF_AUTH_URL=${URL_A} beside the key.`) });
    expect(sent).toEqual([]);
    expect(await calls({ cwd: folder, env: { ...env, CF_AUTH_URL: URL_A } })).toEqual([0, [[URL_A, "acme"]]]);
  });

  it("about models take its model, also from a folder below", async () => {
    const result = await home.run(["model", "validate", "--offline"], { cwd: join(folder, "src") });
    expect(result).toMatchObject({ code: 0, out: "valid\n" });
    expect(await home.run(["model", "validate", "--offline"])).toMatchObject({ code: 2 });
  });

  it("refuse a file with a secret or of another form", async () => {
    for (const text of ['{"key":"sk_live_abc"}', '{"url":1}', "[]", "{"]) {
      write("cf-auth.json", text);
      expect(await calls({ cwd: folder })).toEqual([2, []]);
    }
    expect(await init(`--url ${URL_A} --force`)).toMatchObject({ code: 0 });
    expect(await calls({ cwd: folder })).toEqual([0, [[URL_A, null]]]);
  });
});
