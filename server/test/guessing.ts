import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { countAttempt } from "../src/attempts/count-attempt.ts";
import { clientFor, errorOf } from "./client.ts";
import { createTestTenant, type World } from "./world.ts";

const HOUR = 60 * 60;

export const PASSWORD = "an unlikely sentence";
export const WRONG = "not the sentence";

let tenants = 0;
let people = 0;

export type GuessedTenant = Awaited<ReturnType<typeof guessedTenant>>;

/** A tenant of its own, whose clock is moved instead of waiting. */
export async function guessedTenant(world: World) {
  const made = await createTestTenant(world.admin, `guessed-${++tenants}`);
  const wait = async (seconds = HOUR) => (await made.client.testing.clock.advance.mutate({ seconds })).now;
  const counter = env.TENANT_STATE.getByName(made.tenant.id);
  return { ...made, wait, counter };
}

/** Somebody new, registered. */
export async function somebody({ browser }: Pick<GuessedTenant, "browser">) {
  const credentials = { email: `person-${++people}@example.com`, password: PASSWORD };
  await browser.auth.register.mutate(credentials);
  return credentials;
}

/** What a sign-in ends in: the code `ok`, or the error. */
export async function signIn(
  { publishableKey }: Pick<GuessedTenant, "publishableKey">,
  credentials: { email: string; password: string; challenge?: { token: string } },
  ip?: string,
) {
  const headers = ip === undefined ? {} : { "cf-connecting-ip": ip };
  const { auth } = clientFor({ key: publishableKey, headers });
  try {
    await auth.login.mutate(credentials);
    return { code: "ok" as const, details: {} };
  } catch (error) {
    return await errorOf(Promise.reject(error));
  }
}

/** The failures that are counted at the tenant's accounts, in all. */
export async function countedAt({ counter }: GuessedTenant): Promise<number> {
  return await runInDurableObject(counter, (_, { storage }) => {
    const query = "SELECT coalesce(sum(failures), 0) AS failures FROM attempt_counters WHERE address = ''";
    return storage.sql.exec<{ failures: number }>(query).one().failures;
  });
}

/** As though so many guesses at each had gone wrong, with the time and the challenges they take. */
export async function fail({ counter, tenant, wait }: GuessedTenant, times: number, emails: string[], ip?: string) {
  const began = (await wait()).getTime();
  for (let i = 0; i < times; i++) {
    const now = new Date(began + i * HOUR * 1000);
    // How a challenge is met is tested elsewhere.
    const met = async () => ({ id: crypto.randomUUID(), expiresAt: new Date(now.getTime() + 1) });
    const challenges = { offer: async () => await Promise.reject(new Error("met already")), check: met };
    const app = { attempts: () => counter, challenges, clock: { now: () => now } };
    const guess = { kind: "password", ip: ip ?? `198.51.100.${i}`, challenge: { token: "met" } } as const;
    for (const account of emails) await countAttempt(app, tenant, { ...guess, account });
  }
  if (times > 1) await wait((times - 1) * HOUR);
}

/** The puzzle that an error asks to be solved. */
export function puzzleIn({ details }: { details: Readonly<Record<string, unknown>> }): { text: string; bits: number } {
  // Where it is another kind of challenge, meeting it fails.
  return details.challenge as { text: string; bits: number };
}
