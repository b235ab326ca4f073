import * as sdk from "@cf-auth/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { model } from "../../../client-sdk/test/permissions/programs/model.ts";
import { signInAdmin, startTestStack, type TestStack } from "./test-stack.ts";

/** What the types of a model promise, asked of the service itself. */

let stack: TestStack;
let cfauth: sdk.TypedClient<typeof model>;
beforeAll(async () => {
  stack = await startTestStack();
  const admin = await signInAdmin(stack.url, stack.tenant);
  const { secretKey } = await admin.tenants.create({ slug: "typed", name: "Typed" });
  cfauth = sdk.createClient<typeof model>({ url: stack.url, key: secretKey });
  await cfauth.authz.model.put({ model: model.source });
  await cfauth.authz.write({
    writes: [
      { subject: "user:anne", relation: "member", object: "team:eng" },
      { subject: "user:rosa", relation: "lead", object: "team:eng" },
      { subject: "team:eng#member", relation: "write", object: "repo:api" },
      { subject: "robot:r2", relation: "member", object: "org:acme" },
      { subject: "user:anne", relation: "member", object: "org:acme" },
      { subject: "org:acme", relation: "owner", object: "repo:api" },
      { subject: "user:*", relation: "viewer", object: "folder:public" },
      { subject: "folder:public", relation: "folder", object: "repo:docs" },
      {
        subject: "user:anne",
        relation: "opener",
        object: "door:lab",
        condition: { name: "in_network", context: { network: "192.0.2.0/24" } },
      },
      {
        subject: "robot:r2",
        relation: "watcher",
        object: "door:lab",
        condition: { name: "at_night", context: { zones: ["Europe/Berlin"] } },
      },
      { subject: "user:eve", relation: "keeper", object: "door:lab" },
    ],
  });
});
afterAll(async () => await stack.stop());

