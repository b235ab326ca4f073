import { createVerifier } from "@cf-auth/client/verify";
import { AccessTokens } from "@cf-auth/server/access-token";
import { exportJWK, generateKeyPair, jwtVerify } from "jose";
import { type Load, median } from "../measure.ts";
import { type Result, result } from "../result.ts";

const REACH = 1.2;
const ROUNDS = 40;
const CALLS = 250;

const URL = "https://auth.example.com";
const TENANT = "ten_bench";

/** One access token, looked at as the Worker does, as the SDK does for others, and by jose alone, which checks the same claims. */
export async function benchVerify(): Promise<Result[]> {
  const algorithm = "EdDSA";
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const kid = "key";
  const tokens = new AccessTokens(URL, { verifier: async () => ({ kid, algorithm, key: publicKey }) });
  const now = new Date();
  const subject = { tenantId: TENANT, userId: "usr_bench", sessionId: "ses_bench", clientId: TENANT };
  const factors = { pwd: Math.floor(now.getTime() / 1000) };
  const signer = { kid, algorithm, key: privateKey } as const;
  const times = { from: now, until: new Date(now.getTime() + 600_000) };
  const token = await tokens.issue({ ...subject, factors, claims: {} }, signer, times);
  const options = { issuer: tokens.issuer(TENANT), audience: TENANT, typ: "at+jwt", algorithms: [algorithm] };
  const requiredClaims = ["sub", "exp", "iat", "jti", "sid", "client_id"];
  const source = {
    address: "192.0.2.1",
    clock: { now: () => now },
    clockOffsets: { isLive: () => true, of: async () => 0 },
    failedLookups: { find: async <T>(_: unknown, find: () => Promise<T | undefined>) => await find() },
  };
  const ours: Load = {
    name: "ours",
    call: async () => Number((await tokens.verify(token, source)).userId !== ""),
  };
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: "sig" };
  const verifier = createVerifier({ url: URL, tenant: TENANT, fetch: async () => Response.json({ keys: [jwk] }) });
  const offline: Load = {
    name: "offline",
    call: async () => Number((await verifier.verify(token)).userId !== ""),
  };
  const bare: Load = {
    name: "jose",
    call: async () =>
      Number((await jwtVerify(token, publicKey, { ...options, requiredClaims, maxTokenAge: 900 })) !== null),
  };
  const [value = 0, sdk = 0, baseline = 0] = await medians([ours, offline, bare]);
  const common = { unit: "µs/call", baseline, reach: REACH };
  return [
    result({ name: "access token verified, by jose alone", value, ...common }),
    result({ name: "access token verified by the SDK, by jose alone", value: sdk, ...common }),
  ];
}

/** Microseconds of one call of each, in turns of some hundred: a single one is too short for the clock. */
async function medians(loads: readonly Load[]): Promise<number[]> {
  const times = loads.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { call }] of loads.entries()) {
      const started = performance.now();
      for (let n = 0; n < CALLS; n++) await call();
      // The first rounds are there to warm up.
      if (round >= 5) times[i]?.push(((performance.now() - started) * 1000) / CALLS);
    }
  }
  return times.map(median);
}
