import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { CfAuthError } from "../errors.ts";
import { createTestTenant } from "./tenant.ts";

const model = `model
  schema 1.1
type user
type team
  relations
    define member: [user]
type repo
  relations
    define writer: [user, team#member]
    define read: writer or public
    define public: [user:*]
`;
const tuples = [
  { subject: "user:anne", relation: "member", object: "team:eng" },
  { subject: "team:eng#member", relation: "writer", object: "repo:api" },
];
const anne = { subject: "user:anne", relation: "read", object: "repo:api" };
const password = "correct horse battery staple";

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => "",
    (error: unknown) => (error instanceof CfAuthError ? error.code : `${error}`),
  );

describe("a graph in memory", () => {
  it("decides by the model, and returns the revision", async () => {
    const cfauth = (await createTestTenant({ model, tuples })).client();
    expect(await cfauth.authz.check(anne)).toEqual({ allowed: true, revision: "2" });
    const { revision } = await cfauth.authz.write({ deletes: [{ ...anne, relation: "member", object: "team:eng" }] });
    expect(await cfauth.authz.check(anne)).toEqual({ allowed: false, revision });
  });

  it("belongs to one tenant and starts empty", async () => {
    const [one, two] = await Promise.all([createTestTenant({ model, tuples }), createTestTenant({ model })]);
    expect((await one.client().authz.check(anne)).allowed).toBe(true);
    expect((await two.client().authz.check(anne)).allowed).toBe(false);
    expect(await codeOf((await createTestTenant()).client().authz.check(anne))).toBe("model_not_found");
  });

  it("expires tuples by the tenant's clock", async () => {
    const tenant = await createTestTenant({ model });
    const expiresAt = new Date(tenant.clock.now().getTime() + 60_000);
    const cfauth = tenant.client();
    await cfauth.authz.write({ writes: [{ ...anne, relation: "writer", expiresAt }] });
    expect((await cfauth.authz.check(anne)).allowed).toBe(true);
    tenant.clock.advance({ seconds: 60 });
    expect((await cfauth.authz.check(anne)).allowed).toBe(false);
  });

  it("takes a model in JSON, as text or as an object", async () => {
    const json = { schema_version: "1.1", type_definitions: [{ type: "user" }] };
    for (const form of [json, JSON.stringify(json)]) {
      const { authz } = (await createTestTenant({ model: form })).client();
      expect((await authz.model.get({})).model).toBe(JSON.stringify(json));
      expect(await authz.model.put({ model: json })).toMatchObject({ changed: false });
    }
    const wrong = { model: { type_definitions: [{ type: "a b" }] } };
    await expect(createTestTenant(wrong)).rejects.toMatchObject({
      code: "invalid_model",
      details: { problems: [{ pointer: "/type_definitions/0/type" }] },
    });
  });

  it("fails to create a tenant with an invalid model or tuple", async () => {
    await expect(createTestTenant({ model: "model" })).rejects.toMatchObject({ code: "invalid_model" });
    const wrong = [{ subject: "team:eng", relation: "writer", object: "repo:api" }];
    await expect(createTestTenant({ model, tuples: wrong })).rejects.toMatchObject({ code: "subject_not_allowed" });
  });
});

