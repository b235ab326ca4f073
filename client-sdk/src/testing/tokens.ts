import { type CryptoKey, errors, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from "jose";
import { ServiceError } from "./service-error.ts";

/** Options of `mintToken`. */
export interface MintOptions {
  /** The session id. Defaults to a new one. */
  readonly sessionId?: string | undefined;
  /** Authentication methods (RFC 8176) with the latest time of each. Defaults to `{ pwd: <now> }`. */
  readonly factors?: Readonly<Record<string, Date>> | undefined;
  /** Custom claims. Defaults to none. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** Lifetime in seconds. Defaults to 300. Negative for an expired token. */
  readonly lifetimeSeconds?: number | undefined;
}

const LIFETIME_SECONDS = 300;
const ALGORITHM = "EdDSA";
const seconds = (time: Date) => Math.floor(time.getTime() / 1000);

/** Signs and verifies access tokens as the service does (RFC 9068), with a key of its own. */
export class TestTokens {
  readonly issuer: string;
  readonly #tenantId: string;
  readonly #now: () => Date;
  readonly #privateKey: CryptoKey;
  readonly #publicKey: CryptoKey;
  readonly #jwk: JWK;

  private constructor(tenant: { id: string; url: string }, now: () => Date, pair: CryptoKeyPair, jwk: JWK) {
    this.issuer = `${tenant.url}/t/${tenant.id}`;
    this.#tenantId = tenant.id;
    this.#now = now;
    this.#privateKey = pair.privateKey;
    this.#publicKey = pair.publicKey;
    this.#jwk = { ...jwk, kid: `kid_${jwk.x}`, alg: ALGORITHM, use: "sig" };
  }

  static async create(tenant: { id: string; url: string }, now: () => Date): Promise<TestTokens> {
    const pair = await generateKeyPair(ALGORITHM, { crv: "Ed25519", extractable: true });
    return new TestTokens(tenant, now, pair, await exportJWK(pair.publicKey));
  }

  /** The public key set (RFC 7517). */
  get keySet(): { keys: JWK[] } {
    return { keys: [this.#jwk] };
  }

  async mint(userId: string, options: MintOptions & { readonly sessionId: string }) {
    const now = this.#now();
    const { sessionId, factors = { pwd: now }, claims, lifetimeSeconds = LIFETIME_SECONDS } = options;
    const times = Object.fromEntries(Object.entries(factors).map(([method, time]) => [method, seconds(time)]));
    const expiresAt = new Date((seconds(now) + lifetimeSeconds) * 1000);
    const token = await new SignJWT({
      ...claims,
      client_id: this.#tenantId,
      sid: sessionId,
      auth_time: Math.max(0, ...Object.values(times)),
      amr: Object.keys(times),
      factors: times,
    })
      .setProtectedHeader({ alg: ALGORITHM, typ: "at+jwt", kid: `${this.#jwk.kid}` })
      .setIssuer(this.issuer)
      .setAudience(this.#tenantId)
      .setSubject(userId)
      .setIssuedAt(Math.min(seconds(now), seconds(expiresAt) - 1))
      .setExpirationTime(expiresAt)
      .setJti(crypto.randomUUID())
      .sign(this.#privateKey);
    return { token, expiresAt };
  }

  /** Whose token it is. Throws `token_malformed`, `token_expired` and `token_invalid`. */
  async verify(token: string): Promise<{ userId: string; sessionId: string }> {
    if (!/^e[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) throw new ServiceError("token_malformed");
    try {
      const { payload } = await jwtVerify(token, this.#publicKey, {
        algorithms: [ALGORITHM],
        typ: "at+jwt",
        issuer: this.issuer,
        audience: this.#tenantId,
        currentDate: this.#now(),
      });
      return { userId: `${payload.sub}`, sessionId: `${payload.sid}` };
    } catch (error) {
      throw new ServiceError(error instanceof errors.JWTExpired ? "token_expired" : "token_invalid");
    }
  }
}
