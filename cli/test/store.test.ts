import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readStoreFile, schemaOf } from "@cf-auth/conformance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { adminLogin, startTestStack, type TestStack } from "../../tools/local/test/test-stack.ts";
import { importTuples } from "../src/graph/import-tuples.ts";
import { connect } from "../src/profile/connection.ts";
import { settingsOf } from "../src/profile/settings.ts";
import { type CommandResult, testHome, testIo } from "./test-io.ts";

const ROOT = join(import.meta.dirname, "../..");
const STORES = globSync(
  `tools/conformance/data/stores/${process.env.LONG_TESTS === "1" ? "*" : "{github,condition-data-types}"}/store.fga.yaml`,
  { cwd: ROOT },
);
const CONDITIONAL = `name: conditional
model: |
  model
    schema 1.1
  type user
  type doc
    relations
      define reader: [user, user with late]
  condition late(hour: int, from: int) {
    hour > from
  }
tuples:
  - { user: "user:anne", relation: reader, object: "doc:1", condition: { name: late, context: { from: 18 } } }
  - { user: "user:bob", relation: reader, object: "doc:1", expires_at: "2099-01-31T12:00:00Z" }
tests:
  - name: at night
    tuples: [{ user: "user:eve", relation: reader, object: "doc:2" }]
    check:
      - { user: "user:anne", object: "doc:1", context: { hour: 20 }, assertions: { reader: true } }
      - { user: "user:anne", object: "doc:1", context: { hour: 9 }, assertions: { reader: false } }
      - { user: "user:eve", object: "doc:2", assertions: { reader: true } }
    list_objects:
      - { user: "user:bob", type: doc, assertions: { reader: ["doc:1"] } }
    list_users:
      - { object: "doc:2", user_filter: [{ type: user }], assertions: { reader: { users: ["user:eve"] } } }
`;

let stack: TestStack;
let home: ReturnType<typeof testHome>;
let key: string;

beforeAll(async () => {
  stack = await startTestStack();
  home = testHome();
  const { args, stdin } = adminLogin(stack);
  await home.run(args, { stdin });
  const { out } = await home.run("tenants create --slug acme --name Acme --json".split(" "));
  ({ secretKey: key } = JSON.parse(out));
});
afterAll(async () => {
  await stack.stop();
  home.remove();
});

const acme = async (...args: string[]): Promise<CommandResult> => await home.run([...args, "--tenant", "acme"]);

function written(name: string, text: string): string {
  const file = join(home.folder, name);
  writeFileSync(file, text);
  return file;
}

describe("a store", () => {
  it.each(STORES)(
    "%s is loaded into a tenant, its tests pass there, and its export is the same store",
    async (path) => {
      const file = join(ROOT, path);
      const imported = await acme("store", "import", file, "--replace");
      expect(imported).toMatchObject({ code: 0 });
      expect(imported.out).toMatch(/^[1-9]\d* passed, 0 failed\n$/);
      const exported = join(home.folder, "exported.fga.yaml");
      expect(await acme("store", "export", exported)).toMatchObject({ code: 0, out: "" });
      const [before, after] = [readStoreFile(file), readStoreFile(exported)];
      expect(schemaOf(after.model).relations.length).toBe(schemaOf(before.model).relations.length);
      const reread = await acme("store", "import", exported, "--replace");
      expect(reread.err).toContain("already is this model");
      expect(reread.err).toContain(`Imported ${after.tuples.length} tuples: 0 added, 0 removed.`);
      // Byte for byte, once it is in canonical form.
      const { out } = await acme("store", "export");
      expect(out).toBe(readFileSync(exported, "utf8"));
    },
  );

  it("has conditions, expiries, and tests with tuples and context of their own", async () => {
    const { code, out } = await acme("store", "import", written("conditional.fga.yaml", CONDITIONAL), "--replace");
    expect({ code, out }).toEqual({ code: 0, out: "5 passed, 0 failed\n" });
    const store = parse((await acme("store", "export")).out);
    expect(store.tuples).toEqual(parse(CONDITIONAL).tuples);
    expect(store.model).toBe(parse(CONDITIONAL).model);
  });

  it("that fails a test exits with 1, and prints the query", async () => {
    const file = written("failing.fga.yaml", CONDITIONAL.replace("reader: false", "reader: true"));
    const { code, out } = await acme("store", "import", file, "--replace");
    expect(code).toBe(1);
    expect(out).toBe(
      `${file}: at night\n  check user:anne reader doc:1, with context {"hour":9}\n  expected: allowed\n  actual:   denied\n4 passed, 1 failed\n`,
    );
    expect(await acme("store", "import", file, "--no-tests")).toMatchObject({ code: 0, out: "" });
  });

  it("names files: modules, and tuples in each form", async () => {
    mkdirSync(join(home.folder, "modular"));
    const modular = (name: string, text: string) => written(join("modular", name), text);
    modular("fga.mod", "schema: '1.2'\ncontents:\n  - core.fga\n");
    modular("core.fga", "module core\ntype user\ntype doc\n  relations\n    define reader: [user]\n");
    modular("a.csv", "user_type,user_id,relation,object_type,object_id\nuser,a,reader,doc,1\n");
    modular("b.json", '[{"user":"user:b","relation":"reader","object":"doc:1"}]');
    modular("c.jsonl", '{"user":"user:c","relation":"reader","object":"doc:1"}\n');
    modular("d.yaml", "- { user: 'user:d', relation: reader, object: 'doc:1' }\n");
    const users =
      "list_users: [{ object: 'doc:1', user_filter: [{ type: user }], assertions: { reader: { users: USERS } } }]";
    const names = ["a", "b", "c", "d"].map((name) => `"user:${name}"`);
    const store = `model_file: fga.mod\ntuple_file: a.csv\ntuple_files: [b.json, c.jsonl, d.yaml]\ntests:\n  - ${users.replace("USERS", `[${names.join()}]`)}\n`;
    const { code, out } = await acme("store", "import", modular("store.fga.yaml", store), "--replace");
    expect({ code, out }).toEqual({ code: 0, out: "1 passed, 0 failed\n" });
    // In one file, which any reader of stores takes.
    expect(parse((await acme("store", "export")).out).model).toContain("type user");
  });

  it("with an invalid tuple changes no tuple, and names the tuple by its number", async () => {
    const { out: before } = await acme("export");
    const file = written("invalid.fga.yaml", CONDITIONAL.replace("user:bob", "robot:bob"));
    const { code, err } = await acme("store", "import", file);
    expect(code).toBe(1);
    expect(err).toContain("Line 2: ");
    expect((await acme("export")).out).toBe(before);
  });

  it("in a dry run prints what the model would change, and changes nothing", async () => {
    const { out: before } = await acme("store", "export");
    const { out } = await acme("store", "import", join(ROOT, STORES[0] ?? ""), "--dry-run");
    expect(out).toMatch(/\+ relation .*\n\d+ tuples\n$/s);
    expect((await acme("store", "export")).out).toBe(before);
  });
});

