import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { clientFor } from "../../test/client.ts";
import { codeIn, send } from "../../test/raw.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { appRouter } from "../router.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { requireUtf8Encoded, requireWellFormed } from "./document.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user, user with named]
condition named(name: string) {
  name == "x"
}
`;
const HALVES = "This text has half of a surrogate pair, which is not well-formed Unicode.";
const NOT_UTF8 = "is not valid UTF-8";

let world: World;
let tenant: Awaited<ReturnType<typeof createTenant>>;
beforeAll(async () => {
  world = await createWorld();
  tenant = await createTenant(world.admin, "well-formed");
  await tenant.client.authz.model.put.mutate({ model: MODEL });
});

let callers = 0;
/** From an address of its own, so that no limit is met. */
const headersOf = (more: Record<string, string> = {}) => {
  callers++;
  return { "content-type": "application/json", "cf-connecting-ip": `198.51.${callers >> 8}.${callers & 255}`, ...more };
};
const secret = () => headersOf({ "x-api-key": tenant.secretKey });

const post = (path: string, body: BodyInit, headers = secret()) =>
  send(`/trpc/${path}`, { method: "POST", headers, body });
const inputOf = (json: unknown) => JSON.stringify({ json });

function messageOf(work: () => unknown): { path: string; message: string } | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [issue] = error.details.issues as { path: string; message: string }[];
    return issue;
  }
}

describe("malformed text in a document", () => {
  it.each([
    ["a lone high half", "\ud800", ""],
    ["a lone low half", ["a", "\udfff"], "1"],
    ["halves in the wrong order", { a: [{ b: "\udc00\ud800" }] }, "a.0.b"],
    ["a half after a whole pair", { a: 1, b: "😀\ud83d" }, "b"],
    ["a key", { a: { "\ud800": 1 } }, "a"],
  ])("is found: %s", (_, value, path) => {
    expect(messageOf(() => requireWellFormed(value))).toEqual({ path, message: HALVES });
  });

  it("is found however deep it stands", () => {
    let value: unknown = "\ud800";
    for (let i = 0; i < 200_000; i++) value = [value];
    expect(messageOf(() => requireWellFormed(value))?.message).toBe(HALVES);
  });

  it.each([["😀"], ["\ufffd"], ["\u{10ffff}"], ["\u0000"], [{ "é😀": [new Date(0), null, undefined, 1, true] }]])(
    "is no part of %j",
    (value) => {
      expect(requireWellFormed(value)).toBe(value);
    },
  );
});

it.each([
  ["%ff", true],
  ["a=%ED%A0%80", true],
  ["a=%c3", true],
  ["a=%c3x", true],
  ["a=%C3%A9&b=100%&c=%zz&d=%F0%9F%98%80", false],
  ["", false],
])("%s is percent-encoded text that is not UTF-8: %s", (query, isRefused) => {
  expect(messageOf(() => requireUtf8Encoded(query)) !== undefined).toBe(isRefused);
});

/** Every kind of text that is stored or compared: the procedure and its input, with the text in its place. */
const FIELDS: [string, (text: string) => object, path: string][] = [
  ["authz.check", (text) => ({ subject: `user:${text}`, relation: "viewer", object: "doc:1" }), "subject"],
  ["authz.check", (text) => ({ subject: "user:a", relation: text, object: "doc:1" }), "relation"],
  ["authz.check", (text) => ({ subject: "user:a", relation: "viewer", object: `doc:${text}` }), "object"],
  [
    "authz.check",
    (text) => ({ subject: "user:a", relation: "viewer", object: "doc:1", context: { name: text } }),
    "context.name",
  ],
  [
    "authz.batchCheck",
    (text) => ({ checks: [{ subject: `user:${text}`, relation: "viewer", object: "doc:1" }] }),
    "checks.0.subject",
  ],
  ["authz.listObjects", (text) => ({ subject: `user:${text}`, relation: "viewer", objectType: "doc" }), "subject"],
  ["authz.read", (text) => ({ subject: `user:${text}` }), "subject"],
  [
    "authz.write",
    (text) => ({ writes: [{ subject: `user:${text}`, relation: "viewer", object: "doc:1" }] }),
    "writes.0.subject",
  ],
  [
    "authz.write",
    (text) => ({
      writes: [
        {
          subject: "user:b",
          relation: "viewer",
          object: "doc:1",
          condition: { name: "named", context: { name: text } },
        },
      ],
    }),
    "writes.0.condition.context.name",
  ],
  [
    "authz.write",
    (text) => ({ deletes: [{ subject: `user:${text}`, relation: "viewer", object: "doc:1" }] }),
    "deletes.0.subject",
  ],
  ["authz.write", (text) => ({ reason: text }), "reason"],
  ["authz.model.put", (text) => ({ model: `${MODEL}# ${text}` }), "model"],
  ["authz.model.validate", (text) => ({ model: [{ name: text, contents: "" }] }), "model.0.name"],
  [
    "authz.graph.import",
    (text) => ({ csv: `subject_type,subject_id,relation,object_type,object_id\nuser,${text},viewer,doc,1\n` }),
    "csv",
  ],
  ["users.create", (text) => ({ email: `a${text}@example.com` }), "email"],
  ["users.create", (text) => ({ email: "a@example.com", name: text }), "name"],
  ["users.create", (text) => ({ email: "a@example.com", metadata: { note: text } }), "metadata.note"],
  ["users.create", (text) => ({ email: "a@example.com", metadata: { [text]: 1 } }), "metadata"],
  ["users.search", (text) => ({ query: text }), "query"],
  ["auth.register", (text) => ({ email: "a@example.com", password: `an unlikely ${text} sentence` }), "password"],
  ["auth.login", (text) => ({ email: "a@example.com", password: text }), "password"],
  ["apiKeys.create", (text) => ({ kind: "secret", name: text }), "name"],
  ["tenants.settings.update", (text) => ({ brandName: text }), "brandName"],
];

