import { createLocalJWKSet, jwtVerify } from "jose";
import { beforeAll, expect, it } from "vitest";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { runSchedule } from "../schedule.ts";
import type { TextCache } from "../shared/cache.ts";
import { JWKS_CACHE_SECONDS } from "./jwks.ts";
import { ACTIVE_SECONDS } from "./key-lifecycle.ts";

const STEP_SECONDS = 45;
const CRON_SECONDS = 300;
const TOKEN_SECONDS = 15 * 60;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

/** A strict verifier: caches the key set as long as allowed, and never refetches it for an unknown key. */
class Verifier {
  private readonly fetchKeys: () => Promise<Response>;
  private readonly clock: MovedClock;
  private readonly options: { issuer: string; audience: string };
  private keys: ReturnType<typeof createLocalJWKSet> | undefined;
  private fetchedAt = 0;

  constructor(clock: MovedClock, options: Verifier["options"], fetchKeys: Verifier["fetchKeys"]) {
    this.clock = clock;
    this.options = options;
    this.fetchKeys = fetchKeys;
  }

  async verify(token: string): Promise<void> {
    const now = this.clock.now();
    if (this.keys === undefined || now.getTime() - this.fetchedAt >= JWKS_CACHE_SECONDS * 1000) {
      this.keys = createLocalJWKSet(await (await this.fetchKeys()).json());
      this.fetchedAt = now.getTime();
    }
    const checks = { typ: "at+jwt", algorithms: ["EdDSA", "ES256"], currentDate: now };
    await jwtVerify(token, this.keys, { ...this.options, ...checks });
  }
}

/** The KV namespace of key sets, on the test's clock. */
class MovedCache implements TextCache {
  private readonly clock: MovedClock;
  private readonly entries = new Map<string, { value: string; until: number }>();

  constructor(clock: MovedClock) {
    this.clock = clock;
  }

  async get(key: string): Promise<string | null> {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.until > this.clock.now().getTime() ? entry.value : null;
  }

  async put(key: string, value: string, { expirationTtl }: { expirationTtl: number }): Promise<void> {
    this.entries.set(key, { value, until: this.clock.now().getTime() + expirationTtl * 1000 });
  }

  async delete(key: string): Promise<void> {
    this.entries.delete(key);
  }
}

it("no verification fails under load while keys go through their whole lifecycle", async () => {
  const clock = new MovedClock();
  // Isolates that start and stop, each with its own caches, behind one KV cache.
  const jwksCache = new MovedCache(clock);
  const isolates = Array.from({ length: 3 }, () => isolate(clock, { jwksCache }));
  const { tenant, browser, client, secretKey } = await createTenant(world.admin, "busy");
  await client.tenants.settings.update.mutate({ accessTokenSeconds: TOKEN_SECONDS, sessionIdleSeconds: 90 * 86_400 });
  await client.tenants.settings.update.mutate({ sessionAbsoluteSeconds: 365 * 86_400 });
  const person = { email: "anne@example.com", password: "an unlikely sentence" };
  await browser.auth.register.mutate(person);
  const at = (step: number) => isolates[step % isolates.length] ?? isolate(clock, { jwksCache });
  let { refreshToken } = await at(0).clientFor({ key: secretKey }).auth.login.mutate(person);

  const options = { issuer: `http://auth.test/t/${tenant.id}`, audience: tenant.id };
  const fetchKeys = (step: number) => () => at(step).fetch(`${options.issuer}/.well-known/jwks.json`);
  const verifiers = [0, 1, 2].map((i) => new Verifier(clock, options, fetchKeys(i)));
  /** Tokens that haven't expired. */
  let tokens: { token: string; until: number }[] = [];
  const signedBy = new Set<string>();
  let verified = 0;

  const events: Record<number, () => Promise<unknown>> = {
    20: async () => clock.advance(ACTIVE_SECONDS),
    60: () => at(1).clientFor({ key: secretKey }).auth.keys.rotate.mutate({}),
    90: () => at(2).clientFor({ key: secretKey }).auth.keys.rotate.mutate({}),
    120: () => at(0).clientFor({ key: secretKey }).tenants.settings.update.mutate({ tokenAlgorithm: "ES256" }),
    160: () => at(0).clientFor({ key: secretKey }).auth.keys.rotate.mutate({}),
    190: () => at(1).clientFor({ key: secretKey }).tenants.settings.update.mutate({ tokenAlgorithm: null }),
  };
  for (let step = 0; step < 240; step++) {
    clock.advance(STEP_SECONDS);
    await events[step]?.();
    if ((step * STEP_SECONDS) % CRON_SECONDS < STEP_SECONDS) await runSchedule(at(step).app);
    const session = await at(step).clientFor({ key: secretKey }).auth.refresh.mutate({ refreshToken });
    refreshToken = session.refreshToken;
    signedBy.add(session.accessToken.split(".")[0] ?? "");
    tokens.push({ token: session.accessToken, until: session.accessTokenExpiresAt.getTime() - 1000 });
    tokens = tokens.filter(({ until }) => until > clock.now().getTime());
    for (const [i, verifier] of verifiers.entries()) {
      // Each at its own interval, so that their copies of the key set differ in age.
      if (step % (i + 1) !== 0) continue;
      for (const { token } of tokens) await verifier.verify(token);
      verified += tokens.length;
    }
    const mine = isolates[(step + 1) % isolates.length]?.clientFor({ token: tokens[0]?.token ?? "" });
    expect((await mine?.auth.me.query())?.user.email).toBe(person.email);
  }
  expect(verified).toBeGreaterThan(5000);
  // By age, twice on demand, to ES256, once more, and back.
  expect(signedBy.size).toBeGreaterThanOrEqual(6);
});
