import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { type clientFor, errorOf } from "../../test/client.ts";
import { ageCalls, idempotentClient, newKey, post, storedCalls, untilEnded } from "../../test/idempotent-calls.ts";
import { codeIn, send } from "../../test/raw.ts";
import { createTenant, createTestTenant, createWorld, type World } from "../../test/world.ts";

const PASSWORD = "an unlikely sentence";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let people = 0;
const email = () => `idempotent-${++people}@example.com`;
const distinct = (answers: readonly unknown[]) => [...new Set(answers.map((answer) => JSON.stringify(answer)))];
const eventsOf = async (client: World["acme"]["client"], event: string) =>
  (await client.audit.list.query({ event, limit: 100 })).items;

describe("a replay", () => {
  it("returns the first response and Idempotency-Replayed, even if data has changed since", async () => {
    const [key, input] = [newKey(), { email: email() }];
    const headers = { "x-api-key": world.acme.secretKey, "idempotency-key": key };
    const first = await post("users.create", input, headers);
    expect([first.code, first.replayed]).toEqual(["ok", null]);
    await world.acme.client.users.delete.mutate({
      id: (first.body as { result: { data: { json: { user: { id: string } } } } }).result.data.json.user.id,
    });
    for (const repeated of [headers, { ...headers, "idempotency-key": `"${key}"` }]) {
      const repeat = await post("users.create", input, repeated);
      expect([repeat.text, repeat.replayed, repeat.status]).toEqual([first.text, "true", 200]);
    }
    expect((await world.acme.client.users.search.query({ by: "email", prefix: input.email })).items).toEqual([]);
  });

  it("of a refused call returns the same error and is audited once; another key makes another call", async () => {
    const { client, secretKey } = await createTenant(world.admin, "refused");
    const { user } = await client.users.create.mutate({ email: "anne@example.com" });
    const headers = { "x-api-key": secretKey, "idempotency-key": newKey() };
    const create = async (more = {}) =>
      await post("users.create", { email: "anne@example.com" }, { ...headers, ...more });
    const first = await create();
    await client.users.delete.mutate({ id: user.id });
    const repeat = await create();
    expect([first.status, first.code, first.replayed]).toEqual([409, "email_taken", null]);
    expect([repeat.status, repeat.code, repeat.replayed]).toEqual([409, "email_taken", "true"]);
    expect((await create({ "idempotency-key": newKey() })).code).toBe("ok");
    const outcomes = (await eventsOf(client, "users.create")).map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(["email_taken", "ok", "ok"]);
  });

  it("with another input is refused and changes nothing", async () => {
    const idempotent = idempotentClient(newKey(), { key: world.acme.secretKey });
    const [one, other] = [email(), email()];
    await idempotent.users.create.mutate({ email: one });
    expect(await errorOf(idempotent.users.create.mutate({ email: other }))).toMatchObject({
      code: "idempotency_key_reused",
      httpStatus: 422,
      retryable: false,
    });
    expect((await world.acme.client.users.search.query({ by: "email", prefix: other })).items).toEqual([]);
    expect((await idempotent.users.create.mutate({ email: one })).user.email).toBe(one);
  });

  it("is a call of its own for another procedure, caller or tenant", async () => {
    const key = newKey();
    const at = (identity: Parameters<typeof clientFor>[0] = {}) => idempotentClient(key, identity);
    const { key: second } = await world.acme.client.apiKeys.create.mutate({ kind: "secret", name: "second" });
    const made = await at({ key: world.acme.secretKey }).apiKeys.create.mutate({ kind: "secret", name: "x" });
    const others = [second, world.globex.secretKey];
    for (const other of others) {
      const answer = await at({ key: other }).apiKeys.create.mutate({ kind: "secret", name: "x" });
      expect(answer.key).not.toBe(made.key);
    }
    const person = { email: email(), password: PASSWORD };
    for (const tenant of ["acme", "globex"]) await at({ tenant }).auth.register.mutate(person);
    for (const { client } of [world.acme, world.globex]) {
      expect((await client.users.search.query({ by: "email", prefix: person.email })).items).toHaveLength(1);
    }
    const sessions = await Promise.all(
      ["acme", "globex"].map(async (tenant) => await at({ tenant }).auth.login.mutate(person)),
    );
    expect(new Set(sessions.map(({ user }) => user.id)).size).toBe(2);
  });

  it("is refused if the caller's right has been revoked", async () => {
    const { secretKey, client } = world.acme;
    const { key, apiKey } = await client.apiKeys.create.mutate({ kind: "secret", name: "for a while" });
    const idempotent = idempotentClient(newKey(), { key });
    await idempotent.users.create.mutate({ email: email() });
    await client.apiKeys.revoke.mutate({ id: apiKey.id });
    const input = { email: `idempotent-${people}@example.com` };
    expect(await errorOf(idempotent.users.create.mutate(input))).toMatchObject({ code: "key_revoked" });
    const scoped = await client.apiKeys.create.mutate({ kind: "restricted", name: "x", scopes: ["users.create"] });
    const restricted = idempotentClient(newKey(), { key: scoped.key });
    const made = { email: email() };
    await restricted.users.create.mutate(made);
    await client.apiKeys.update.mutate({ id: scoped.apiKey.id, scopes: ["*:read"] });
    expect(await errorOf(restricted.users.create.mutate(made))).toMatchObject({ code: "insufficient_scope" });
    expect(secretKey).not.toBe(key);
  });

  it("counts as a use of its API key, as any call does", async () => {
    const limits = [{ calls: 2, perSeconds: 60 }];
    const { key } = await world.acme.client.apiKeys.create.mutate({
      kind: "restricted",
      name: "x",
      scopes: ["users.*"],
      limits,
    });
    const idempotent = idempotentClient(newKey(), { key });
    const input = { email: email() };
    for (let i = 0; i < 2; i++) await idempotent.users.create.mutate(input);
    expect(await errorOf(idempotent.users.create.mutate(input))).toMatchObject({ code: "rate_limited" });
  });

  it("after an invalid input is a new call", async () => {
    const headers = { "x-api-key": world.acme.secretKey, "idempotency-key": newKey() };
    const { slug } = world.acme.tenant;
    expect((await post("users.create", { email: "nobody" }, headers)).code).toBe("invalid_input");
    while ((await post("users.create", { email: `after@${slug}.example` }, headers)).code === "idempotency_key_in_use");
    const { items } = await world.acme.client.users.search.query({ by: "email", prefix: "after@" });
    expect(items).toHaveLength(1);
  });

  it("finds its response after an eviction of the object", async () => {
    const { tenant, secretKey } = world.globex;
    const idempotent = idempotentClient(newKey(), { key: secretKey });
    const input = { email: email() };
    const first = await idempotent.users.create.mutate(input);
    const kept = (await storedCalls(tenant.id)).length;
    await untilEnded(tenant.id, kept);
    await evictDurableObject(env.TENANT_STATE.getByName(tenant.id));
    expect(await idempotent.users.create.mutate(input)).toEqual(first);
  });

  it("of a platform call is stored at the platform, even before a tenant exists", async () => {
    const key = newKey();
    const input = { secret: env.BOOTSTRAP_SECRET, email: "second@example.com", password: PASSWORD };
    const bootstrap = async () => (await post("platform.bootstrap", input, { "idempotency-key": key })).replayed;
    expect([await bootstrap(), await bootstrap()]).toEqual([null, "true"]);
    const idempotent = idempotentClient(newKey(), { token: world.token });
    const made = await Promise.all(
      [0, 1].map(async () => await idempotent.tenants.create.mutate({ slug: "once", name: "Once" })),
    );
    expect(distinct(made)).toHaveLength(1);
    expect((await storedCalls("platform")).length).toBeGreaterThanOrEqual(2);
  });
});

