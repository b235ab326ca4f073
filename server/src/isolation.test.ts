import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import SuperJSON from "superjson";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { clientFor } from "../test/client.ts";
import { type Holdings, holdingsOf, textsIn } from "../test/holdings.ts";
import { inputsOf, procedures } from "../test/inputs.ts";
import { emailTo } from "../test/mailbox.ts";
import { send } from "../test/raw.ts";
import { deliverUsage, rollUp } from "../test/usage.ts";
import { createWorld, type World } from "../test/world.ts";
import { TEST_CODE } from "./ports/codes.ts";

const RUNS = inject("long") ? 100 : 12;
const CALLS = 20;
const PASSWORD = "an unlikely sentence";
const MODEL = (type: string) =>
  `model\n  schema 1.1\ntype user\ntype ${type}\n  relations\n    define reader: [user]\n`;
/** Shorter texts occur by chance. */
const MIN_DISTINCTIVE = 6;

type Side = Awaited<ReturnType<typeof side>>;

let world: World;
let a: Side;
let b: Side;
beforeAll(async () => {
  world = await createWorld();
  a = await side("alpha", "doc");
  b = await side("bravo", "vault");
});

/**
 * A tenant that has something of everything. Test tenants, since those have more that could be reached. What is kept is
 * never said to anyone, so that it can only come from where it lies.
 */
async function side(slug: string, type: string) {
  const named = { slug, name: `Kept at ${slug}`, host: `kept-at.${slug}.example`, environment: "test" } as const;
  const { tenant, secretKey, publishableKey } = await world.admin.tenants.create.mutate(named);
  const [client, browser] = [clientFor({ key: secretKey }), clientFor({ key: publishableKey })];
  const person = { email: `somebody@${slug}.example`, password: `${PASSWORD} of ${slug}` };
  const { registrationToken } = await browser.auth.register.mutate({ ...person, name: `Somebody of ${slug}` });
  const { user, ...session } = await browser.auth.login.mutate(person);
  const keys = (await client.apiKeys.list.query({})).items.map(({ id }) => id);
  await client.authz.model.put.mutate({ model: `${MODEL(type)}type kept_at_${slug}\n` });
  const tuple = { subject: `user:friend-of-${slug}`, relation: "reader", object: `${type}:plans-of-${slug}` };
  const kept = { ...tuple, subject: `user:kept-at-${slug}` };
  await client.authz.write.mutate({ writes: [tuple, kept] });
  await client.authz.graph.export.mutate({ destination: "r2" });
  await client.tenants.settings.update.mutate({ allowedOrigins: [`https://${slug}.example.com`] });
  await browser.auth.register.mutate({ ...person, email: `kept@${slug}.example`, name: `Kept at ${slug}` });
  await client.users.update.mutate({ id: user.id, metadata: { plan: `kept-at-${slug}` } });
  const signedIn = clientFor({ token: session.accessToken });
  const { token } = await emailTo(tenant.id, person.email, "verify_email");
  await browser.auth.email.confirm.mutate({ token, registrationToken });
  await signedIn.auth.email.change.mutate({ newEmail: `moved@${slug}.example`, password: person.password });
  await browser.auth.password.forgot.mutate({ email: person.email });
  const emails = (await client.emails.mailbox.list.query({})).items;
  const tokens = emails.flatMap(({ values: { link } }) =>
    link ? [new URL(link).searchParams.get("token") ?? ""] : [],
  );
  await client.apiKeys.create.mutate({
    kind: "secret",
    name: `Kept at ${slug}`,
    metadata: { note: `Kept at ${slug}` },
  });
  const restricted = await client.apiKeys.create.mutate({ kind: "restricted", name: "helper", scopes: ["*:read"] });
  const ownerId = `customer-of-${slug}`;
  const quota = { remaining: 1000, refill: { amount: 1000, every: "day" } } as const;
  const limits = [{ calls: 1000, perSeconds: 60 }];
  const customer = await client.apiKeys.customers.create.mutate({ name: "bought", ownerId, quota, limits });
  await client.apiKeys.verify.mutate({ key: customer.key });
  await client.apiKeys.customers.create.mutate({ name: `Kept at ${slug}`, ownerId: `kept-at-${slug}` });
  const customerKey = { key: customer.key, ownerId, id: customer.apiKey.id };
  const allKeys = [...keys, restricted.apiKey.id, customer.apiKey.id];
  return {
    tokens,
    tenant,
    secretKey,
    publishableKey,
    client,
    browser,
    person,
    user,
    session,
    tuple,
    keys: allKeys,
    customerKey,
  };
}