/** Halves, alone and turned round: each kind is found above, wherever it stands. */
const MALFORMED = inject("long") ? ["\ud800", "x\udfff", "\udc00\ud800"] : ["\udc00\ud800"];
/** No UTF-8 at all; a surrogate written as if it were a character; and half of a character. */
const NO_TEXT = inject("long") ? [[0xff], [0xed, 0xa0, 0x80], [0xc3]] : [[0xed, 0xa0, 0x80]];

describe.each(FIELDS)("%s refuses text that is not well-formed", (path, input, field) => {
  const issues = [{ path: field, message: HALVES }];

  it("in its body, naming the field, and changes nothing", async () => {
    const before = await tenant.client.authz.graph.stats.query();
    for (const text of MALFORMED) {
      const { status, body } = await post(path, inputOf(input(text)));
      expect([status, codeIn(body)]).toEqual([400, "invalid_input"]);
      expect(body).toMatchObject({ error: { json: { data: { details: { issues } } } } });
    }
    expect(await tenant.client.authz.graph.stats.query()).toEqual(before);
    expect((await tenant.client.users.list.query({})).items).toEqual([]);
  });

  it("by Workers RPC", async () => {
    for (const text of MALFORMED) {
      const answer = await exports.CfAuth.call({
        path,
        input: input(text),
        headers: { "x-api-key": tenant.secretKey },
      });
      expect(answer).toMatchObject({ ok: false, error: { code: "invalid_input", details: { issues } } });
    }
  });

  it("that comes as bytes which are not UTF-8", async () => {
    const [head = "", tail = ""] = inputOf(input("MARK")).split("MARK");
    const encoder = new TextEncoder();
    for (const bytes of NO_TEXT) {
      const body = new Uint8Array([...encoder.encode(head), ...bytes, ...encoder.encode(tail)]);
      const answer = await post(path, body);
      expect([answer.status, codeIn(answer.body)]).toEqual([400, "invalid_input"]);
      expect(answer.text).toContain(NOT_UTF8);
    }
  });
});