describe("a client that knows the model", () => {
  it("is answered yes or no where no condition is involved", async () => {
    const { authz } = cfauth;
    const write: boolean = (await authz.check({ subject: "user:anne", relation: "write", object: "repo:api" })).allowed;
    const lead: boolean = (await authz.check({ subject: "user:rosa", relation: "write", object: "repo:api" })).allowed;
    const robot: boolean = (await authz.check({ subject: "robot:r2", relation: "read", object: "repo:api" })).allowed;
    const both: boolean = (await authz.check({ subject: "user:anne", relation: "deploy", object: "repo:api" })).allowed;
    const half: boolean = (await authz.check({ subject: "user:rosa", relation: "deploy", object: "repo:api" })).allowed;
    const all: boolean = (await authz.check({ subject: "user:*", relation: "read", object: "repo:docs" })).allowed;
    expect({ write, lead, robot, both, half, all }).toEqual({
      write: true,
      lead: true,
      robot: true,
      both: true,
      half: false,
      all: true,
    });
  });

  it("returns partial results for conditions, with the missing context", async () => {
    const door = { subject: "user:anne", relation: "opener", object: "door:lab" } as const;
    const inside = await cfauth.authz.check({ ...door, context: { ip: "192.0.2.7" } });
    const outside = await cfauth.authz.check({ ...door, context: { ip: "198.51.100.1" } });
    expect([inside.allowed, outside.allowed]).toEqual([true, false]);
    const { allowed, missing } = await cfauth.authz.check({ ...door, context: {} });
    const parameters: ("ip" | "network")[] | undefined = missing;
    expect([allowed, parameters]).toEqual(["conditional", ["ip"]]);
    // Numbers may be written as text.
    const night = { subject: "robot:r2", relation: "watcher", object: "door:lab", context: { hour: "22" } } as const;
    expect((await cfauth.authz.check(night)).allowed).toBe(true);
  });

  it("is answered yes or no about whom no condition can decide, and brings no context", async () => {
    const until = (time: Date) => ({ name: "not_expired", context: { until: time } }) as const;
    const [past, future] = [new Date("2020-01-01"), new Date("2099-01-01")];
    await cfauth.authz.write({
      writes: [
        { subject: "link:old", relation: "viewer", object: "page:1", condition: until(past) },
        { subject: "link:new", relation: "viewer", object: "page:1", condition: until(future) },
        { subject: "link:new", relation: "locked", object: "page:1", condition: until(future) },
        { subject: "user:anne", relation: "viewer", object: "page:1" },
      ],
    });
    const { authz } = cfauth;
    const page = { relation: "viewer", object: "page:1" } as const;
    for (const relation of ["viewer", "reader"] as const) {
      const anne: boolean = (await authz.check({ ...page, relation, subject: "user:anne" })).allowed;
      const eve: boolean = (await authz.check({ ...page, relation, subject: "user:eve" })).allowed;
      expect([relation, anne, eve]).toEqual([relation, true, false]);
    }
    const listed = await authz.listObjects({ subject: "user:anne", relation: "reader", objectType: "page" });
    const people = await authz.listSubjects({ ...page, subjectKind: "user" });
    const none: never[][] = [listed.conditional, people.conditional];
    expect([listed.items, people.items, none]).toEqual([["page:1"], ["user:anne"], [[], []]]);
    // A time is a Date or text, on either side.
    for (const now of [new Date(), new Date().toISOString()]) {
      const [old, fresh] = await Promise.all(
        (["link:old", "link:new"] as const).map((subject) => authz.check({ ...page, subject, context: { now } })),
      );
      expect([old?.allowed, fresh?.allowed]).toEqual([false, true]);
    }
    expect((await authz.check({ ...page, subject: "link:new", context: {} })).allowed).toBe("conditional");
  });

  it("asks many at once, each with an answer of its own type", async () => {
    const { results } = await cfauth.authz.batchCheck({
      checks: [
        { subject: "user:anne", relation: "write", object: "repo:api" },
        { subject: "user:anne", relation: "opener", object: "door:lab" },
        { subject: "robot:r2", relation: "watcher", object: "door:lab", context: { hour: 22 } },
      ],
      context: { ip: "192.0.2.7" },
    });
    expect(results).toEqual([{ allowed: true }, { allowed: true }, { allowed: true }]);
  });

  it("lists objects, subjects and relations by their names", async () => {
    const { authz } = cfauth;
    const repos: `repo:${string}`[] = [];
    const question = { subject: "user:anne", relation: "read", objectType: "repo" } as const;
    for await (const repo of authz.listObjects(question)) repos.push(repo);
    const members = await authz.listSubjects({ object: "repo:api", relation: "write", subjectKind: "team#member" });
    const usersets: `team:${string}#member`[] = members.items;
    const doors = await authz.listRelations({ subject: "user:anne", object: "door:lab", context: {} });
    const maybe: ("opener" | "watcher" | "ringer")[] = doors.conditional;
    const { items } = await authz.read({ object: "repo:api", relation: "owner" });
    expect(repos).toEqual(["repo:api", "repo:docs"]);
    expect(usersets).toEqual(["team:eng#member"]);
    expect(maybe).toEqual(["opener", "ringer"]);
    expect(items.map(({ subject }) => subject)).toEqual(["org:acme"]);
  });

  it("explains, and counts tuples for one question only", async () => {
    const { authz } = cfauth;
    const contextualTuples = [{ subject: "user:bob", relation: "member", object: "team:eng" }] as const;
    const question = { subject: "user:bob", relation: "write", object: "repo:api", contextualTuples } as const;
    expect((await authz.explain(question)).proof).toMatchObject({ subject: "user:bob" });
    expect((await authz.check({ ...question, contextualTuples: [] })).allowed).toBe(false);
    expect((await authz.expand({ object: "repo:api", relation: "write" })).tree.kind).toBe("or");
  });
});

describe("what does not compile is what the service refuses, or never answers yes", () => {
  const refused = async (call: Promise<unknown>) =>
    await call.then(
      () => "nothing",
      (error: sdk.CfAuthError) => error.code,
    );

  it("relations and types that the model does not have", async () => {
    const { authz } = cfauth;
    // @ts-expect-error
    expect(await refused(authz.check({ subject: "user:anne", relation: "wirte", object: "repo:api" }))).toBe(
      "unknown_relation",
    );
    // @ts-expect-error
    expect(await refused(authz.check({ subject: "usr:anne", relation: "write", object: "repo:api" }))).toBe(
      "unknown_type",
    );
  });

  it("subjects that cannot have a relation", async () => {
    const { authz } = cfauth;
    // @ts-expect-error
    expect((await authz.check({ subject: "robot:r2", relation: "write", object: "repo:api" })).allowed).toBe(false);
    // @ts-expect-error
    expect((await authz.check({ subject: "user:*", relation: "write", object: "repo:api" })).allowed).toBe(false);
  });

  it("tuples that the model does not allow", async () => {
    const { authz } = cfauth;
    // @ts-expect-error
    const everyone = authz.write({ writes: [{ subject: "user:*", relation: "write", object: "repo:api" }] });
    // @ts-expect-error
    const derived = authz.write({ writes: [{ subject: "user:anne", relation: "read", object: "repo:api" }] });
    // @ts-expect-error
    const bare = authz.write({ writes: [{ subject: "user:anne", relation: "opener", object: "door:lab" }] });
    expect(await Promise.all([everyone, derived, bare].map(refused))).toEqual([
      "subject_not_allowed",
      "subject_not_allowed",
      "subject_not_allowed",
    ]);
  });
});
