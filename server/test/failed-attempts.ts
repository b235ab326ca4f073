import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { AttemptKind } from "../src/attempts/attempts.ts";
import { countAttempt } from "../src/attempts/count-attempt.ts";
import { clientFor, errorOf } from "./client.ts";
import { createTestTenant, type World } from "./world.ts";

const HOUR = 60 * 60;

export const PASSWORD = "an unlikely sentence";
export const WRONG = "not the sentence";

let tenants = 0;
let people = 0;

export type AttemptTenant = Awaited<ReturnType<typeof attemptTenant>>;

/** A new tenant, whose clock is moved instead of waiting. */
export async function attemptTenant(world: World) {
  const made = await createTestTenant(world.admin, `attempts-${++tenants}`);
  const wait = async (seconds = HOUR) => (await made.client.testing.clock.advance.mutate({ seconds })).now;
  const counter = env.TENANT_STATE.getByName(made.tenant.id);
  return { ...made, wait, counter };
}

/** Registers a new user. */
export async function registerPerson({ browser }: Pick<AttemptTenant, "browser">) {
  const credentials = { email: `person-${++people}@example.com`, password: PASSWORD };
  await browser.auth.register.mutate(credentials);
  return credentials;
}

/** Signs in, and returns the code `ok` or the error. */
export async function signIn(
  { publishableKey }: Pick<AttemptTenant, "publishableKey">,
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

/** Number of failures that count against the tenant's accounts. */
export async function countedFailures({ counter }: AttemptTenant): Promise<number> {
  return await runInDurableObject(counter, (_, { storage }) => {
    const query = "SELECT coalesce(sum(failures), 0) AS failures FROM attempt_counters WHERE address = ''";
    return storage.sql.exec<{ failures: number }>(query).one().failures;
  });
}

/** Counts `times` failed attempts at each account, with the time and challenges that they take. */
export async function failAttempts(
  { counter, tenant, wait }: AttemptTenant,
  times: number,
  emails: string[],
  {
    ip,
    kind = "password",
    stepSeconds = HOUR,
    session,
  }: {
    readonly ip?: string;
    readonly kind?: AttemptKind;
    readonly stepSeconds?: number;
    readonly session?: string | undefined;
  } = {},
) {
  const startedAt = (await wait(stepSeconds)).getTime();
  for (let i = 0; i < times; i++) {
    const now = new Date(startedAt + i * stepSeconds * 1000);
    // Challenges have tests of their own.
    const solved = async () => ({ id: crypto.randomUUID(), expiresAt: new Date(now.getTime() + 1) });
    const challenges = { offer: async () => await Promise.reject(new Error("solved already")), check: solved };
    const app = { attempts: () => counter, challenges, clock: { now: () => now } };
    const request = { kind, session, ip: ip ?? `198.51.100.${i}`, challenge: { token: "solved" } };
    for (const account of emails) await countAttempt(app, tenant, { ...request, account });
  }
  if (times > 1) await wait((times - 1) * stepSeconds);
}

/** The proof-of-work challenge in an error's details. */
export function puzzleIn({ details }: { details: Readonly<Record<string, unknown>> }): { text: string; bits: number } {
  // Solving fails for another kind of challenge.
  return details.challenge as { text: string; bits: number };
}