describe("a query by GET refuses text that is not well-formed", () => {
  const check = (encoded: string) =>
    send(`/trpc/authz.check?input=${encoded}`, { headers: { "x-api-key": tenant.secretKey, ...headersOf() } });

  it("written as JSON escapes it", async () => {
    const input = '{"json":{"subject":"user:\\ud800","relation":"viewer","object":"doc:1"}}';
    const { status, body, text } = await check(encodeURIComponent(input));
    expect([status, codeIn(body)]).toEqual([400, "invalid_input"]);
    expect(text).toContain(HALVES);
  });

  it("and bytes that are not UTF-8", async () => {
    const input = encodeURIComponent('{"json":{"subject":"user:MARK","relation":"viewer","object":"doc:1"}}');
    for (const bytes of ["%FF", "%ED%A0%80", "%C3"]) {
      const { status, body, text } = await check(input.replace("MARK", bytes));
      expect([status, codeIn(body)], bytes).toEqual([400, "invalid_input"]);
      expect(text).toContain(NOT_UTF8);
    }
    expect((await check(input.replace("MARK", "%C3%A9"))).status).toBe(200);
  });
});

it("every procedure that reads an input refuses text that is not well-formed before it looks at anything else", async () => {
  const user = { email: "somebody@example.com", password: "an unlikely sentence" };
  const other = await createTenant(world.admin, "well-formed-users");
  await other.client.users.create.mutate({ ...user, emailVerified: true });
  const { accessToken } = await clientFor({ tenant: other.tenant.id }).auth.login.mutate(user);
  const identities: Record<string, Record<string, string>> = {
    secret: { "x-api-key": other.secretKey },
    publishable: { "x-api-key": other.publishableKey },
    user: { authorization: `Bearer ${accessToken}` },
    admin: { authorization: `Bearer ${world.token}`, "x-tenant-id": other.tenant.id },
    anonymous: { "x-tenant-id": other.tenant.id },
  };
  // Others are refused before the input is read, as their own tests show, so one that may call is enough.
  const callersOf = ({ meta }: Procedure["_def"]) =>
    inject("long") ? Object.keys(identities) : meta.caller.filter((kind) => kind in identities).slice(0, 1);
  const unread: string[] = [];
  for (const [path, { _def }] of Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>)) {
    const codes = new Set<unknown>();
    for (const kind of callersOf(_def)) {
      const answer = await post(path, inputOf({ a: "\ud800" }), headersOf(identities[kind]));
      const isUnicode = answer.text.includes(HALVES);
      codes.add(isUnicode ? "malformed" : codeIn(answer.body));
    }
    codes.delete("unauthenticated");
    codes.delete("forbidden");
    if (_def.inputs.length > 0) expect([path, [...codes]]).toEqual([path, ["malformed"]]);
    else unread.push(path);
  }
  // What takes nothing reads nothing.
  expect(unread).toEqual([]);
});

interface Procedure {
  readonly _def: { readonly inputs: readonly unknown[]; readonly meta: { readonly caller: readonly string[] } };
}

it("one name is never taken for another: U+FFFD is itself, and nothing that is malformed is it", async () => {
  const { authz } = tenant.client;
  const fact = { subject: "user:x\ufffd", relation: "viewer", object: "doc:1" };
  await authz.write.mutate({ writes: [fact] });
  expect((await authz.check.query(fact)).allowed).toBe(true);
  for (const text of ["x\ud800", "x\udfff"]) {
    const { status } = await post("authz.check", inputOf({ ...fact, subject: `user:${text}` }));
    expect(status).toBe(400);
  }
  await authz.write.mutate({ deletes: [fact] });
});

