import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, expect, inject, it } from "vitest";
import {
  type DomainState,
  isByEmail,
  outcomeOf,
  peopleOf,
  SIGN_UP,
  SIGN_UP_METHODS,
} from "../../test/sign-in-methods.ts";
import { createWorld } from "../../test/world.ts";

type Method = (typeof SIGN_UP_METHODS)[number];

/** Who may register: with `own domain` and `other domain`, emails of one domain. */
const POLICIES = ["open", "closed", "invitation", "own domain", "other domain"] as const;
const DOMAINS: readonly DomainState[] = ["open", "enterprise", "moved"];

interface Situation {
  readonly policy: (typeof POLICIES)[number];
  readonly suspended: boolean;
  readonly methodOff: boolean;
  readonly domain: DomainState;
}

const isRefused = ({ policy }: Situation) => policy !== "open" && policy !== "own domain";

/** The registration policy as a table: the first row whose condition holds is the outcome for a person without an account. */
const TABLE: readonly { readonly when: (s: Situation, method: Method) => boolean; readonly outcome: string }[] = [
  { when: (s) => s.suspended, outcome: "tenant_suspended" },
  {
    when: (s, method) => s.methodOff && (method === "social" || method === "enterprise"),
    outcome: "provider_not_found",
  },
  { when: (s) => s.methodOff, outcome: "sign_in_method_off" },
  { when: (s, method) => s.domain !== "enterprise" && method === "enterprise", outcome: "provider_email_not_allowed" },
  // An enterprise provider creates its users, whatever the registration policy.
  { when: (_, method) => method === "enterprise", outcome: "ok" },
  { when: (s, method) => s.domain !== "open" && method !== "social", outcome: "enterprise_sign_in_required" },
  // The response is the same as for a known email.
  { when: (s, method) => isRefused(s) && isByEmail(method), outcome: "no email" },
  { when: isRefused, outcome: "registration_closed" },
  { when: (s) => s.domain !== "open", outcome: "enterprise_sign_in_required" },
  { when: () => true, outcome: "ok" },
];

let nextPerson: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  nextPerson = peopleOf(await createWorld());
});

/** Puts a tenant into a situation, and signs a person up by a method. */
async function requireOutcome(situation: Situation, method: Method): Promise<void> {
  const { policy, domain, methodOff, suspended } = situation;
  const setting = await nextPerson();
  await setting.setDomain(domain);
  if (method === "social" || method === "enterprise") await setting.providerOf(method);
  const settings = policy.endsWith("domain")
    ? { registration: "domains", registrationDomains: [policy === "own domain" ? setting.domain : "another.com"] }
    : { registration: policy };
  await setting.set(settings);
  if (methodOff) await setting.turnOff(method, settings);
  if (suspended) await setting.suspend();
  const expected = TABLE.find(({ when }) => when(situation, method))?.outcome;
  const what = JSON.stringify({ method, ...situation });
  expect(await outcomeOf(() => SIGN_UP[method](setting)), what).toBe(expected);
  const users = await env.DB.prepare("SELECT count(*) AS n FROM users WHERE email = ?").bind(setting.email).first("n");
  expect(users, what).toBe(expected === "ok" ? 1 : 0);
}

it("every way to sign up follows one table of settings, and a refused one leaves no account", async () => {
  const situations = SIGN_UP_METHODS.flatMap((method) =>
    POLICIES.flatMap((policy) =>
      DOMAINS.flatMap((domain) =>
        [false, true].flatMap((suspended) =>
          [false, true].map((methodOff) => [{ policy, domain, suspended, methodOff }, method] as const),
        ),
      ),
    ),
  );
  if (inject("long")) {
    for (const [situation, method] of situations) await requireOutcome(situation, method);
    return;
  }
  // Most of them are those in which something else than a closed tenant decides.
  const open = situations.filter(([{ suspended, methodOff }]) => !suspended && !methodOff);
  const some = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...open) }, fc.constantFrom(...situations));
  const property = fc.asyncProperty(some, async ([situation, method]) => await requireOutcome(situation, method));
  await fc.assert(property, { numRuns: 8, seed: 18, endOnFailure: true });
});