describe("a tenant's initial data is refused like the service does:", () => {
  const tuple = { subject: "user:anne", relation: "writer", object: "repo:api" };

  it.each<[string, object]>([
    ["a date that is none", { ...tuple, expiresAt: new Date(Number.NaN) }],
    ["a field that tuples do not have", { ...tuple, user: "anne" }],
    ["a condition that is only a name", { ...tuple, condition: "in_office" }],
  ])("%s", async (_, wrong) => {
    await expect(createTestTenant({ model, tuples: [wrong as typeof tuple] })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("accepts more initial tuples than one write", async () => {
    const many = Array.from({ length: 2500 }, (_, i) => ({ ...tuple, object: `repo:${i}` }));
    const { authz } = (await createTestTenant({ model, tuples: many })).client();
    expect((await authz.check({ ...tuple, object: "repo:2499" })).allowed).toBe(true);
  });

  it("refuses a user with an invalid email", async () => {
    const tenant = await createTestTenant();
    expect(() => tenant.addUser({ email: "anne" })).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });
});

describe("users in memory", () => {
  it("register, sign in, refresh and sign out", async () => {
    const tenant = await createTestTenant();
    const browser = tenant.client({ key: tenant.publishableKey });
    const person = { email: "Anne@example.com", password };
    expect(await browser.auth.register(person)).toEqual({ next: "login", registrationToken: expect.any(String) });
    const session = await browser.auth.login({ ...person, email: "anne@EXAMPLE.com" });
    expect(session.user.email).toBe("Anne@example.com");
    const next = await browser.auth.refresh({ refreshToken: session.refreshToken });
    const signedIn = tenant.client({ token: next.accessToken });
    expect((await signedIn.auth.me()).user).toEqual(session.user);
    await browser.auth.logout({ refreshToken: next.refreshToken });
    expect(await codeOf(signedIn.auth.me())).toBe("session_ended");
    expect(await codeOf(browser.auth.refresh({ refreshToken: next.refreshToken }))).toBe("session_ended");
  });

  it("a reused token ends its session, except for the previous one within 10 seconds", async () => {
    const tenant = await createTestTenant();
    const user = tenant.addUser({ email: "anne@example.com", password });
    const browser = tenant.client({ tenant: tenant.id });
    const first = await browser.auth.login({ email: user.email, password });
    const second = await browser.auth.refresh({ refreshToken: first.refreshToken });
    tenant.clock.advance({ seconds: 10 });
    expect((await browser.auth.refresh({ refreshToken: first.refreshToken })).refreshToken).toBe(second.refreshToken);
    tenant.clock.advance({ seconds: 1 });
    expect(await codeOf(browser.auth.refresh({ refreshToken: first.refreshToken }))).toBe("refresh_token_reused");
    expect(await codeOf(browser.auth.refresh({ refreshToken: second.refreshToken }))).toBe("session_ended");
  });

  it("access tokens end after an hour, unused sessions after two weeks", async () => {
    const tenant = await createTestTenant();
    tenant.addUser({ email: "anne@example.com", password });
    const browser = tenant.client({ tenant: tenant.id });
    const session = await browser.auth.login({ email: "anne@example.com", password });
    tenant.clock.advance({ seconds: 3600 });
    expect(await codeOf(tenant.client({ token: session.accessToken }).auth.me())).toBe("token_expired");
    tenant.clock.advance({ seconds: 14 * 86_400 });
    expect(await codeOf(browser.auth.refresh({ refreshToken: session.refreshToken }))).toBe("session_ended");
  });
});

describe("the admin side of an application", () => {
  const tenantWithPeople = async () => {
    const tenant = await createTestTenant();
    const people = ["dora", "anne", "carl"].map((name) =>
      tenant.addUser({ email: `${name}@example.com`, password, name: `${name.toUpperCase()} Smith` }),
    );
    return { tenant, people, users: tenant.client().users };
  };
  const names = (items: readonly { readonly email: string }[]) => items.map(({ email }) => email.split("@")[0]);

  it("lists users newest first and finds them by prefix of email or name, in pages", async () => {
    const { users } = await tenantWithPeople();
    const first = await users.list({ limit: 2 });
    expect(names(first.items)).toEqual(["carl", "anne"]);
    expect(names((await users.list({ limit: 2, cursor: `${first.nextCursor}` })).items)).toEqual(["dora"]);
    const found = [];
    for await (const user of users.search({ by: "name", prefix: "a", limit: 1 })) found.push(user);
    expect(names(found)).toEqual(["anne"]);
    expect(names((await users.search({ by: "email", prefix: "D" })).items)).toEqual(["dora"]);
  });

  it("bans a user: sessions end, and sign-in fails until the ban ends", async () => {
    const { tenant, people, users } = await tenantWithPeople();
    const [dora] = people;
    const id = `${dora?.id}`;
    const browser = tenant.client({ key: tenant.publishableKey });
    const signIn = () => browser.auth.login({ email: "dora@example.com", password });
    const { accessToken, refreshToken } = await signIn();
    expect((await users.sessions.list({ id })).items).toMatchObject([{ mode: "bearer" }]);
    expect((await users.ban({ id })).user.status).toBe("banned");
    expect((await users.sessions.list({ id })).items).toEqual([]);
    expect(await codeOf(tenant.client({ token: accessToken }).auth.me())).toBe("session_ended");
    expect(await codeOf(browser.auth.refresh({ refreshToken }))).toBe("user_banned");
    expect(await codeOf(signIn())).toBe("user_banned");
    expect((await users.list({ status: "banned" })).items).toHaveLength(1);
    await users.unban({ id });
    await signIn();
    expect(await users.sessions.endAll({ id })).toEqual({ endedCount: 1 });
    expect(await users.delete({ id })).toEqual({ id });
    expect(await codeOf(users.get({ id }))).toBe("user_not_found");
  });

  it("refuses a password hash and points to the local stack", async () => {
    const { users } = await tenantWithPeople();
    const create = users.create({ email: "new@example.com", passwordHash: "$2b$10$x" });
    await expect(create).rejects.toMatchObject({
      code: "procedure_not_found",
      message: expect.stringContaining("npm start"),
    });
  });
});

describe("a minted token", () => {
  it("is verified with the tenant's key set and has the requested claims", async () => {
    const tenant = await createTestTenant();
    const { clock } = tenant;
    const at = new Date(clock.now().getTime() - 60_000);
    const token = await tenant.mintToken("usr_1", {
      factors: { otp: at },
      claims: { plan: "pro" },
      sessionId: "ses_1",
    });
    const issuer = `${tenant.url}/t/${tenant.id}`;
    const keys = await (await tenant.fetch(`${issuer}/.well-known/jwks.json`)).json();
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer,
      audience: tenant.id,
      typ: "at+jwt",
      currentDate: clock.now(),
    });
    expect(payload).toMatchObject({ sub: "usr_1", sid: "ses_1", plan: "pro", amr: ["otp"] });
    expect(payload.auth_time).toBe(at.getTime() / 1000);
  });

  it("can be expired, and is refused by another tenant", async () => {
    const tenant = await createTestTenant();
    const late = await tenant.mintToken("usr_1", { lifetimeSeconds: -1 });
    expect(await codeOf(tenant.client({ token: late }).auth.me())).toBe("token_expired");
    const other = await createTestTenant({ id: "ten_other" });
    const foreign = await other.mintToken("usr_1");
    expect(await codeOf(tenant.client({ token: foreign }).auth.me())).toBe("token_invalid");
  });
});

describe("the in-memory tenant validates", () => {
  it("credentials: procedures for servers require the secret key", async () => {
    const tenant = await createTestTenant({ model, tuples });
    expect(await codeOf(tenant.client({ key: tenant.publishableKey }).authz.check(anne))).toBe("forbidden");
    expect(await codeOf(tenant.client({ tenant: tenant.id }).authz.check(anne))).toBe("unauthenticated");
    expect(await codeOf(tenant.client({ key: "sk_live_other" }).authz.check(anne))).toBe("key_invalid");
    expect(await codeOf(tenant.client({}).authz.check(anne))).toBe("tenant_required");
    const token = await tenant.mintToken("usr_1");
    expect(await codeOf(tenant.client({ token }).authz.check(anne))).toBe("forbidden");
  });

  it("inputs and procedures", async () => {
    const tenant = await createTestTenant({ model });
    const cfauth = tenant.client();
    const { relation: _, ...partial } = anne;
    expect(await codeOf(cfauth.authz.check(partial as typeof anne))).toBe("invalid_input");
    expect(await codeOf(cfauth.authz.check({ ...anne, subjekt: "user:bob" } as typeof anne))).toBe("invalid_input");
    expect(await codeOf(cfauth.audit.list())).toBe("procedure_not_found");
    expect(tenant.calls.map(({ path }) => path)).toEqual(["authz.check", "authz.check", "audit.list"]);
  });

  it("idempotency keys: a mutation with the same key runs once", async () => {
    const tenant = await createTestTenant();
    const create = () =>
      tenant.client().users.create({ email: "anne@example.com" }, { idempotencyKey: "a".repeat(32) });
    expect(await create()).toEqual(await create());
    expect(await codeOf(tenant.client().users.create({ email: "anne@example.com" }))).toBe("email_taken");
  });

  it("failNext: fails the next call once", async () => {
    const tenant = await createTestTenant({ model, tuples });
    const cfauth = tenant.client({ key: tenant.secretKey, maxRetries: 0 });
    tenant.failNext("busy", { retryAfterSeconds: 1 });
    await expect(cfauth.authz.check(anne)).rejects.toMatchObject({ code: "busy", status: 503, retryable: true });
    expect((await cfauth.authz.check(anne)).allowed).toBe(true);
  });
});