it("text of every plane goes in and out as it is", async () => {
  const subject = "user:é😀\u{10ffff}\ufffd";
  const fact = { subject, relation: "viewer", object: "doc:1" };
  await tenant.client.authz.write.mutate({ writes: [fact] });
  expect((await tenant.client.authz.read.query({ subject })).items).toEqual([fact]);
  const { csv } = await tenant.client.authz.graph.export.mutate({});
  expect(csv).toContain("é😀\u{10ffff}\ufffd");
  await tenant.client.authz.write.mutate({ deletes: [fact] });
});

describe("a CSV", () => {
  const HEADER = "subject_type,subject_id,relation,object_type,object_id,condition,context";

  it.each(["refuse", "keep", "drop"])(
    "is refused where a condition's context escapes half of a pair, with ineffective: %j",
    async (ineffective) => {
      const context = '"{""name"":""\\ud800""}"';
      const csv = `${HEADER}\nuser,a,viewer,doc,1,named,${context}\n`;
      const { status, body } = await post("authz.graph.import", inputOf({ csv, ineffective }));
      expect([status, codeIn(body)]).toEqual([400, "invalid_csv"]);
      expect(body).toMatchObject({
        error: {
          json: {
            data: { details: { problems: [{ line: 2, reason: expect.stringContaining("well-formed Unicode") }] } },
          },
        },
      });
    },
  );

  it("takes an escaped backslash for what it is", async () => {
    const csv = `${HEADER}\nuser,a,viewer,doc,1,named,"{""name"":""\\\\ud800""}"\n`;
    const { status } = await post("authz.graph.import", inputOf({ csv, dryRun: true }));
    expect(status).toBe(200);
  });

  it("in R2 is refused by its line where it is not UTF-8", async () => {
    const head = new TextEncoder().encode("subject_type,subject_id,relation,object_type,object_id\nuser,");
    const tail = new TextEncoder().encode(",viewer,doc,1\n");
    for (const bytes of [[0xff], [0xed, 0xa0, 0x80]]) {
      const body = new Uint8Array([...head, ...bytes, ...tail]);
      const headers = { ...secret(), "content-type": "text/csv", "content-length": `${body.length}` };
      expect((await send("/authz/graph.csv", { method: "PUT", headers, body })).status).toBe(200);
      const answer = await post("authz.graph.reload", inputOf({}));
      expect(codeIn(answer.body)).toBe("invalid_csv");
      expect(answer.text).toContain("Line 2: The row is not valid UTF-8.");
    }
  });
});

it.each(["/authz/changes?after=%ff", "/events?event=%ed%a0%80", "/nowhere?x=%ff", "/reference?x=%c3"])(
  "GET %s is refused: its query is not UTF-8",
  async (path) => {
    const headers = { ...secret(), upgrade: "websocket" };
    const { status, body, text } = await send(path, { headers });
    expect([status, codeIn(body)]).toEqual([400, "invalid_input"]);
    expect(text).toContain(NOT_UTF8);
  },
);

describe("a hosted page", () => {
  const page = (init: RequestInit, query = "") => send(`/t/${tenant.tenant.id}/reset-password${query}`, init);

  it.each([
    ["percent-encoded bytes", "token=x&password=%FF&repeated=%FE"],
    ["raw bytes", Uint8Array.of(...new TextEncoder().encode("token=x&password="), 0xff)],
  ])("refuses a form with %s that are not UTF-8", async (_, body) => {
    const headers = { ...headersOf(), "content-type": "application/x-www-form-urlencoded" };
    const answer = await page({ method: "POST", headers, body });
    expect([answer.status, codeIn(answer.body)]).toEqual([400, "invalid_input"]);
    expect(answer.text).toContain(NOT_UTF8);
  });

  it("refuses a link that is not UTF-8", async () => {
    expect((await page({}, "?token=%ff")).status).toBe(400);
  });
});
