import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";
import { codeIn, send } from "../../test/raw.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define reader: [user]
`;

let graph: Awaited<ReturnType<typeof createGraph>>;
let authz: (typeof graph)["authz"];
beforeAll(async () => {
  graph = await createGraph(MODEL);
  ({ authz } = graph);
});

/** The first problem of a model, which is the same in every procedure that reads a model. */
async function errorOfModel(model: Parameters<typeof authz.model.put.mutate>[0]["model"]) {
  const { valid, problems } = await authz.model.validate.query({ model });
  expect(valid).toBe(false);
  const calls = [authz.model.put.mutate({ model }), authz.model.diff.query({ model })];
  for (const error of await Promise.all(calls.map((call) => errorOf(call)))) {
    expect(error).toMatchObject({ code: "invalid_model", details: { problems } });
  }
  return problems[0];
}

const modules = (contents: Record<string, string>) =>
  Object.entries({ "core.fga": "module core\ntype user\n", ...contents }).map(([name, text]) => ({
    name,
    contents: text,
  }));
const manifest = (...names: string[]) => `schema: '1.2'\ncontents:\n${names.map((name) => `  - ${name}\n`).join("")}`;

describe("a model in JSON", () => {
  const json = {
    id: "01HVMMBCMGZNT3SED4Z17ECXCA",
    schema_version: "1.1",
    type_definitions: [
      { type: "user" },
      {
        type: "doc",
        relations: { reader: { this: {} } },
        metadata: { relations: { reader: { directly_related_user_types: [{ type: "user" }] } } },
      },
    ],
    conditions: {},
  };

  it("is accepted as text and as an object, which means the same and is stored as text", async () => {
    const { authz: own } = await createGraph(MODEL);
    for (const model of [json, JSON.stringify(json)]) {
      expect(await own.model.validate.query({ model })).toMatchObject({ valid: true, problems: [] });
      expect(await own.model.diff.query({ model })).toMatchObject({ changedRelations: [], removedRelations: [] });
      expect(await own.model.put.mutate({ model })).toMatchObject({ version: 2 });
      expect((await own.model.get.query({})).model).toBe(JSON.stringify(json));
    }
    await own.write.mutate({ writes: [t("user:anne reader doc:1")] });
    expect(await own.check.query(t("user:anne reader doc:1"))).toMatchObject({ allowed: true });
  });

  it("names its mistakes by JSON pointer", async () => {
    const wrong = structuredClone(json);
    wrong.type_definitions[1] = { ...json.type_definitions[1], type: "a b" };
    const problem = { line: 1, column: 1, pointer: "/type_definitions/1/type", message: expect.any(String) };
    expect(await errorOfModel(wrong)).toEqual(problem);
    expect(await errorOfModel(JSON.stringify(wrong))).toEqual(problem);
  });

  it("is refused if it is nested too deep, too long, or has another field", async () => {
    let deep: unknown = {};
    for (let i = 0; i < 250; i++) deep = [deep];
    const long = { ...json, type_definitions: [{ type: "x".repeat(600_000) }] };
    const other = { ...json, types: [] };
    expect(await errorOf(authz.model.put.mutate({ model: { type_definitions: [deep] } }))).toMatchObject({
      code: "invalid_input",
    });
    expect(await errorOf(authz.model.put.mutate({ model: other }))).toMatchObject({ code: "invalid_input" });
    expect(await errorOf(authz.model.put.mutate({ model: long }))).toMatchObject({ code: "invalid_model" });
  });
});

describe("a model's text", () => {
  it("accepts a byte order mark, and returns the text unchanged", async () => {
    const marked = `\ufeff${MODEL.replace("reader", "writer")}`;
    expect(await authz.model.validate.query({ model: marked })).toMatchObject({ valid: true });
    await authz.model.put.mutate({ model: marked });
    expect((await authz.model.get.query({})).model).toBe(marked);
    const files = modules({ "fga.mod": `\ufeff${manifest("core.fga")}`, "core.fga": "\ufeffmodule core\ntype user\n" });
    expect(await authz.model.validate.query({ model: files })).toMatchObject({ valid: true });
    await authz.model.put.mutate({ model: MODEL });
  });

  it("evaluates parameters of type any, also in lists and maps", async () => {
    const { authz: own } = await createGraph(MODEL);
    const model = `${MODEL.replace("[user]", "[user with loose]")}condition loose(x: any, l: list<any>, m: map<any>) {
  (x == "yes" || x == 1.0) && l.exists(i, i == m.key) && m.deep.er == [1.0, "a", null]
}
`;
    await own.model.put.mutate({ model });
    expect((await own.model.get.query({})).model).toBe(model);
    const context = { l: [1, "b", { c: [] }], m: { key: "b", deep: { er: [1, "a", null] } } };
    const tuple = { ...t("user:a reader doc:1"), condition: { name: "loose", context } };
    await own.write.mutate({ writes: [tuple] });
    expect((await own.read.query({})).items).toEqual([tuple]);
    const allowed = async (x: unknown) =>
      (await own.check.query({ ...t("user:a reader doc:1"), context: { x } })).allowed;
    expect([await allowed("yes"), await allowed(1), await allowed("no"), await allowed([1])]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect((await own.check.query(t("user:a reader doc:1"))).allowed).toBe("conditional");
    const deep = { ...tuple, condition: { name: "loose", context: { x: 1, l: "no list" } } };
    expect(await errorOf(own.write.mutate({ writes: [deep] }))).toMatchObject({
      code: "invalid_context",
      message: 'Parameter l of condition loose must be a list of JSON value, not "no list".',
    });
  });

  it("accepts JSON as text, and returns it unchanged", async () => {
    const { authz: own } = await createGraph(MODEL);
    const model = JSON.stringify({
      schema_version: "1.1",
      type_definitions: [
        { type: "user" },
        {
          type: "doc",
          relations: { writer: { this: {} } },
          metadata: { relations: { writer: { directly_related_user_types: [{ type: "user" }] } } },
        },
      ],
    });
    expect(await own.model.validate.query({ model })).toMatchObject({ valid: true });
    expect(await own.model.diff.query({ model })).toMatchObject({ addedRelations: ["doc#writer"] });
    expect(await own.model.put.mutate({ model })).toMatchObject({ version: 2 });
    expect((await own.model.get.query({})).model).toBe(model);
    await own.write.mutate({ writes: [t("user:a writer doc:1")] });
    expect((await own.check.query(t("user:a writer doc:1"))).allowed).toBe(true);
    expect(await errorOfModel(model.replace('[{"type":"user"}]', '[{"type":"robot"}]'))).toMatchObject({
      line: 1,
      column: 1,
      message: expect.stringContaining('in "define writer: [robot]"'),
    });
  });

  it("refuses what is no form of a model, with the forms that are accepted", async () => {
    const body = JSON.stringify({ json: { model: 1 } });
    const headers = { "content-type": "application/json", "x-api-key": graph.key };
    const response = await send("/trpc/authz.model.put", { method: "POST", headers, body });
    expect([response.status, codeIn(response.body)]).toEqual([400, "invalid_input"]);
    expect(JSON.stringify(response.body)).toContain("Send the model as text in OpenFGA's modeling language");
  });
});

describe("the files of a modular model", () => {
  it("warns about a file that fga.mod doesn't list, in validate, put and diff", async () => {
    const { authz: own } = await createGraph(MODEL);
    const model = modules({ "fga.mod": manifest("core.fga"), "extra.fga": "module extra\ntype robot\n" });
    const warnings = [expect.objectContaining({ file: "extra.fga", message: expect.stringContaining("is ignored") })];
    expect(await own.model.validate.query({ model })).toMatchObject({ valid: true, warnings });
    expect(await own.model.diff.query({ model })).toMatchObject({ warnings });
    expect(await own.model.put.mutate({ model })).toMatchObject({ warnings });
  });

  it("refuses a file that fga.mod lists twice", async () => {
    const names = Array.from({ length: 90 }, () => "core.fga");
    const problem = await errorOfModel(modules({ "fga.mod": manifest(...names) }));
    expect(problem).toEqual({ file: "fga.mod", line: 4, column: 5, message: "core.fga is listed twice" });
  });
});

describe("a model's size", () => {
  const types = (count: number, relations: number) =>
    Array.from({ length: count }, (_, i) => {
      const own = Array.from({ length: relations }, (_, j) => {
        const below =
          j === 0 ? "" : ` or can_do_a_thing_with_a_rather_long_name_${j - 1} or can_do_${j - 1}_too from parent`;
        const also = `    define can_do_${j}_too: [user, user:*]\n`;
        return `${also}    define can_do_a_thing_with_a_rather_long_name_${j}: [user, user:*]${below}\n`;
      });
      return `type kind_of_object_number_${i}\n  relations\n    define parent: [kind_of_object_number_${(i + 1) % count}]\n${own.join("")}`;
    }).join("");

  it("accepts 200 types with 2,000 relations in 300 KB", async () => {
    const model = `model\n  schema 1.1\ntype user\n${types(200, 5)}# ${"x".repeat(120_000)}\n`;
    expect(model.length).toBeGreaterThan(300_000);
    const { authz: own } = await createGraph(MODEL);
    expect(await own.model.put.mutate({ model })).toMatchObject({ version: 2 });
    const last = "can_do_a_thing_with_a_rather_long_name_4";
    await own.write.mutate({
      writes: [
        t("kind_of_object_number_1:1 parent kind_of_object_number_0:1"),
        t("user:a can_do_3_too kind_of_object_number_1:1"),
      ],
    });
    expect((await own.check.query(t(`user:a ${last} kind_of_object_number_0:1`))).allowed).toBe(true);
    expect((await own.check.query(t(`user:b ${last} kind_of_object_number_0:1`))).allowed).toBe(false);
    expect(await own.model.diff.query({ model: MODEL })).toMatchObject({ ineffectiveCount: 2 });
  });

  it.each([
    [
      "operands",
      `${MODEL}    define all: ${"reader or ".repeat(25_000)}reader\n`,
      "a relation has more than 200 operands",
    ],
    ["brackets", `${MODEL}    define all: ${"(".repeat(50_000)}reader\n`, "nested more than 50 deep"],
    [
      "conditions",
      `${MODEL}${Array.from({ length: 1_200 }, (_, i) => `condition c${i}(x: int) { x > 1 }\n`).join("")}`,
      "the model has 1200 conditions, more than 300",
    ],
    ["relations", `model\n  schema 1.1\ntype user\n${types(200, 10)}`, "the model has 4200 relations, more than 3000"],
    ["mistakes", `${MODEL}${"define\n".repeat(30_000)}`, "expected the name of a relation"],
  ])("refuses more than the limit, and names it: %s", async (_what, model, message) => {
    expect((await errorOfModel(model))?.message).toContain(message);
  });

  it("leaves results unchanged after any number of model diffs", async () => {
    const { authz: own } = await createGraph(MODEL);
    await own.write.mutate({ writes: [t("user:a reader doc:1")] });
    for (let i = 0; i < 4; i++) {
      const model = `model\n  schema 1.1\ntype user\n${types(120, 3).replaceAll("kind_of", `kind_${i}_of`)}`;
      expect(await own.model.diff.query({ model })).toMatchObject({ ineffectiveCount: 1 });
      expect((await own.check.query(t("user:a reader doc:1"))).allowed).toBe(true);
    }
  });

  it("limits the size of all files together", async () => {
    const half = `module half\n#${"x".repeat(300_000)}\n`;
    const model = modules({ "fga.mod": manifest("core.fga", "half.fga"), "half.fga": half, "other.fga": half });
    expect((await errorOfModel(model))?.message).toMatch(/^the model has 6\d{5} bytes, more than 524288$/);
  });
});
