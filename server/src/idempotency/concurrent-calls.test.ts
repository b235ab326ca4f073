import { beforeAll, describe, expect, it } from "vitest";
import { clientFor } from "../../test/client.ts";
import { idempotentClient, newKey } from "../../test/idempotent-calls.ts";
import { emailKindsTo } from "../../test/mailbox.ts";
import { call as callFromPage, OWN } from "../../test/page.ts";
import { somebody } from "../../test/people.ts";
import { deliverUsage, rollUp } from "../../test/usage.ts";
import { createTenant, createTestTenant, createWorld, type World } from "../../test/world.ts";
import { dayOf } from "../usage/usage.ts";

const PARALLEL_CALLS = 50;
const PASSWORD = "an unlikely sentence";
const MODEL = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n";
const TUPLE = { subject: "user:anne", relation: "reader", object: "doc:1" };

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const inParallel = async <T>(work: () => Promise<T>) => await Promise.all(Array.from({ length: PARALLEL_CALLS }, work));
const distinct = (answers: readonly unknown[]) => [...new Set(answers.map((answer) => JSON.stringify(answer)))];
const eventsOf = async (client: World["acme"]["client"], event: string) =>
  (await client.audit.list.query({ event, limit: 100 })).items;

describe(`${PARALLEL_CALLS} concurrent calls with one key`, () => {
  it("users.create creates one user, one response and one audit event", async () => {
    const { client, secretKey } = await createTenant(world.admin, "one-user");
    const idempotent = idempotentClient(newKey(), { key: secretKey });
    const answers = await inParallel(
      async () => await idempotent.users.create.mutate({ email: "anne@example.com", password: PASSWORD }),
    );
    expect(distinct(answers)).toHaveLength(1);
    expect(answers[0]?.user.createdAt).toBeInstanceOf(Date);
    expect((await client.users.list.query({})).items).toHaveLength(1);
    expect(await eventsOf(client, "users.create")).toMatchObject([{ outcome: "ok" }]);
  });

  it("authz.write writes one revision", async () => {
    const { client, secretKey } = await createTenant(world.admin, "one-revision");
    await client.authz.model.put.mutate({ model: MODEL });
    const idempotent = idempotentClient(newKey(), { key: secretKey });
    const before = (await client.authz.graph.stats.query()).revision;
    const answers = await inParallel(async () => await idempotent.authz.write.mutate({ writes: [TUPLE] }));
    expect(distinct(answers)).toHaveLength(1);
    expect(Number((await client.authz.graph.stats.query()).revision)).toBe(Number(before) + 1);
  });

  it("apiKeys.create creates one key, which all calls return and which works", async () => {
    const { client, secretKey } = await createTenant(world.admin, "one-key");
    const before = (await client.apiKeys.list.query({})).items.length;
    const idempotent = idempotentClient(newKey(), { key: secretKey });
    const answers = await inParallel(async () => await idempotent.apiKeys.create.mutate({ kind: "secret", name: "x" }));
    expect(distinct(answers)).toHaveLength(1);
    expect((await client.apiKeys.list.query({})).items).toHaveLength(before + 1);
    expect((await clientFor({ key: answers[0]?.key ?? "" }).users.list.query({})).items).toEqual([]);
  });

  it("auth.register creates one user and one email", async () => {
    const { tenant, publishableKey, client } = await createTestTenant(world.admin, "one-letter");
    const idempotent = idempotentClient(newKey(), { key: publishableKey });
    const person = { email: "anne@example.com", password: PASSWORD };
    const answers = distinct(await inParallel(async () => await idempotent.auth.register.mutate(person)));
    expect(answers).toEqual([expect.stringMatching(/^\{"next":"login","registrationToken":"[\w-]{43}"\}$/)]);
    // A second email would say that the email is taken.
    expect(await emailKindsTo(tenant.id, person.email)).toEqual(["verify_email"]);
    expect(await eventsOf(client, "auth.register")).toHaveLength(1);
  });

  it("auth.login opens one session, with one cookie and one counted sign-in", async () => {
    const { user, credentials } = await somebody(world.acme);
    const headers = { ...OWN, "idempotency-key": newKey(), "cf-connecting-ip": "192.0.2.80" };
    const login = async () => await callFromPage("auth.login", { input: { ...credentials, mode: "cookie" }, headers });
    const answers = await inParallel(login);
    expect(distinct(answers.map(({ set, json }) => [set, json]))).toHaveLength(1);
    expect(answers[0]).toMatchObject({ code: "ok", set: expect.stringContaining("__Host-session=rt_") });
    expect((await world.acme.client.users.sessions.list.query({ id: user.id })).items).toHaveLength(1);
    expect((await callFromPage("auth.refresh", { cookie: answers[7]?.cookie })).code).toBe("ok");
    await deliverUsage();
    await rollUp(world.acme.tenant.id);
    const series = { tenant: "acme", from: dayOf(new Date()), skipCache: true } as const;
    const of = async (metric: "logins" | "calls") =>
      (await world.admin.dashboard.timeseries.query({ ...series, metric })).points[0]?.value;
    expect(await of("logins")).toBe(1);
    expect(await of("calls")).toBeGreaterThanOrEqual(PARALLEL_CALLS);
  });
});