it("the alarm deletes the record of a day-old call, which can then be made again", async () => {
  const { tenant, secretKey } = await createTenant(world.admin, "swept");
  const idempotent = idempotentClient(newKey(), { key: secretKey });
  const create = async () => (await idempotent.apiKeys.create.mutate({ kind: "secret", name: "x" })).key;
  const first = await create();
  await untilEnded(tenant.id, 1);
  await ageCalls(tenant.id, 24 * 60 * 60 - 60);
  expect(await create()).toBe(first);
  await ageCalls(tenant.id, 2 * 60 * 60);
  expect(await runDurableObjectAlarm(env.TENANT_STATE.getByName(tenant.id))).toBe(true);
  expect(await storedCalls(tenant.id)).toEqual([]);
  expect(await create()).not.toBe(first);
});

describe("an idempotency key", () => {
  const headers = () => ({ "x-api-key": world.acme.secretKey });

  it.each(["short", "with a space in it, and long", "x".repeat(201)])(
    "is refused if it is invalid: %s",
    async (key) => {
      const answer = await post("users.create", { email: email() }, { ...headers(), "idempotency-key": key });
      expect([answer.status, answer.code]).toEqual([400, "idempotency_key_invalid"]);
      expect(
        (await world.acme.client.users.search.query({ by: "email", prefix: `idempotent-${people}@` })).items,
      ).toEqual([]);
    },
  );

  it("is ignored by reads", async () => {
    const before = (await storedCalls(world.acme.tenant.id)).length;
    for (const key of ["short", newKey()]) {
      const answers = [];
      for (let i = 0; i < 2; i++) answers.push(await post("users.list", {}, { ...headers(), "idempotency-key": key }));
      expect(answers.map(({ code, replayed }) => [code, replayed])).toEqual([
        ["ok", null],
        ["ok", null],
      ]);
    }
    expect(await storedCalls(world.acme.tenant.id)).toHaveLength(before);
  });

  it("is refused for a batch with changes, and accepted for a batch of one", async () => {
    const key = newKey();
    const batch = async (paths: string[], inputs: unknown[]) =>
      await callBatch(paths, inputs, { ...headers(), "idempotency-key": key });
    const [one, other] = [email(), email()];
    const both = await batch(["users.create", "users.create"], [{ email: one }, { email: other }]);
    expect(both).toEqual(["idempotency_batch_not_allowed", "idempotency_batch_not_allowed"]);
    expect(await batch(["users.list", "apiKeys.list"], [{}, {}])).toEqual(["ok", "ok"]);
    for (let i = 0; i < 2; i++) expect(await batch(["users.create"], [{ email: one }])).toEqual(["ok"]);
    expect((await world.acme.client.users.search.query({ by: "email", prefix: other })).items).toEqual([]);
  });

  it("is required for a record: a call without one stores none", async () => {
    const { tenant, client } = await createTenant(world.admin, "no-keys");
    await client.users.create.mutate({ email: email() });
    expect(await errorOf(client.users.create.mutate({ email: `idempotent-${people}@example.com` }))).toMatchObject({
      code: "email_taken",
    });
    expect(await storedCalls(tenant.id)).toEqual([]);
  });
});

