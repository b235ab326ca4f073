import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, expect, inject, it } from "vitest";
import { enrol } from "../../test/factors.ts";
import {
  type DomainState,
  isByEmail,
  METHODS,
  type Method,
  outcomeOf,
  PREPARE,
  peopleOf,
  registered,
} from "../../test/sign-in-methods.ts";
import { createWorld } from "../../test/world.ts";

/** The state of a user and the settings of a tenant, independent of each other. */
interface Situation {
  readonly suspended: boolean;
  readonly banned: boolean;
  readonly mustReset: boolean;
  readonly unverified: boolean;
  readonly requireVerified: boolean;
  readonly hasFactor: boolean;
  readonly factorOfUser: boolean;
  readonly factorOfAll: boolean;
  readonly factorOfRelation: boolean;
  readonly methodOff: boolean;
  readonly domain: DomainState;
}

const NOTHING: Situation = {
  ...{ suspended: false, banned: false, mustReset: false, unverified: false, requireVerified: false, hasFactor: false },
  ...{ factorOfUser: false, factorOfAll: false, factorOfRelation: false, methodOff: false, domain: "open" },
};

type Condition = (situation: Situation, method: Method) => boolean;

const isAtProvider = (method: Method) => method === "social" || method === "enterprise";
const isRequired = ({ factorOfUser, factorOfAll, factorOfRelation }: Situation) =>
  factorOfUser || factorOfAll || factorOfRelation;
const isUnproved = ({ unverified, requireVerified }: Situation) => unverified && requireVerified;

/**
 * The sign-in policy as a table: the first row whose condition holds is the outcome of a method with correct credentials. Docs:
 * docs/sign-in.md, Errors at sign-in.
 */
const TABLE: readonly { readonly when: Condition; readonly outcome: string }[] = [
  { when: (s) => s.suspended, outcome: "tenant_suspended" },
  { when: (s, method) => s.methodOff && isAtProvider(method), outcome: "provider_not_found" },
  {
    when: (s, method) => s.methodOff && method !== "app code" && method !== "refresh",
    outcome: "sign_in_method_off",
  },
  // By the domain alone, before an account is looked up.
  {
    when: (s, method) => s.domain !== "open" && (method === "password" || isByEmail(method)),
    outcome: "enterprise_sign_in_required",
  },
  // A provider speaks for the domains that are its own by now.
  { when: (s, method) => s.domain !== "enterprise" && method === "enterprise", outcome: "provider_email_not_allowed" },
  // Enrolling a factor changes the credentials, and a code is about those of before.
  { when: (s, method) => s.hasFactor && method === "app code", outcome: "code_exchange_refused" },
  // A stranger who just registered must not learn whether the email was free.
  { when: (s, method) => isUnproved(s) && method === "password", outcome: "invalid_credentials" },
  // A banned user gets no email.
  { when: (s, method) => s.banned && isByEmail(method), outcome: "no email" },
  { when: (s) => s.banned, outcome: "user_banned" },
  { when: (s) => s.mustReset, outcome: "password_reset_required" },
  { when: (s, method) => isUnproved(s) && !isByEmail(method), outcome: "email_unverified" },
  { when: (s, method) => s.domain !== "open" && method !== "enterprise", outcome: "enterprise_sign_in_required" },
  // The first proof of the email removes factors that may be somebody else's.
  { when: (s, method) => isByEmail(method) && s.unverified && !isRequired(s), outcome: "ok" },
  // Two factors in one.
  { when: (_, method) => method === "passkey", outcome: "ok" },
  { when: (s) => s.hasFactor || isRequired(s), outcome: "factor_required" },
  { when: () => true, outcome: "ok" },
];

const MODEL = "model\n  schema 1.1\ntype user\ntype team\n  relations\n    define member: [user]";
const RELATION = { relation: "member", object: "team:admins" } as const;

let nextPerson: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  nextPerson = peopleOf(await createWorld());
});

/** Puts a new user of a tenant into a situation, and signs in by a method. */
async function signedInAs(situation: Situation, method: Method): Promise<string> {
  const setting = await nextPerson();
  const { server, clock } = setting;
  const person = await registered(setting, { verified: !situation.unverified });
  const user = person.user.id;
  const signIn = await PREPARE[method](setting, person);
  if (situation.hasFactor) {
    await enrol(person.signedIn, clock);
    // The session of before, without the factor.
    await env.DB.prepare("UPDATE sessions SET factors = json_remove(factors, '$.otp') WHERE user_id = ?")
      .bind(user)
      .run();
  }
  if (situation.factorOfUser) await server.users.update.mutate({ id: user, secondFactorRequired: true });
  if (situation.factorOfRelation) {
    await server.authz.model.put.mutate({ model: MODEL });
    await server.authz.write.mutate({ writes: [{ subject: `user:${user}`, ...RELATION }] });
  }
  const set = (column: string, value: number | string) =>
    env.DB.prepare(`UPDATE users SET ${column} = ? WHERE id = ?`).bind(value, user).run();
  if (situation.mustReset) await set("reset_required", 1);
  if (situation.banned) await set("status", "banned");
  await setting.setDomain(situation.domain);
  const settings = {
    ...(situation.factorOfAll && { secondFactor: "required" }),
    ...(situation.factorOfRelation && { secondFactorRelations: [RELATION] }),
    ...(situation.requireVerified && { requireVerifiedEmail: true }),
  };
  if (Object.keys(settings).length > 0) await setting.set(settings);
  if (situation.methodOff) await setting.turnOff(method, settings);
  if (situation.suspended) await setting.suspend();
  return await outcomeOf(signIn);
}

async function requireOutcome(situation: Situation, method: Method): Promise<void> {
  const expected = TABLE.find(({ when }) => when(situation, method))?.outcome;
  const what = JSON.stringify({ method, ...situation });
  expect(await signedInAs(situation, method), what).toBe(expected);
}

it("rule 11: every method follows one table of states and settings", async () => {
  const situation = fc.record<Situation>({
    ...{ suspended: rarely(), banned: rarely(), mustReset: rarely(), unverified: fc.boolean() },
    ...{ requireVerified: rarely(), hasFactor: fc.boolean(), factorOfUser: rarely(), factorOfAll: rarely() },
    ...{ factorOfRelation: rarely(), methodOff: rarely() },
    domain: fc.constantFrom("open", "open", "open", "enterprise", "moved"),
  });
  const property = fc.asyncProperty(situation, fc.constantFrom(...METHODS), requireOutcome);
  await fc.assert(property, { numRuns: inject("long") ? 200 : 16, seed: 18, endOnFailure: true });
});

/** All pairs of changes to a situation in which nothing speaks against a sign-in. */
function pairs(): Situation[] {
  const { domain: _, ...flags } = NOTHING;
  const changes: Partial<Situation>[] = [
    ...Object.keys(flags).map((name) => ({ [name]: true })),
    { domain: "enterprise" },
    { domain: "moved" },
  ];
  return changes.flatMap((one, i) => changes.slice(i).map((other) => ({ ...NOTHING, ...one, ...other })));
}

// Without its rule's number: rules count as tested only by what `npm test` runs.
it.runIf(inject("long")).each(METHODS)("%s follows the table in every pair of conditions", async (method) => {
  for (const situation of pairs()) await requireOutcome(situation, method);
});

/** True in one case of six, so that later rows of the table are reached too. */
function rarely() {
  return fc.nat(5).map((number) => number === 0);
}