describe("tuples", () => {
  it.each(["csv", "jsonl", "ndjson", "json", "yaml", "yml"])("are exported and imported as .%s", async (extension) => {
    await acme("store", "import", written("conditional.fga.yaml", CONDITIONAL), "--replace", "--no-tests");
    const file = join(home.folder, `tuples.${extension}`);
    expect(await acme("export", file)).toMatchObject({ code: 0, out: "" });
    expect(await acme("delete", "--file", file)).toMatchObject({ code: 0 });
    const imported = await acme("import", file, "--json");
    expect(JSON.parse(imported.out)).toMatchObject({ addedCount: 2 });
    const format = { ndjson: "jsonl", yml: "yaml" }[extension] ?? extension;
    expect((await acme("export", "--format", format)).out).toBe(readFileSync(file, "utf8"));
    expect(await acme("delete", "--file", file)).toMatchObject({ code: 0 });
    expect(await acme("write", "--file", file)).toMatchObject({ code: 0 });
    expect((await acme("export", "--format", format)).out).toBe(readFileSync(file, "utf8"));
  });

  it("go through R2 in each form, if the file is large", async () => {
    const io = testIo({ CF_AUTH_URL: stack.url, CF_AUTH_KEY: key, XDG_CONFIG_HOME: home.folder });
    const connection = connect(settingsOf({}, io), io);
    for (const format of ["csv", "jsonl", "json", "yaml"] as const) {
      const content = new Blob([(await acme("export", "--format", format)).out]);
      const result = await importTuples({ content, format }, { mode: "replace" }, connection, io, 0);
      expect(result).toMatchObject({ tupleCount: 2, unchangedCount: 2 });
    }
  });

  it("with an invalid row are refused with its line", async () => {
    const file = written("bad.yaml", "- user: user:anne\n  relation: reader\n  object: doc:1\n- user: *a\n");
    const { code, err } = await acme("import", file);
    expect(code).toBe(1);
    expect(err).toContain("Line 4: Aliases (*) aren't accepted");
  });
});

it("a model in JSON is validated, compared and applied, and formatting leaves it", async () => {
  const definition = { schema_version: "1.1", type_definitions: [{ type: "user" }, { type: "doc" }] };
  const file = written("model.json", JSON.stringify(definition));
  expect(await acme("model", "validate", file)).toMatchObject({ code: 0, out: "valid\n" });
  expect(await acme("model", "diff", file)).toMatchObject({ code: 0 });
  expect(await acme("model", "apply", file)).toMatchObject({ code: 0 });
  expect(await acme("model", "fmt", "--check", file)).toMatchObject({ code: 0 });
  expect(parse((await acme("store", "export")).out).model).toContain("type doc");
  const broken = written("broken.json", JSON.stringify({ type_definitions: [{ type: "a b" }] }));
  const { code, out } = await acme("model", "validate", broken);
  expect(code).toBe(1);
  expect(out).toContain(`${broken}:1:1: /type_definitions/0/type: type must be a name`);
});
