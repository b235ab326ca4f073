import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { createTestTenant } from "@cf-auth/client/testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../src/paths.ts";
import { OWN, oddInputs, type Schema, type Words } from "./odd-inputs.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

/**
 * The in-memory tenant refuses what the service refuses, in the same words, and takes what it takes: of every procedure that it
 * has, whatever is sent. Inputs go as JSON over HTTP, past the SDK, which would refuse many of them itself.
 */
const RUNS = process.env.LONG_TESTS === "1" ? 60 : 8;
const ANNE = { email: "anne@odd.example", password: "the seventh violet armchair" };
const OTHERS = {
  "@victim": { email: "victim@odd.example", password: "a quiet orange telephone" },
  "@leaver": { email: "leaver@odd.example", password: "a loud purple telescope" },
};
const MODEL = `model
  schema 1.1
type user
type team
  relations
    define member: [user, team#member]
type repo
  relations
    define owner: [user]
    define writer: [user, team#member, user with in_office] or owner
    define read: [user:*] or writer
    define write: writer but not blocked
    define blocked: [user]
    define seen: read but not blocked
condition in_office(ip: ipaddress, range: string) {
  ip.in_cidr(range)
}
`;

interface Procedure {
  readonly path: string;
  readonly caller: readonly string[];
  readonly input: Schema | null;
}
const CONTRACT: { procedures: Procedure[]; schemas: Record<string, Schema> } = JSON.parse(
  readFileSync(join(ROOT, "client-sdk/src/generated/contract.json"), "utf8"),
);

const ofUser = (name: string) => ({ id: { good: [name], bad: ["usr_nobody", ""] } });
/** Fields of one procedure that hold something else than fields of that name do elsewhere. */
const MORE: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  "authz.model.put": {
    model: {
      good: [MODEL, `${MODEL}type page\n`],
      bad: [
        ...[
          "model\n  schema 1.1\ntype",
          MODEL.replace("type team", "type user"),
          MODEL.replace("or owner", "or owner and read"),
        ],
        ...[
          MODEL.replace("[user]", "[robot]"),
          MODEL.replace("ipaddress", "adress"),
          MODEL.replace("in_cidr", "in_cdr"),
          `${MODEL}\u00a0`,
        ],
        ...[
          "model\n  schema 1.2\ntype user",
          `# ${"x".repeat(300)}`,
          "type user",
          MODEL.replace("define", "defined"),
          "",
          [],
          [{ name: "fga.mod", contents: "" }],
          null,
        ],
      ],
    },
  },
  "users.ban": ofUser("@victim"),
  "users.unban": ofUser("@victim"),
  "users.delete": ofUser("@leaver"),
  "users.sessions.end": ofUser("@victim"),
  "users.sessions.endAll": ofUser("@victim"),
};
const EMAIL = {
  good: [ANNE.email, "ANNE@odd.example", "carol@odd.example", "d&d@odd.example", "emil@münchen.example"],
  bad: [
    ...["nobody", "a@", "@odd.example", "", `${"x".repeat(250)}@odd.example`, "a b@odd.example", "a..b@odd.example"],
    ...[
      "a@odd",
      "a@-odd.example",
      "a@odd-.example",
      "é@odd.example",
      "a@odd.example\u0000",
      "a@xn--a.example",
      "a\ud800@x.yz",
    ],
  ],
};

