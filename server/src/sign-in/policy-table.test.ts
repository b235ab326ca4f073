import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, expect, inject, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { enrol } from "../../test/factors.ts";
import { emailKindsTo, emailTo } from "../../test/mailbox.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { rewrite } from "../../test/rewrite.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";

/** The state of a user and the settings of a tenant, independent of each other. */
interface Situation {
  readonly suspended: boolean;
  readonly banned: boolean;
  readonly mustReset: boolean;
  readonly verified: boolean;
  readonly requireVerified: boolean;
  readonly hasFactor: boolean;
  readonly factorOfUser: boolean;
  readonly factorOfAll: boolean;
  readonly methodOff: boolean;
}

type Way = "password" | "email code" | "magic link" | "refresh";
type Outcome = "ok" | string;

/**
 * The sign-in policy as a table: the first row whose condition holds is the outcome of a way with correct credentials. Docs:
 * docs/sign-in.md, Errors at sign-in.
 */
const TABLE: readonly { readonly when: (s: Situation, way: Way) => boolean; readonly outcome: Outcome }[] = [
  { when: (s) => s.suspended, outcome: "tenant_suspended" },
  { when: (s, way) => s.methodOff && way !== "refresh", outcome: "sign_in_method_off" },
  // A stranger who just registered must not learn whether the email was free.
  { when: (s, way) => way === "password" && s.requireVerified && !s.verified, outcome: "invalid_credentials" },
  // A banned user gets no email.
  { when: (s, way) => s.banned && (way === "email code" || way === "magic link"), outcome: "no email" },
  { when: (s) => s.banned, outcome: "user_banned" },
  { when: (s) => s.mustReset, outcome: "password_reset_required" },
  { when: (s, way) => way === "refresh" && s.requireVerified && !s.verified, outcome: "email_unverified" },
  // The first proof of the email removes factors that may be somebody else's.
  {
    when: (s, way) => isByEmail(way) && !s.verified && !s.factorOfUser && !s.factorOfAll,
    outcome: "ok",
  },
  { when: (s) => s.hasFactor || s.factorOfUser || s.factorOfAll, outcome: "factor_required" },
  { when: () => true, outcome: "ok" },
];

function isByEmail(way: Way): boolean {
  return way === "email code" || way === "magic link";
}

const WAYS: readonly Way[] = ["password", "email code", "magic link", "refresh"];
const RUNS = inject("long") ? 200 : 25;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

let tenants = 0;

/** Puts a new user of a new tenant into a situation, and signs in by a way. */
async function outcomeOf(situation: Situation, way: Way): Promise<Outcome> {
  const tenant = await createTenant(world.admin, `table-${++tenants}`);
  const { id } = tenant.tenant;
  const { settings } = tenant.client.tenants;
  const methods = ["password", "email_code", "magic_link"] as const;
  await settings.update.mutate({ signInMethods: [...methods] });
  const person = await somebody(tenant);
  const { email } = person.user;
  const clock = new StandingClock();
  const { clientFor } = isolate(clock);
  const anyone = clientFor({ key: tenant.publishableKey });
  if (situation.verified) {
    const { token } = await emailTo(id, email, "verify_email");
    const { registrationToken } = person;
    await tenant.browser.auth.email.confirm.mutate({ token, registrationToken });
  }
  const { refreshToken, accessToken } = await anyone.auth.login.mutate(person.credentials);
  if (situation.hasFactor) {
    await enrol(clientFor({ token: accessToken }), clock);
    // The session of before, without the factor.
    await env.DB.prepare("UPDATE sessions SET factors = json_remove(factors, '$.otp') WHERE tenant_id = ?")
      .bind(id)
      .run();
  }
  const user = person.user.id;
  if (situation.factorOfUser) await tenant.client.users.update.mutate({ id: user, secondFactorRequired: true });
  const set = (column: string, value: number | string) =>
    env.DB.prepare(`UPDATE users SET ${column} = ? WHERE id = ?`).bind(value, user).run();
  if (situation.mustReset) await set("reset_required", 1);
  if (situation.banned) await set("status", "banned");
  const { factorOfAll, requireVerified, methodOff } = situation;
  await settings.update.mutate({
    ...(factorOfAll && { secondFactor: "required" }),
    ...(requireVerified && { requireVerifiedEmail: true }),
    ...(methodOff && { signInMethods: [] }),
  });
  if (situation.suspended) await rewrite(id, "UPDATE tenants SET status = 'suspended' WHERE id = ?", id);

  const work = async () => {
    if (way === "password") return await anyone.auth.login.mutate(person.credentials);
    if (way === "refresh") return await anyone.auth.refresh.mutate({ refreshToken });
    const use = way === "email code" ? "code" : "link";
    const { requestToken } = await anyone.auth.emailSignIn.start.mutate({ email, use });
    const kind = use === "code" ? "sign_in_code" : "sign_in_link";
    if (!(await emailKindsTo(id, email)).includes(kind)) return "no email";
    const { code, token } = await emailTo(id, email, kind);
    const proof = use === "code" ? { email, code } : { token };
    return await anyone.auth.emailSignIn.complete.mutate({ ...proof, requestToken });
  };
  const done = work();
  return await done.then(
    (result) => (result === "no email" ? result : "ok"),
    async () => (await errorOf(done)).code,
  );
}

it("rule 11: every way of signing in follows one table of states and settings", async () => {
  const situation = fc.record<Situation>({
    suspended: rarely(),
    banned: rarely(),
    mustReset: rarely(),
    verified: fc.boolean(),
    requireVerified: rarely(),
    hasFactor: fc.boolean(),
    factorOfUser: rarely(),
    factorOfAll: rarely(),
    methodOff: rarely(),
  });
  const property = fc.asyncProperty(situation, fc.constantFrom(...WAYS), async (state, way) => {
    const expected = TABLE.find(({ when }) => when(state, way))?.outcome;
    expect(await outcomeOf(state, way), JSON.stringify({ way, ...state })).toBe(expected);
  });
  await fc.assert(property, { numRuns: RUNS, seed: 18, endOnFailure: true });
});

/** True in one case of six, so that later rows of the table are reached too. */
function rarely() {
  return fc.nat(5).map((number) => number === 0);
}
