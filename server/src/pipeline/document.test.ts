import { beforeAll, describe, expect, inject, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";
import { procedures } from "../../test/inputs.ts";
import { codeIn, send } from "../../test/raw.ts";
import { isWithinDepth } from "../ports/json.ts";
import { MAX_BODY } from "./body-limit.ts";
import { MAX_DOCUMENT_DEPTH, requireDocument, requireShallow } from "./document.ts";

const DEEP = [MAX_DOCUMENT_DEPTH + 1, 10_000, 100_000];
/** Depths for each procedure; one beyond the bound where the rest is left to `npm run test:long`. */
const DEEP_EACH = inject("long") ? DEEP : DEEP.slice(0, 1);
const lists = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const PROCEDURES = procedures().map(({ path }) => path);

let graph: Awaited<ReturnType<typeof createGraph>>;
beforeAll(async () => {
  graph = await createGraph(`model
  schema 1.1
type user
type group
  relations
    define member: [user, group#member, user with loose]
    define plain: [user, group#plain]
condition loose(x: any) {
  x == 1.0 || true
}
`);
});

let calls = 0;

/** Each call comes from an address of its own, so that none is too many of one. */
async function post(path: string, body: string, credentials: Record<string, string> = { "x-api-key": graph.key }) {
  const address = { "cf-connecting-ip": `10.77.${(++calls >> 8) & 255}.${calls & 255}` };
  const headers = { "content-type": "application/json", ...address, ...credentials };
  const answer = await send(`/trpc/${path}`, { method: "POST", headers, body });
  return [answer.status, codeIn(answer.body)];
}

const isRefusedInput = (answer: unknown) => `${answer}` === "400,invalid_input";
const isForbidden = (answer: unknown) => `${answer}` === "403,forbidden";

describe("a document", () => {
  it.each<[unknown, number, boolean]>([
    [null, 0, true],
    ["text", 0, true],
    [[], 0, false],
    [[], 1, true],
    [{ a: [1, { b: 2 }] }, 3, true],
    [{ a: [1, { b: 2 }] }, 2, false],
    [JSON.parse(lists(30)), 30, true],
    [JSON.parse(objects(30)), 29, false],
  ])("%j within %i levels: %s", (value, levels, expected) => {
    expect(isWithinDepth(value, levels)).toBe(expected);
  });

  it("is refused one level beyond the bound, before anything goes through it", () => {
    for (const make of [lists, objects]) {
      expect(requireShallow(JSON.parse(make(MAX_DOCUMENT_DEPTH)))).toBeUndefined();
      expect(requireDocument(JSON.parse(make(MAX_DOCUMENT_DEPTH)), MAX_BODY)).toBeUndefined();
      for (const depth of DEEP.slice(0, 2)) {
        const document = JSON.parse(make(depth));
        expect(() => requireShallow(document)).toThrow(expect.objectContaining({ code: "invalid_input" }));
        expect(() => requireDocument(document, MAX_BODY)).toThrow(expect.objectContaining({ code: "invalid_input" }));
      }
    }
  });

  it("that holds itself, or the same part in many inputs, is refused at once", () => {
    const self: Record<string, unknown> = {};
    Object.assign(self, { a: self, b: self });
    expect(() => requireDocument(self, MAX_BODY)).toThrow("");
    const shared = Array.from({ length: 60 }).reduce((part) => [part, part], 1 as unknown);
    expect(() => requireDocument(shared, MAX_BODY)).toThrow("");
  });
});

describe("an input that is nested too deep", () => {
  /** A caller of the procedure: a tenant's server or a platform admin. Procedures for users alone refuse both. */
  it.each(PROCEDURES)("is refused as such by %s, wherever it stands", async (path) => {
    const admin = { authorization: `Bearer ${graph.world.token}`, "x-tenant-id": graph.id };
    const bodies = DEEP_EACH.flatMap((depth) => [lists(depth), objects(depth)]).flatMap((nested) =>
      [nested, `{"context":{"x":${nested}}}`, `null,"meta":{"values":${nested}}`].map((json) => `{"json":${json}}`),
    );
    const answers: unknown[] = [];
    // An admin has the rate limits of people, which all of this would use up: one sends only what a key may not.
    for (const headers of [{ "x-api-key": graph.key }, admin]) {
      for (const body of answers.length > 0 ? [] : bodies) {
        const answer = await post(path, body, headers);
        // A caller without the right has none with the other bodies either.
        if (isForbidden(answer)) break;
        answers.push(answer);
      }
    }
    expect(answers.filter((answer) => !isRefusedInput(answer))).toEqual([]);
    expect(path.startsWith("auth.") || answers.length > 0).toBe(true);
  });

  it("is refused in the URL, and in a batch, whose inputs are read together", async () => {
    const headers = { "x-api-key": graph.key };
    const input = encodeURIComponent(`{"json":${lists(5_000)}}`);
    const answer = await send(`/trpc/authz.check?input=${input}`, { headers });
    expect([answer.status, codeIn(answer.body)]).toEqual([400, "invalid_input"]);
    const check = JSON.stringify({ json: t("user:a member group:1") });
    const body = `{"0":${check},"1":{"json":${lists(5_000)}}}`;
    expect(await post("authz.check,authz.check?batch=1", body)).toEqual([400, "invalid_input"]);
  });
});

describe("a value that is free in its form", () => {
  const nested = (depth: number): unknown => JSON.parse(lists(depth));
  const question = t("user:a member group:1");
  /** Every place that takes one, and how many levels it takes. */
  const INPUTS: readonly [name: string, levels: number, path: string, input: (value: unknown) => object][] = [
    ["context of a check", 20, "authz.check", (x) => ({ ...question, context: { x } })],
    ["context of one of many checks", 20, "authz.batchCheck", (x) => ({ checks: [{ ...question, context: { x } }] })],
    ["context of many checks", 20, "authz.batchCheck", (x) => ({ checks: [question], context: { x } })],
    [
      "context of a list",
      20,
      "authz.listObjects",
      (x) => ({ subject: "user:a", relation: "member", objectType: "group", context: { x } }),
    ],
    [
      "context of a list of subjects",
      20,
      "authz.listSubjects",
      (x) => ({ object: "group:1", relation: "member", subjectKind: "user", context: { x } }),
    ],
    [
      "context of a list of relations",
      20,
      "authz.listRelations",
      (x) => ({ subject: "user:a", object: "group:1", context: { x } }),
    ],
    ["context of an explanation", 20, "authz.explain", (x) => ({ ...question, context: { x } })],
    [
      "context of a contextual tuple",
      20,
      "authz.check",
      (x) => ({ ...question, contextualTuples: [{ ...question, condition: { name: "loose", context: { x } } }] }),
    ],
    [
      "context of a tuple that is written",
      20,
      "authz.write",
      (x) => ({ writes: [{ ...question, condition: { name: "loose", context: { x } } }] }),
    ],
    [
      "context of a tuple that is deleted",
      20,
      "authz.write",
      (x) => ({ deletes: [{ ...question, condition: { name: "loose", context: { x } } }] }),
    ],
    ["metadata of a user", 8, "users.create", (x) => ({ email: "deep@example.com", metadata: { x } })],
    [
      "metadata of a customer's key",
      8,
      "apiKeys.customers.create",
      (x) => ({ name: "deep", ownerId: "one", metadata: { x } }),
    ],
  ];

  it.each(INPUTS)("%s takes %i levels, and is refused with one more", async (_name, levels, path, input) => {
    // The object around the value is one of the levels.
    const [, code] = await post(path, JSON.stringify({ json: input(nested(levels - 1)) }));
    expect(code).not.toBe("invalid_input");
    for (const depth of [levels, 900]) {
      expect(await post(path, JSON.stringify({ json: input(nested(depth)) }))).toEqual([400, "invalid_input"]);
    }
  });

  it("is bounded in a file of tuples, too", async () => {
    const row = (depth: number) => `user,a,member,group,1,loose,"{""x"":${lists(depth)}}"\n`;
    const header = "subject_type,subject_id,relation,object_type,object_id,condition,context\n";
    expect(await graph.authz.graph.import.mutate({ csv: header + row(19) })).toMatchObject({ addedCount: 1 });
    for (const depth of [20, 10_000, 100_000]) {
      expect(await errorOf(graph.authz.graph.import.mutate({ csv: header + row(depth) }))).toMatchObject({
        code: "invalid_csv",
        details: { problems: [{ line: 2, reason: "The context is nested more than 20 levels deep." }] },
      });
    }
  });
});

it("a proof that explain answers is taken by verifyProof, and one that would be too deep is an error", async () => {
  const chain = Array.from({ length: 900 }, (_, i) => t(`group:c${i}#plain plain group:c${i + 1}`));
  await graph.authz.write.mutate({ writes: [t("user:z plain group:c0"), ...chain] });
  const { proof } = await graph.authz.explain.query(t("user:z plain group:c440"));
  expect(await graph.authz.verifyProof.query({ proof: proof as never })).toMatchObject({ valid: true });
  expect(await errorOf(graph.authz.explain.query(t("user:z plain group:c900")))).toMatchObject({
    code: "depth_limit_exceeded",
    message: "The relation holds, but its proof is nested more than 900 levels deep.",
  });
  expect((await graph.authz.check.query(t("user:z plain group:c900"))).allowed).toBe(true);
});
