import { env, exports } from "cloudflare:workers";
import { formatTuples, TUPLE_FORMATS, type Tuple } from "@cf-auth/engine";
import { beforeEach, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";

const MODEL = `model
  schema 1.1
type user
type team
  relations
    define member: [user]
type doc
  relations
    define reader: [user, user:*, team#member, user with late]
condition late(a: list<string>, b: int) {
  b > 1
}
`;

const doc = { subjectRelation: "", relation: "reader", objectType: "doc", objectId: "1" };
const TUPLES: readonly Tuple[] = [
  { ...doc, subjectType: "user", subjectId: 'a"n,né', condition: "late", context: '{"a":["x\\"\u2028"],"b":2}' },
  { ...doc, subjectType: "user", subjectId: "bob", expiresAt: 4000000000 },
  { ...doc, subjectType: "user", subjectId: "eve", condition: "late", expiresAt: 4000000001 },
  { ...doc, subjectType: "user", subjectId: "*" },
  { ...doc, subjectType: "team", subjectId: "eng", subjectRelation: "member" },
];
const ANNE = '{"user":"user:anne","relation":"reader","object":"doc:1"}';

let graph: Awaited<ReturnType<typeof createGraph>>;
let authz: (typeof graph)["authz"];
beforeEach(async () => {
  graph = await createGraph(MODEL);
  ({ authz } = graph);
});

async function upload(body: string, type: string | undefined): Promise<Response> {
  const bytes = new TextEncoder().encode(body);
  const headers = {
    "x-api-key": graph.key,
    "content-length": `${bytes.length}`,
    ...(type && { "content-type": type }),
  };
  const request = new Request("http://auth.test/authz/graph.csv", { method: "PUT", body: bytes, headers });
  return await exports.default.fetch(request);
}

const download = async () =>
  await exports.default.fetch("http://auth.test/authz/graph.csv", { headers: { "x-api-key": graph.key } });

describe.each(TUPLE_FORMATS)("%s", (format) => {
  const text = formatTuples(TUPLES, format);

  it("is imported and exported, byte for byte, with conditions, contexts and expiries", async () => {
    expect(await authz.graph.import.mutate({ [format]: text })).toMatchObject({ addedCount: 5, warnings: [] });
    const exported = await authz.graph.export.mutate({ format });
    expect(exported).toMatchObject({ [format]: text, key: null, tupleCount: 5 });
    const replaced = await authz.graph.import.mutate({ [format]: text, mode: "replace" });
    expect(replaced).toMatchObject({ unchangedCount: 5, changed: false });
  });

  it("without tuples empties a graph that it replaces", async () => {
    await authz.write.mutate({ writes: [t("user:old reader doc:1")] });
    const empty = formatTuples([], format);
    expect(await authz.graph.import.mutate({ [format]: empty, mode: "replace" })).toMatchObject({ removedCount: 1 });
    expect(await authz.graph.export.mutate({ format })).toMatchObject({ [format]: empty });
  });

  it("changes nothing if one row isn't allowed, and names its line", async () => {
    const wrong = { ...doc, subjectType: "user", subjectId: "zoe", relation: "writer" };
    const broken = formatTuples([...TUPLES, wrong], format);
    const code = format === "csv" ? "invalid_csv" : "invalid_tuple_file";
    const line = broken.slice(
      0,
      broken.indexOf("user:zoe") < 0 ? broken.indexOf("user,zoe") : broken.indexOf("user:zoe"),
    );
    expect(await errorOf(authz.graph.import.mutate({ [format]: broken }))).toMatchObject({
      code,
      details: { problemCount: 1, problems: [{ line: line.split("\n").length }] },
    });
    expect(await authz.graph.stats.query()).toMatchObject({ tupleCount: 0 });
  });

  it("is uploaded by its media type, and imported from R2", async () => {
    const types = {
      csv: "text/csv",
      json: "application/json; charset=utf-8",
      jsonl: "application/x-ndjson",
      yaml: "application/yaml",
    };
    expect((await upload(text, types[format])).status).toBe(200);
    expect((await authz.graph.reload.mutate({})).result).toMatchObject({ addedCount: 5 });
    const stored = await download();
    const kept = {
      csv: "text/csv; charset=utf-8",
      json: "application/json",
      jsonl: "application/jsonl; charset=utf-8",
      yaml: "application/json",
    };
    expect(stored.headers.get("content-type")).toBe(kept[format]);
    const body = await stored.text();
    if (format !== "yaml") expect(body).toBe(text);
  });
});

describe("a file of tuples", () => {
  it.each(["csv", "jsonl", "json"] as const)("is exported to R2 as %s, with its media type", async (format) => {
    const text = formatTuples(TUPLES, format);
    await authz.graph.import.mutate({ [format]: text });
    expect(await authz.graph.export.mutate({ destination: "r2", format })).toMatchObject({ csv: null, tupleCount: 5 });
    const stored = await download();
    expect(await stored.text()).toBe(text);
    expect((await authz.graph.reload.mutate({})).result).toMatchObject({ unchangedCount: 5 });
  });

  it("is one form: neither none nor two", async () => {
    for (const input of [{}, { csv: "", yaml: "" }]) {
      expect(await errorOf(authz.graph.import.mutate(input))).toMatchObject({ code: "invalid_input" });
    }
  });

  it("isn't exported to R2 as YAML, which no import could read there", async () => {
    const refused = errorOf(authz.graph.export.mutate({ destination: "r2", format: "yaml" }));
    expect(await refused).toMatchObject({ code: "invalid_input" });
  });

  it("of another media type is refused, and of none or plain text is CSV", async () => {
    const refused = await upload("", "application/pdf");
    expect([refused.status, await refused.json()]).toMatchObject([415, { code: "unsupported_media_type" }]);
    await upload(formatTuples(TUPLES, "csv"), undefined);
    expect((await authz.graph.reload.mutate({})).result).toMatchObject({ addedCount: 5 });
    // As `fetch` sends any text.
    expect((await upload(formatTuples(TUPLES, "csv"), "text/plain;charset=UTF-8")).status).toBe(200);
  });

  it("in YAML is bounded, and refused with its line when it is uploaded", async () => {
    const large = `- "${"x".repeat(1024 * 1024)}"\n`;
    expect(await errorOf(authz.graph.import.mutate({ yaml: large }))).toMatchObject({ code: "invalid_input" });
    expect(await (await upload(large, "application/yaml")).json()).toMatchObject({ code: "body_too_large" });
    const refused = await upload("- user: user:anne\n- user: *a\n", "application/yaml");
    expect(await refused.json()).toMatchObject({ code: "invalid_tuple_file", details: { problems: [{ line: 2 }] } });
    expect(await env.FILES.head(`tenants/${graph.id}/graph.csv`)).toBeNull();
  });

  it("is an answer of OpenFGA's Read, and a page of several has a warning", async () => {
    const json = `{"tuples":[{"key":${ANNE},"timestamp":"2026-01-01T00:00:00Z"}],"continuation_token":"abc"}`;
    const result = await authz.graph.import.mutate({ json });
    expect(result).toMatchObject({ addedCount: 1, warnings: [{ line: 1, reason: expect.stringContaining("page") }] });
  });

  it("that fails from R2 fails the job, with its line", async () => {
    await upload(`${ANNE}\n{}\n`, "application/jsonl");
    expect(await errorOf(authz.graph.reload.mutate({}))).toMatchObject({
      code: "invalid_tuple_file",
      details: { problems: [{ line: 2, reason: "The field user is missing." }] },
    });
  });

  it("with twenty thousand rows is imported as JSON in slices, as a snapshot", async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => ANNE.replace("anne", `u${i}`));
    expect(await authz.graph.import.mutate({ json: `[${rows.join(",")}]` })).toMatchObject({ addedCount: 20_000 });
  });
});

it("deletes what read returns, with conditions, contexts and expiries", async () => {
  await authz.graph.import.mutate({ csv: formatTuples(TUPLES, "csv") });
  const { items } = await authz.read.query({});
  expect(items).toHaveLength(5);
  expect(items.some(({ condition }) => condition?.context !== undefined)).toBe(true);
  expect(items.some(({ expiresAt }) => expiresAt !== undefined)).toBe(true);
  expect(await authz.write.mutate({ deletes: items })).toMatchObject({ deletedCount: 5 });
});
