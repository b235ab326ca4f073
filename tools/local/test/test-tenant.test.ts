import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { createTestTenant } from "@cf-auth/client/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT } from "../src/paths.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

/** A tenant in memory answers as a real one does, where it answers at all. */

let stack: TestStack;
let admin: sdk.CfAuthClient;
beforeAll(async () => {
  stack = await startTestStack();
  admin = await signInAdmin(stack.url, stack.tenant);
});
afterAll(async () => await stack.stop());

interface Side {
  readonly server: sdk.CfAuthClient;
  readonly browser: sdk.CfAuthClient;
  as(token: string): sdk.CfAuthClient;
}

async function realSide(): Promise<Side> {
  const slug = `double-${crypto.randomUUID().slice(0, 8)}`;
  const { secretKey, publishableKey } = await admin.tenants.create({ slug, name: slug });
  const client = (options: sdk.Credentials) => sdk.createClient({ ...options, url: stack.url });
  return {
    server: client({ key: secretKey }),
    browser: client({ key: publishableKey }),
    as: (token) => client({ token }),
  };
}

async function doubleSide(): Promise<Side> {
  const tenant = await createTestTenant({ now: new Date() });
  return {
    server: tenant.client(),
    browser: tenant.client({ key: tenant.publishableKey }),
    as: (token) => tenant.client({ token }),
  };
}

/** What came of each call: its answer, or its error; without what is another for every tenant. */
async function outcomesOf(scenario: (side: Side) => Array<() => Promise<unknown>>, side: Side): Promise<unknown[]> {
  const outcomes: unknown[] = [];
  for (const call of scenario(side)) {
    outcomes.push(await call().then(plain, errorOf));
  }
  return outcomes;
}

function errorOf(error: unknown) {
  if (!(error instanceof sdk.CfAuthError)) throw error;
  const { code, message, status, action, retryable, details } = error;
  return { code, message, status, action, retryable, details: plain(details) };
}

const OWN = new Set([
  "id",
  "userId",
  "sessionId",
  "createdAt",
  "createdBy",
  "nextCursor",
  "accessToken",
  "refreshToken",
  "registrationToken",
]);

function plain(value: unknown): unknown {
  const keep = (key: string, part: unknown) => (OWN.has(key) || /(At|oldest)$/.test(key) ? typeof part : part);
  return value === undefined ? value : JSON.parse(JSON.stringify(value, keep));
}

async function expectAlike(scenario: (side: Side) => Array<() => Promise<unknown>>): Promise<void> {
  const real = await outcomesOf(scenario, await realSide());
  expect(await outcomesOf(scenario, await doubleSide())).toEqual(real);
}

const read = (name: string) => readFileSync(join(ROOT, "seeds/kubernetes-org", name), "utf8");
const CONDITIONAL = `model
  schema 1.1
type user
type team
  relations
    define member: [user, team#member]
type repo
  relations
    define owner: [user]
    define writer: [user, team#member, user with in_office] or owner
    define blocked: [user]
    define read: [user:*] or writer
    define write: writer but not blocked
condition in_office(ip: ipaddress, range: string) {
  ip.in_cidr(range)
}
`;

