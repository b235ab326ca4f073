import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { attemptTenant, failAttempts, signIn } from "../../test/failed-attempts.ts";
import { emailsOf } from "../../test/mailbox.ts";
import { countedIsolate } from "../../test/work.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

const PASSWORD = "correct horse battery staple";
/** Hashes of PASSWORD by passlib, better-auth and libxcrypt. */
const HASHES = {
  passlib: "$pbkdf2-sha256$29000$MDEyMzQ1Njc4OWFiY2RlZg$vajIaozrb7q4x.G3R5Y.FIe07ZH3QEjPYV1bs8kEikU",
  betterAuth:
    "00112233445566778899aabbccddeeff:f5b22309b28fe412c82a4b2cab57498b8f8a42c849af16cb908974048f61c13933421858db3a8f111430bdc493c7cef90f61f904061c77206e3820a2e8b11bc2",
  bcrypt: "$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG",
};

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;
const newTenant = async () => await createTenant(world.admin, `importing-${++tenants}`);
type Tenant = Awaited<ReturnType<typeof newTenant>>;
const run = async ({ client }: Tenant, users: object[], dryRun = false) =>
  await client.users.import.mutate({ users: users as never, dryRun });
const countOf = async ({ tenant }: Tenant) =>
  await env.DB.prepare("SELECT count(*) AS rows FROM users WHERE tenant_id = ?").bind(tenant.id).first("rows");