const CHECK = { subject: "user:anne", relation: "read", object: "repo:api" };
/** An input of each procedure that is taken, so that no run is about refusals alone. */
const TAKEN: Readonly<Record<string, unknown>> = {
  "auth.register": { email: "new@odd.example", password: "the eighth violet armchair" },
  "auth.login": ANNE,
  "auth.refresh": { refreshToken: OWN.refreshToken },
  "auth.logout": { refreshToken: OWN.refreshToken },
  "auth.me": {},
  "authz.check": { ...CHECK, consistency: { atLeast: "1" } },
  "authz.batchCheck": { checks: [CHECK, { ...CHECK, relation: "delete" }] },
  "authz.listObjects": { subject: "user:anne", relation: "read", objectType: "repo", limit: 1 },
  "authz.listSubjects": { object: "repo:api", relation: "read", subjectKind: "user" },
  "authz.listRelations": { subject: "user:anne", object: "repo:api" },
  "authz.deleteTuples": { object: "repo:gone" },
  "authz.expand": { object: "repo:api", relation: "read" },
  "authz.explain": CHECK,
  "authz.verifyProof": { proof: { ...CHECK, reason: { kind: "self" } } },
  "authz.read": { limit: 1 },
  "authz.write": { writes: [{ ...CHECK, relation: "owner", expiresAt: "2099-01-01T00:00:00Z" }] },
  "authz.model.put": { model: MODEL },
  "authz.model.get": {},
  "users.create": { email: "zoe@odd.example", name: "Zoe", metadata: { plan: "pro" } },
  "users.get": { id: OWN.anne },
  "users.getMany": { ids: [OWN.anne] },
  "users.list": { limit: 1 },
  "users.search": { by: "email", prefix: "anne" },
  "users.ban": { id: "@victim" },
  "users.unban": { id: "@victim" },
  "users.delete": { id: "@leaver" },
  "users.sessions.list": { id: OWN.anne, limit: 1 },
  "users.sessions.end": { id: "@victim", sessionId: OWN.session },
  "users.sessions.endAll": { id: "@victim" },
};

interface Side {
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly keys: { readonly secret: string; readonly publishable: string };
  readonly tenant: string;
  readonly own: Map<string, string>;
}

/** Of each procedure, whether inputs were taken and refused by the service. */
const outcomes = new Set<string>();

let stack: TestStack;
let real: Side;
let memory: Side;

beforeAll(async () => {
  // How often may be called is not what this is about.
  stack = await startTestStack({ unlimited: true });
  const admin = await signInAdmin(stack.url, stack.tenant);
  const { tenant, secretKey, publishableKey } = await admin.tenants.create({ slug: "odd-inputs", name: "Odd" });
  const keys = { secret: secretKey, publishable: publishableKey };
  real = { url: stack.url, fetch: globalThis.fetch, keys, tenant: tenant.id, own: new Map() };
  const double = await createTestTenant({ now: new Date() });
  memory = {
    ...{ url: double.url, fetch: double.fetch, tenant: double.id, own: new Map() },
    keys: { secret: double.secretKey, publishable: double.publishableKey },
  };
  for (const side of [real, memory]) await furnish(side);
});
afterAll(async () => await stack.stop());

async function furnish(side: Side): Promise<void> {
  const client = (options: sdk.Credentials) => sdk.createClient({ url: side.url, fetch: side.fetch, ...options });
  const server = client({ key: side.keys.secret });
  await server.authz.model.put({ model: MODEL });
  const tuple = (subject: string, relation: string, object: string) => ({ subject, relation, object });
  await server.authz.write({
    writes: [
      tuple("user:anne", "member", "team:eng"),
      tuple("team:eng#member", "writer", "repo:api"),
      tuple("user:*", "read", "repo:docs"),
      {
        ...tuple("user:bob", "writer", "repo:api"),
        condition: { name: "in_office", context: { range: "10.0.0.0/8" } },
      },
    ],
  });
  for (const [name, person] of Object.entries({ [OWN.anne]: ANNE, ...OTHERS })) {
    const { user } = await server.users.create(person);
    side.own.set(name, user.id);
    const { accessToken } = await client({ key: side.keys.publishable }).auth.login(person);
    const { sessionId } = await client({ token: accessToken }).auth.me();
    if (name === "@victim") side.own.set(OWN.session, sessionId);
  }
}