it("in questions about a graph, right and wrong ones", async () => {
  const tuple = (subject: string, relation: string, object: string) => ({ subject, relation, object });
  const office = { name: "in_office", context: { range: "10.0.0.0/8" } };
  const anne = tuple("user:anne", "write", "repo:api");
  const dora = tuple("user:dora", "owner", "repo:api");
  await expectAlike(({ server: { authz } }) => [
    () => authz.check(anne),
    () => authz.model.get(),
    () => authz.model.put({ model: "model\n  schema 1.1\ntype" }),
    () => authz.model.put({ model: CONDITIONAL }),
    () => authz.model.put({ model: CONDITIONAL }),
    () => authz.model.get(),
    () => authz.model.get({ version: 7 }),
    () =>
      authz.write({
        writes: [tuple("user:anne", "member", "team:eng"), tuple("team:eng#member", "writer", "repo:api")],
      }),
    () => authz.write({ writes: [{ ...tuple("user:bob", "writer", "repo:api"), condition: office }] }),
    () => authz.write({ writes: [{ ...tuple("user:bob", "writer", "repo:api"), condition: office }] }),
    () => authz.write({ writes: [tuple("team:eng", "writer", "repo:api")] }),
    () =>
      authz.write({ writes: [tuple("user:x", "owner", "repo:api")], deletes: [tuple("user:x", "owner", "repo:api")] }),
    () => authz.write({ preconditions: { mustExist: [tuple("user:x", "owner", "repo:api")] } }),
    () => authz.write({ preconditions: { mustNotExist: [tuple("user:anne", "member", "team:eng")] } }),
    () => authz.write({ writes: [tuple("user:*", "read", "repo:docs"), tuple("user:eve", "blocked", "repo:api")] }),
    () => authz.check(anne),
    () => authz.check({ ...anne, subject: "user:bob" }),
    () => authz.check({ ...anne, subject: "user:bob", context: { ip: "10.1.2.3" } }),
    () => authz.check({ ...anne, subject: "user:bob", context: { ip: "11.1.2.3" } }),
    () => authz.check({ ...anne, subject: "user:bob", context: { ip: "here" } }),
    () => authz.check({ ...anne, relation: "delete" }),
    () => authz.check({ ...anne, object: "page:1" }),
    () => authz.check({ ...anne, subject: "anne" }),
    () => authz.check({ ...anne, subject: "user:new", contextualTuples: [tuple("user:new", "owner", "repo:api")] }),
    () => authz.check({ ...anne, consistency: { atLeast: "900" } }),
    () => authz.batchCheck({ checks: [anne, { ...anne, relation: "delete" }, { ...anne, subject: "user:eve" }] }),
    () => authz.listObjects({ subject: "user:anne", relation: "read", objectType: "repo" }),
    () => authz.listObjects({ subject: "user:anne", relation: "read", objectType: "repo", limit: 1 }),
    () => authz.listSubjects({ object: "repo:api", relation: "write", subjectKind: "user" }),
    () => authz.listSubjects({ object: "repo:docs", relation: "read", subjectKind: "user" }),
    () => authz.listRelations({ subject: "user:anne", object: "repo:api" }),
    () => authz.expand({ object: "repo:api", relation: "write" }),
    () => authz.explain(anne),
    () => authz.explain({ ...anne, subject: "user:carol" }),
    async () => {
      const { proof } = await authz.explain(anne);
      if (proof === null) throw new Error("no proof");
      return [
        await authz.verifyProof({ proof }),
        await authz.verifyProof({ proof: { ...proof, subject: "user:eve" } }),
      ];
    },
    () => authz.explain({ ...anne, subject: "user:bob", context: { ip: "11.1.2.3" } }),
    () => authz.explain({ ...anne, subject: "user:nobody", object: "repo:nothing" }),
    () =>
      authz.explain({
        ...anne,
        subject: "user:dora",
        contextualTuples: [{ ...dora, expiresAt: new Date("2020-01-01") }],
      }),
    () => authz.check({ ...anne, contextualTuples: [{ ...dora, expiresAt: new Date(0) }] }),
    () => authz.write({ writes: [{ ...dora, expiresAt: new Date("9999-12-31T23:59:59Z") }] }),
    () => authz.write({ writes: [{ ...dora, expiresAt: new Date("2020-01-01") }] }),
    () => authz.write({ deletes: [tuple("user:dora", "ownr", "repo:api")] }),
    () => authz.write({ preconditions: { mustNotExist: [tuple("usr:dora", "owner", "repo:api")] } }),
    () => authz.read(),
    () => authz.read({ object: "repo:api", subjectType: "team" }),
    () =>
      authz.write({ deletes: [tuple("user:anne", "member", "team:eng"), tuple("user:nobody", "member", "team:eng")] }),
    () => authz.check(anne),
  ]);
});

it("on the permissions of the Kubernetes organisations", async () => {
  const lines = read("checks.csv").trim().split("\n").slice(1, 200);
  const checks = lines.map((line) => {
    const [subject = "", relation = "", object = ""] = line.split(",");
    return { subject, relation, object };
  });
  const rows = read("graph.csv").trim().split("\n").slice(1);
  const writes = rows.map((row) => {
    const [type, id, of, relation = "", objectType, objectId] = row.split(",");
    return { subject: `${type}:${id}${of ? `#${of}` : ""}`, relation, object: `${objectType}:${objectId}` };
  });
  await expectAlike(({ server: { authz } }) => [
    () => authz.model.put({ model: read("model.fga") }),
    async () => {
      for (let i = 0; i < writes.length; i += 1000) await authz.write({ writes: writes.slice(i, i + 1000) });
    },
    () => authz.batchCheck({ checks }),
  ]);
});

it("in signing in and out", async () => {
  const person = { email: "anne@double.example", password: "the seventh violet armchair" };
  await expectAlike(({ browser, server, as }) => {
    let session: sdk.LoginResponse;
    return [
      () => browser.auth.login(person),
      () => browser.auth.register(person),
      () => browser.auth.register(person),
      () => browser.auth.login({ ...person, password: "the seventh violet armchairs" }),
      async () => {
        session = await browser.auth.login(person);
        return session;
      },
      () => as(session.accessToken).auth.me(),
      () => as("x.y.z").auth.me(),
      () => as(session.accessToken).users.get({ id: session.user.id }),
      () => server.users.get({ id: session.user.id }),
      () => server.users.create({ email: person.email }),
      () => server.users.create({ email: "bob@double.example", name: "Bob", metadata: { seat: 7 } }),
      () => browser.users.get({ id: session.user.id }),
      () => browser.auth.refresh(session),
      () => browser.auth.refresh({ refreshToken: session.refreshToken }),
      () => browser.auth.refresh({ refreshToken: "refresh" }),
      () => browser.auth.logout(),
      () => browser.auth.logout({ refreshToken: session.refreshToken }),
      () => browser.auth.refresh({ refreshToken: session.refreshToken }),
      () => as(session.accessToken).auth.me(),
      () => browser.auth.me(),
    ];
  });
});