describe("an import of users", () => {
  it("clears failed attempts for created users, and keeps them for existing ones", async () => {
    const tenant = await attemptTenant(world);
    const [created, existing] = ["moved@example.com", "present@example.com"];
    await tenant.client.users.create.mutate({ email: existing, passwordHash: HASHES.passlib });
    await failAttempts(tenant, 12, [created, existing]);
    await tenant.wait();
    const users = [created, existing].map((email) => ({ email, passwordHash: HASHES.passlib }));
    const outcome = async (email: string) => (await signIn(tenant, { email, password: PASSWORD })).code;

    await tenant.client.users.import.mutate({ users, dryRun: true });
    expect(await outcome(created)).toBe("challenge_required");
    await tenant.client.users.import.mutate({ users, dryRun: false });
    expect([await outcome(created), await outcome(existing)]).toEqual(["ok", "challenge_required"]);
  });

  it("imports external ids, times, metadata and password hashes, which work for sign-ins", async () => {
    const tenant = await newTenant();
    const createdAt = new Date("2019-03-04T05:06:07Z");
    const rows = Object.entries(HASHES).map(([name, passwordHash], i) => {
      const of = { email: `${name}@example.com`, name, externalId: `${1001 + i}`, createdAt, emailVerified: true };
      return { ...of, metadata: { plan: "pro" }, passwordHash };
    });
    const { results, ...counts } = await run(tenant, [...rows, { email: "none@example.com" }]);
    expect(counts).toEqual({ createdCount: 4, existingCount: 0, failedCount: 0 });
    expect(results.map(({ warning }) => warning?.slice(0, 26))).toEqual([
      undefined,
      undefined,
      "bcrypt reads only 72 bytes",
      undefined,
    ]);
    for (const [i, { email, name, externalId }] of rows.entries()) {
      const { user } = await tenant.client.users.get.query({ externalId });
      const expected = {
        id: results[i]?.userId,
        email,
        name,
        createdAt,
        emailVerified: true,
        metadata: { plan: "pro" },
      };
      expect(user).toMatchObject({ ...expected, status: "active" });
      const session = await tenant.browser.auth.login.mutate({ email, password: PASSWORD });
      expect(session.user.id).toBe(user.id);
    }
    expect(await emailsOf(tenant.tenant.id)).toEqual([]);
  });

  it("checks each row on its own, and reports the problem with its field", async () => {
    const tenant = await newTenant();
    const { results, ...counts } = await run(tenant, [
      { email: "good@example.com", externalId: "1" },
      { email: "bad@example-.com", name: "\u0000" },
      { email: "hash@example.com", passwordHash: "5f4dcc3b5aa765d61d8327deb882cf99" },
      { email: "future@example.com", createdAt: new Date(Date.now() + 3_600_000) },
      { email: "GOOD@example.com" },
      { email: "twin@example.com", externalId: "1" },
      { email: "large@example.com", metadata: { text: "x".repeat(8192) } },
      { email: "also-good@example.com" },
    ]);
    const [first] = results;
    expect(counts).toEqual({ createdCount: 2, existingCount: 1, failedCount: 5 });
    expect(results).toMatchObject([
      { result: "created" },
      {
        result: "failed",
        code: "invalid_input",
        problem: expect.stringMatching(
          /^email: "example-" begins or ends with a hyphen\. name: Use a name without control characters/,
        ),
      },
      { result: "failed", code: "invalid_password_hash", problem: "passwordHash: The hash has no known format." },
      { result: "failed", code: "invalid_input", problem: "createdAt: This time is in the future." },
      { result: "existing", userId: first?.userId },
      { result: "failed", code: "external_id_taken", userId: first?.userId },
      {
        result: "failed",
        code: "invalid_input",
        problem: expect.stringContaining("metadata: Use metadata of at most"),
      },
      { result: "created" },
    ]);
    expect(await countOf(tenant)).toBe(2);
  });

  it("returns the same results in a dry run, and writes nothing", async () => {
    const tenant = await newTenant();
    const { user } = await tenant.client.users.create.mutate({ email: "there@example.com", externalId: "there" });
    const rows = [
      { email: "new@example.com", externalId: "1" },
      { email: "There@example.com" },
      { email: "new@example.com" },
      { email: "other@example.com", externalId: "there" },
      { email: "another@example.com", externalId: "1" },
      { email: "bad" },
    ];
    const dry = await run(tenant, rows, true);
    expect(await countOf(tenant)).toBe(1);
    const real = await run(tenant, rows);
    const outcome = ({ result, code }: (typeof real.results)[number]) => [result, code];
    expect(dry.results.map(outcome)).toEqual(real.results.map(outcome));
    expect([dry.createdCount, dry.existingCount, dry.failedCount]).toEqual([1, 2, 3]);
    expect(dry.results.map(({ userId }) => userId)).toEqual([
      undefined,
      user.id,
      dry.results[2]?.userId,
      user.id,
      dry.results[4]?.userId,
      undefined,
    ]);
  });

  it("leaves existing users unchanged, so that it is safe to repeat", async () => {
    const tenant = await newTenant();
    const rows = [{ email: "anne@example.com", name: "Anne", passwordHash: HASHES.passlib }];
    const first = await run(tenant, rows);
    await tenant.browser.auth.login.mutate({ email: "anne@example.com", password: PASSWORD });
    const repeat = await run(
      tenant,
      rows.map((row) => ({ ...row, name: "Eve", passwordHash: HASHES.bcrypt })),
    );
    expect(repeat.results).toEqual([{ result: "existing", userId: first.results[0]?.userId }]);
    const { user } = await tenant.client.users.get.query({ email: "anne@example.com" });
    expect(user.name).toBe("Anne");
  });

  it("creates exactly as many users as the plan allows, also in a dry run", async () => {
    const tenant = await newTenant();
    const plan = `three-users-${tenants}`;
    await world.admin.plans.create.mutate({ slug: plan, name: plan, limits: { users: 3 } });
    const admin = clientFor({ token: world.token, tenant: tenant.tenant.slug });
    await admin.tenants.setPlan.mutate({ plan });
    const rows = Array.from({ length: 5 }, (_, i) => ({ email: `user-${i}@example.com` }));
    for (const dryRun of [true, false]) {
      const { results } = await run(tenant, rows, dryRun);
      expect(results.map(({ result, code }) => code ?? result)).toEqual([
        ...Array(3).fill("created"),
        ...Array(2).fill("plan_limit_exceeded"),
      ]);
    }
    expect(await countOf(tenant)).toBe(3);
  });

  it("imports 1,000 users in one call, without hashing a password", async () => {
    const tenant = await newTenant();
    const { clientFor: counted, workOf } = countedIsolate();
    const client = counted({ key: tenant.secretKey });
    const users = Array.from({ length: 1000 }, (_, i) => {
      return { email: `user-${i}@example.com`, externalId: `${i}`, passwordHash: HASHES.passlib };
    });
    const { answer, work } = await workOf(async () => await client.users.import.mutate({ users }));
    expect([answer.createdCount, work.hashes, work.emails]).toEqual([1000, 0, []]);
    expect(await countOf(tenant)).toBe(1000);
    const tooMany = client.users.import.mutate({ users: [...users, { email: "one-more@example.com" }] });
    expect(await errorOf(tooMany)).toMatchObject({ code: "invalid_input" });
  });

  it("is audited with the counts, and without data of the users", async () => {
    const tenant = await newTenant();
    await run(tenant, [{ email: "anne@example.com", passwordHash: HASHES.passlib }, { email: "bad" }]);
    const [event] = (await tenant.client.audit.list.query({ event: "users.import", limit: 1 })).items;
    expect(event?.details).toEqual({
      createdCount: 1,
      existingCount: 0,
      failedCount: 1,
      dryRun: false,
      fields: ["users"],
    });
  });
});