/** Texts of B wherever a text may stand: its ids, its names, even its users' credentials and its keys. */
function textsOfB({ keys } = { keys: true }): fc.Arbitrary<string> {
  const cursor = (position: unknown) =>
    new TextEncoder().encode(JSON.stringify(position)).toBase64({ alphabet: "base64url", omitPadding: true });
  const { sub, sid } = JSON.parse(
    atob((b.session.accessToken.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")),
  );
  const ids = [b.tenant.id, b.tenant.slug, b.user.id, sub, sid, ...b.keys, `user:${b.user.id}`];
  const words = [
    ...Object.values(b.tuple),
    b.customerKey.ownerId,
    "user",
    "vault",
    MODEL("vault"),
    `tenants/${b.tenant.id}/graph.csv`,
  ];
  const secrets = [b.person.email, b.person.password, b.session.refreshToken, b.session.accessToken];
  if (keys) secrets.push(b.secretKey, b.customerKey.key);
  // What somebody was sent to type is the same in every test tenant.
  const sent = [...b.tokens, TEST_CODE, `moved@${b.tenant.slug}.example`];
  const cursors = [
    ...ids.map(cursor),
    cursor([b.person.email, b.user.id]),
    cursor([b.tuple.subject, b.tuple.relation, b.tuple.object]),
  ];
  // What is right at A, so that some calls go through.
  const own = [...Object.values(a.tuple), "doc", MODEL("doc"), "somebody-new@alpha.example", "1"];
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ids) },
    { weight: 3, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.constantFrom(...secrets) },
    { weight: 1, arbitrary: fc.constantFrom(...sent) },
    { weight: 1, arbitrary: fc.constantFrom(...cursors) },
    { weight: 3, arbitrary: fc.constantFrom(...own) },
    { weight: 1, arbitrary: fc.string() },
  );
}

/** How A may come: with any of its credentials, saying nothing of B or that B is meant. */
function identities(token: string): Record<string, Record<string, string>> {
  const key = { "x-api-key": a.publishableKey };
  const secret = { authorization: `Bearer ${a.secretKey}` };
  const user = { authorization: `Bearer ${token}` };
  const asB = { "x-tenant-id": b.tenant.id };
  return {
    "nobody at A": { "x-tenant-id": a.tenant.id },
    "nobody anywhere": {},
    publishable: key,
    secret,
    user,
    "user with a key": { ...user, ...key },
    "user with a secret key": { ...user, "x-api-key": a.secretKey },
    "publishable, for B": { ...key, ...asB },
    "secret, for B": { ...secret, ...asB },
    "user, for B": { ...user, ...asB },
    "user with B's key": { ...user, "x-api-key": b.publishableKey },
  };
}

interface Call {
  readonly path: string;
  readonly method: string;
  readonly who: string;
  readonly body: string | null;
  readonly atB: boolean;
}

function calls(): fc.Arbitrary<Call> {
  // A secret key reaches most.
  const who = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...Object.keys(identities(""))) },
    { weight: 1, arbitrary: fc.constant("secret") },
  );
  const atB = fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });
  const text = textsOfB();
  // Anyone who finds a key may report it: the procedure is for that.
  const found = textsOfB({ keys: false });
  const rpc = procedures().map(({ path, input }) =>
    fc.record({
      path: fc.constant(`/trpc/${path}`),
      method: fc.constant("POST"),
      who,
      body: inputsOf(input, path === "apiKeys.reportLeak" ? found : text).map((value) =>
        JSON.stringify(SuperJSON.serialize(value)),
      ),
      atB,
    }),
  );
  const files = fc.record({
    path: fc.constantFrom(
      "/authz/graph.csv",
      "/authz/changes?after=0",
      "/events?after=0",
      `/t/${a.tenant.id}/.well-known/jwks.json`,
    ),
    method: fc.constant("GET"),
    who,
    body: fc.constant(null),
    atB,
  });
  return fc.oneof(...rpc, files);
}

let newcomers = 0;
/** The access token of a user whom nothing has happened to yet. */
async function someoneOfA(): Promise<string> {
  const { settings } = a.client.tenants;
  const defaults = Object.keys(await settings.get.query()).map((name) => [name, null]);
  await settings.update.mutate(Object.fromEntries(defaults));
  const { auth } = clientFor({ key: a.publishableKey });
  const person = { email: `newcomer-${++newcomers}@alpha.example`, password: PASSWORD };
  await auth.register.mutate(person);
  return (await auth.login.mutate(person)).accessToken;
}

let address = 0;
async function make({ path, method, who, body, atB }: Call, token: string) {
  address++;
  const headers = {
    "content-type": "application/json",
    "cf-connecting-ip": `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`,
    ...identities(token)[who],
  };
  // Nobody, at B's own host, is a stranger to B who may register there: that is nothing of A's.
  const host = atB && !who.startsWith("nobody") ? `${b.tenant.slug}.auth.test` : "auth.test";
  const answer = await send(path, { method, headers, ...(body !== null && { body }) }, host);
  return { ...answer, request: JSON.stringify([path, headers, host]) + body };
}