/** What came of a call, without what is another on each side. */
async function outcomeOf(side: Side, path: string, json: unknown, caller: string): Promise<unknown> {
  if (JSON.stringify(json)?.includes(OWN.refreshToken) || caller === "user") await signIn(side);
  const own = (_: string, value: unknown) => {
    // The first page has no cursor before it.
    if (value === OWN.cursor) return side.own.get(`${OWN.cursor} ${path}`);
    return typeof value === "string" ? (side.own.get(value) ?? value) : value;
  };
  const body = JSON.stringify({ json }, own);
  const response = await post(side, path, body, caller);
  const { result, error } = (await response.json()) as {
    result?: { data: { json: unknown } };
    error?: { json: WireError };
  };
  if (error === undefined) {
    const answer = result?.data.json;
    const { nextCursor } = Object(answer);
    if (typeof nextCursor === "string") side.own.set(`${OWN.cursor} ${path}`, nextCursor);
    return plain(answer);
  }
  const { code, action, retryable, details } = error.json.data;
  return {
    status: response.status,
    message: error.json.message,
    code,
    action,
    retryable,
    details: inOrder(plain(details)),
  };
}

interface WireError {
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

async function post(
  { url, fetch, keys, tenant, own }: Side,
  path: string,
  body: string,
  caller: string,
): Promise<Response> {
  const credentials: Record<string, Record<string, string>> = {
    secret: { "x-api-key": keys.secret },
    publishable: { "x-api-key": keys.publishable },
    user: { authorization: `Bearer ${own.get("@accessToken")}` },
    anonymous: { "x-tenant-id": tenant },
  };
  const headers = { "content-type": "application/json", ...credentials[caller] };
  return await fetch(`${url}/trpc/${path}`, { method: "POST", headers, body });
}

/** Tokens are short-lived on one side, and stand still on the other. */
async function signIn(side: Side): Promise<void> {
  const response = await post(side, "auth.login", JSON.stringify({ json: ANNE }), "publishable");
  const { result } = (await response.json()) as { result: { data: { json: sdk.LoginResponse } } };
  const { accessToken, refreshToken } = result.data.json;
  side.own.set("@accessToken", accessToken);
  side.own.set(OWN.refreshToken, refreshToken);
}

const EACH_ITS_OWN = new Set([
  "id",
  "userId",
  "sessionId",
  "createdBy",
  "nextCursor",
  "accessToken",
  "refreshToken",
  "registrationToken",
  "device",
  "host",
]);

function plain(value: unknown): unknown {
  const keep = (key: string, part: unknown) =>
    EACH_ITS_OWN.has(key) || /(?:At|oldest)$/.test(key) ? typeof part : part;
  return value === undefined ? value : JSON.parse(JSON.stringify(value, keep));
}

/** Several things that are wrong with one value may be said in any order. */
function inOrder(details: unknown): unknown {
  const { issues, ...more } = Object(details);
  return Array.isArray(issues) ? { ...more, issues: issues.map((issue) => JSON.stringify(issue)).sort() } : details;
}

/** What testing.md says the in-memory tenant does without. */
function isBeyond(path: string, input: unknown): boolean {
  const { consistency, password, passwordHash, invite } = Object(input);
  const isInvited = invite === true && password === undefined;
  if (path === "users.create" && (passwordHash !== undefined || isInvited)) return true;
  return typeof Object(consistency).at === "string";
}

async function expectAlike(path: string, input: unknown, caller = "secret"): Promise<void> {
  const expected = await outcomeOf(real, path, input, caller);
  outcomes.add(`${path} ${Object(expected).code === undefined ? "taken" : "refused"}`);
  expect(await outcomeOf(memory, path, input, caller), JSON.stringify(input)?.slice(0, 500)).toEqual(expected);
}

/** Known to the in-memory tenant: what it does not answer so. */
async function isThere(path: string): Promise<boolean> {
  const { code } = Object(await outcomeOf(memory, path, {}, "secret"));
  return code !== "procedure_not_found";
}

it("the in-memory tenant has the procedures that its page names", async () => {
  const there = [];
  for (const { path } of CONTRACT.procedures) if (await isThere(path)) there.push(path);
  const page = readFileSync(join(ROOT, "docs/testing.md"), "utf8");
  const named = /^### Supported procedures\n(.*?)^#/ms.exec(page)?.[1] ?? "";
  const paths = [...named.matchAll(/`([a-zA-Z.]+)`/g)].map(([, path]) => path);
  expect(there).toEqual([...paths].sort());
});

describe.each(CONTRACT.procedures)("$path", ({ path, caller: callers, input: schema }) => {
  it("is refused and answered in memory as by the service", async (context) => {
    if (!(await isThere(path))) return context.skip();
    const inputs =
      schema === null
        ? fc.constantFrom<unknown>({}, null, { a: 1 }, [], "x", 5)
        : oddInputs(schema, CONTRACT.schemas, { email: EMAIL, ...MORE[path] });
    const known = callers.filter((kind) => kind !== "admin" && kind !== "platformKey");
    const by = known.includes("secret") ? "secret" : "user";
    const caller = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...known) },
      { weight: 1, arbitrary: fc.constantFrom("secret", "publishable", "user", "anonymous") },
    );
    await fc.assert(
      fc.asyncProperty(inputs, caller, async (input, kind) => {
        fc.pre(!isBeyond(path, input));
        await expectAlike(path, input, kind);
      }),
      {
        numRuns: RUNS,
        examples: [
          [TAKEN[path], by],
          [5, by],
        ],
      },
    );
  });
});