it("a stored record reveals nothing of its call", async () => {
  const { tenant, secretKey, publishableKey } = await createTestTenant(world.admin, "sealed");
  const [key, person] = [newKey(), { email: "anne@example.com", password: PASSWORD, name: "Anne of Green Gables" }];
  const server = idempotentClient(key, { key: secretKey });
  const browser = idempotentClient(key, { key: publishableKey });
  await browser.auth.register.mutate(person);
  const { accessToken, refreshToken, user } = await browser.auth.login.mutate({
    email: person.email,
    password: PASSWORD,
  });
  const { key: shownOnce, apiKey } = await server.apiKeys.create.mutate({ kind: "secret", name: "a name to find" });
  await errorOf(server.users.create.mutate(person));
  await untilEnded(tenant.id, 4);
  const rows = await storedCalls(tenant.id);
  expect(rows).toHaveLength(4);
  const secrets = [
    key,
    ...Object.values(person),
    accessToken,
    refreshToken,
    user.id,
    shownOnce,
    apiKey.id,
    "a name to find",
    "email_taken",
  ];
  const parts = secrets.flatMap((text) => [text, text.slice(0, 12), btoa(text).replace(/=+$/, "").slice(0, -2)]);
  const stored = rows.flatMap((row) => Object.values(row).map(String)).flatMap((text) => [text, ...decoded(text)]);
  for (const part of parts) expect(stored.filter((text) => text.includes(part))).toEqual([]);
  // Equal inputs and responses are encrypted differently, and the response can still be replayed.
  expect(new Set(rows.flatMap(({ fingerprint, answer }) => [fingerprint, answer])).size).toBe(8);
  await ageCalls(tenant.id, 24 * 60 * 60 - 60);
  expect((await server.apiKeys.create.mutate({ kind: "secret", name: "a name to find" })).key).toBe(shownOnce);
});

/** Decodes the base64url parts of a text. */
function decoded(text: string): string[] {
  return text.split(".").flatMap((part) => {
    try {
      return [atob(part.replaceAll("-", "+").replaceAll("_", "/"))];
    } catch {
      return [];
    }
  });
}

/** Results of a batch's calls: `ok` or the error's code. */
async function callBatch(paths: readonly string[], inputs: readonly unknown[], headers: Record<string, string>) {
  const body = JSON.stringify(Object.fromEntries(inputs.map((json, i) => [i, { json }])));
  const init = { method: "POST", headers: { ...headers, "content-type": "application/json" }, body };
  const answer = await send(`/trpc/${paths.join(",")}?batch=1`, init);
  return (answer.body as unknown[]).map((part) => codeIn([part]) ?? "ok");
}