/** What only B has. */
async function distinctiveTextsOfB(): Promise<string[]> {
  const [own, others] = [textsIn(await holdingsOf(b.tenant.id)), textsIn(await holdingsOf(a.tenant.id))];
  const { person, session, secretKey, publishableKey } = b;
  const secrets = [person.password, session.refreshToken, session.accessToken, secretKey, publishableKey];
  return [...own, ...secrets].filter((text) => text.length >= MIN_DISTINCTIVE && !others.has(text));
}

/** What of it is in a text, be it as part of a JSON document. */
function found(distinctive: Iterable<string>, text: string): string[] {
  return [...distinctive].filter((one) => text.includes(one) || text.includes(JSON.stringify(one).slice(1, -1)));
}

it("with A's credentials and B's ids nothing of B is read or changed, whatever is called", async () => {
  // What B left to be done later is done before anyone looks.
  await deliverUsage();
  for (const { tenant } of [a, b]) {
    await rollUp(tenant.id);
    await env.TENANT_STATE.getByName(tenant.id).sealAll();
  }
  await runDurableObjectAlarm(env.GRAPH_STATE.getByName(b.tenant.id));
  await runDurableObjectAlarm(env.TENANT_STATE.getByName(b.tenant.id));
  const unsaid = new Set(await distinctiveTextsOfB());
  const before = await holdingsOf(b.tenant.id);
  const answered: Record<string, number> = {};
  const property = fc.asyncProperty(fc.array(calls(), { minLength: CALLS, maxLength: CALLS }), async (batch) => {
    const accessToken = await someoneOfA();
    const answers = await Promise.all(batch.map(async (call) => ({ call, answer: await make(call, accessToken) })));
    // A may store a text that it sent, such as the name of a key, and read it later.
    for (const { answer } of answers) for (const said of found(unsaid, answer.request)) unsaid.delete(said);
    for (const { call, answer } of answers) {
      const name = `${call.path} as ${call.who}: ${call.body}`;
      expect(answer.status, name).toBeLessThan(500);
      expect(found(unsaid, answer.text), name).toEqual([]);
      if (answer.status === 200) answered[call.path] = (answered[call.path] ?? 0) + 1;
    }
    expect(await holdingsOf(b.tenant.id)).toEqual(before);
  });
  await fc.assert(property, { numRuns: RUNS });
  // Calls that all fail would show nothing.
  expect(Object.values(answered).reduce((sum, count) => sum + count, 0)).toBeGreaterThan((RUNS * CALLS) / 20);
  expect(Object.keys(answered).length).toBeGreaterThan(10);
});

describe("the test itself notices", () => {
  it("what B reads of its own, if it were said to somebody else", async () => {
    const distinctive = await distinctiveTextsOfB();
    const headers = { "x-api-key": b.secretKey, "content-type": "application/json" };
    for (const [path, json] of [
      ["apiKeys.list", {}],
      ["tenants.get", undefined],
      ["users.list", {}],
      ["authz.graph.export", {}],
      ["authz.model.get", {}],
    ] as const) {
      const body = JSON.stringify({ json });
      const { text } = await send(`/trpc/${path}`, { method: "POST", headers, body });
      expect(found(distinctive, text), path).toContainEqual(expect.stringMatching(/kept/i));
    }
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ["a key", async () => await b.client.apiKeys.create.mutate({ kind: "secret", name: "x" }), "d1.api_keys"],
    [
      "a customer's key",
      async () => await b.client.apiKeys.customers.update.mutate({ id: b.customerKey.id, enabled: false }),
      "d1.api_keys",
    ],
    [
      "what is left of a quota",
      async () => {
        await b.client.apiKeys.customers.update.mutate({ id: b.customerKey.id, enabled: true });
        await b.client.apiKeys.verify.mutate({ key: b.customerKey.key });
      },
      "state.key_quotas",
    ],
    ["a session", async () => await b.browser.auth.login.mutate(b.person), "d1.sessions"],
    [
      "a failed guess",
      async () => await b.browser.auth.login.mutate({ ...b.person, password: "wrong" }),
      "state.attempt_counters",
    ],
    ["a user", async () => await b.client.users.update.mutate({ id: b.user.id, name: "Another" }), "d1.users"],
    [
      "a link",
      async () => await b.browser.auth.password.forgot.mutate({ email: b.person.email }),
      "d1.verification_tokens",
    ],
    ["a letter", async () => await b.browser.auth.password.forgot.mutate({ email: b.person.email }), "state.outbox"],
    ["a tuple", async () => await b.client.authz.write.mutate({ deletes: [b.tuple] }), "graph.changes"],
    ["the graph's file", async () => await b.client.authz.graph.export.mutate({ destination: "r2" }), "objects"],
    ["the clock", async () => await b.client.testing.clock.advance.mutate({ seconds: 1 }), "d1.tenants"],
  ])("when %s of B changes", async (_, change, part) => {
    const before: Holdings = await holdingsOf(b.tenant.id);
    await change().catch(() => undefined);
    expect((await holdingsOf(b.tenant.id))[part]).not.toEqual(before[part]);
  });
});