it("of every procedure inputs were taken, and inputs were refused", async () => {
  const expected = [];
  for (const { path } of CONTRACT.procedures) {
    if (await isThere(path)) expected.push(`${path} refused`, `${path} taken`);
  }
  expect([...outcomes].sort()).toEqual(expected.sort());
});

describe("limits are the service's:", () => {
  const tuple = { subject: "user:x", relation: "owner", object: "repo:x" };
  const many = (count: number) => Array.from({ length: count }, (_, i) => ({ ...tuple, object: `repo:${i}` }));
  it.each<[name: string, path: string, input: unknown]>([
    ["1,000 writes", "authz.write", { writes: many(1000) }],
    ["1,001 writes", "authz.write", { writes: many(1001) }],
    [
      "1,001 writes, deletes and preconditions",
      "authz.write",
      { writes: many(500), deletes: many(400), preconditions: { mustExist: many(101) } },
    ],
    ["10,001 checks", "authz.batchCheck", { checks: Array(10_001).fill(CHECK) }],
    ["100 contextual tuples", "authz.check", { ...CHECK, contextualTuples: many(100) }],
    ["101 contextual tuples", "authz.check", { ...CHECK, contextualTuples: many(101) }],
    ["a page of 1,000", "authz.read", { limit: 1000 }],
    ["a page of 1,001", "authz.read", { limit: 1001 }],
  ])("%s", async (_, path, input) => {
    await expectAlike(path, input);
  });
});

describe("an answer is the service's:", () => {
  const bob = { subject: "user:bob", relation: "writer", object: "repo:api" };
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
  const owner = (expiresAt: string) => ({ subject: "user:zoe", relation: "owner", object: "repo:api", expiresAt });
  const blocked = { subject: "user:anne", relation: "blocked", object: "repo:docs" };
  it.each<[name: string, path: string, input: unknown]>([
    ["a condition that is false", "authz.explain", { ...bob, context: { ip: "192.0.2.1" } }],
    ["a condition without its parameter", "authz.explain", bob],
    ["an object that no tuple names", "authz.explain", { ...bob, object: "repo:none" }],
    [
      "an expired tuple",
      "authz.explain",
      { ...owner("2099-01-01T00:00:00Z"), expiresAt: undefined, contextualTuples: [owner("2020-01-01T00:00:00Z")] },
    ],
    ["an exclusion", "authz.explain", { ...blocked, relation: "seen", contextualTuples: [blocked] }],
    [
      "a list of everyone but one",
      "authz.listSubjects",
      { object: "repo:docs", relation: "seen", subjectKind: "user", contextualTuples: [blocked] },
    ],
    ["the first second", "authz.write", { writes: [owner("1970-01-01T00:00:01Z")] }],
    ["a second too early", "authz.write", { writes: [owner("1970-01-01T00:00:00.999Z")] }],
    ["the last second", "authz.write", { writes: [owner("2106-02-07T06:28:15.999Z")] }],
    ["a second too late", "authz.write", { writes: [owner("2106-02-07T06:28:16Z")] }],
    ["a second too late in a question", "authz.check", { ...bob, contextualTuples: [owner("2106-02-07T06:28:16Z")] }],
    ["a tuple that was read and is deleted", "authz.write", { deletes: [owner("2106-02-07T06:28:15Z")] }],
    ["names that no model had", "authz.write", { deletes: [{ ...bob, relation: "wrtier" }] }],
    [
      "names that no model had, as a precondition",
      "authz.write",
      { preconditions: { mustNotExist: [{ ...bob, object: "repoo:api" }] } },
    ],
    [
      "one tuple on two terms",
      "authz.write",
      { writes: [owner("2098-01-01T00:00:00Z"), owner("2099-01-01T00:00:00Z")] },
    ],
    ["a context of 20 levels", "authz.check", { ...bob, context: { ip: nested(19) } }],
    ["a context of 21 levels", "authz.check", { ...bob, context: { ip: nested(20) } }],
    ["a key that is no Unicode", "authz.check", { ...bob, context: { "\ud800": 1 } }],
    ["the names of another system", "authz.check", { user: "user:anne", relation: "read", object: "repo:api" }],
    ["those of its pages", "authz.read", { page_size: 5, continuation_token: "x" }],
    ["a consistency that is none", "authz.check", { ...bob, consistency: { at: "1", atLeast: "1" } }],
    ["an id of another system", "users.create", { email: "one@odd.example", externalId: "own-1" }],
    ["that id again", "users.create", { email: "two@odd.example", externalId: "own-1" }],
    ["that email again", "users.create", { email: "ONE@odd.example", externalId: "own-2" }],
    ["a time to come", "users.create", { email: "three@odd.example", createdAt: "2999-01-01T00:00:00Z" }],
    ["characters beyond ASCII", "users.create", { email: "four@München.example" }],
    ["an inviter without an invitation", "users.create", { email: "five@odd.example", invitedBy: OWN.anne }],
    [
      "a password and an invitation",
      "users.create",
      { email: "six@odd.example", password: ANNE.password, invite: true },
    ],
    ["somebody by email", "users.get", { email: "FOUR@xn--mnchen-3ya.example" }],
    ["somebody by an id of another system", "users.get", { externalId: "own-1" }],
    ["somebody by two names", "users.get", { email: ANNE.email, externalId: "own-1" }],
    ["somebody by no name", "users.get", {}],
    ["some twice, and some who are not there", "users.getMany", { ids: [OWN.anne, "usr_nobody", OWN.anne] }],
    ["101 ids", "users.getMany", { ids: Array(101).fill("usr_nobody") }],
    ["everybody of a domain", "users.list", { emailDomain: "münchen.EXAMPLE" }],
    ["the invited", "users.list", { status: "invited" }],
    ["those with a letter that compares as another", "users.search", { by: "email", prefix: "ａ" }],
  ])("%s", async (_, path, input) => {
    await expectAlike(path, input);
  });
});

describe("a body is read as the service reads it:", () => {
  it.each(["", "{}", '{"json":{}}', '{"json":null}', "[]", "null", '"x"', '{"subject":"user:anne"}'])(
    "%s",
    async (body) => {
      for (const path of ["authz.read", "authz.check"]) {
        const answers = await Promise.all(
          [real, memory].map(async (side) => await (await post(side, path, body, "secret")).json()),
        );
        const [service, double] = answers.map((answer) => Object(answer).error?.json);
        expect([path, double?.message, double?.data.code, double?.data.details]).toEqual([
          path,
          service?.message,
          service?.data.code,
          service?.data.details,
        ]);
      }
    },
  );
});
