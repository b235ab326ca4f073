import { compactVerify, decodeJwt, decodeProtectedHeader, errors, jwtVerify, SignJWT } from "jose";
import { timeOfId } from "../ports/ids.ts";
import type { Clock } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { assuranceOf, methodReferences, shownFactors } from "../shared/factors.ts";
import type { FailedLookups } from "../shared/failed-lookups.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { ClockOffsets } from "../shared/tenant-clock.ts";
import { MAX_ACCESS_TOKEN_SECONDS } from "../shared/tenant-settings.ts";
import type { Key, SigningKeys } from "./signing-keys.ts";

/** Tolerated difference of clocks (SECURITY rule 33 allows up to 60 s). */
const CLOCK_SKEW_SECONDS = 5;
/** RFC 9068 §2.1: the type that tells an access token from other tokens. */
const TYPE = "at+jwt";
/**
 * Three parts in base64url. Only some bits of a signature's last character count (RFC 4648 §3.5). Another spelling of the
 * same signature, with the other bits set, is refused.
 */
const FORM = /^[\w-]+\.[\w-]+\.(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;
/** Longer than the ids of a tenant and a key together. */
const MAX_LOOKUP = 200;

export interface AccessTokenSubject {
  readonly tenantId: string;
  readonly userId: string;
  readonly sessionId: string;
  /** The client that the user signed in through: an API key's id, or the tenant's id if there was no key. */
  readonly clientId: string;
  /** Methods by which the user was authenticated (RFC 8176), and the last time of each in seconds since 1970. */
  readonly factors: Readonly<Record<string, number>>;
  /** The tenant's own claims. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** The claims of a verified token. */
export interface AccessToken {
  readonly tenantId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly clientId: string;
  readonly kid: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** Start of its session, in milliseconds since 1970. */
  readonly sessionStartedAt: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The source of a token, and what is checked before its signature. */
export interface TokenSource {
  /** In the form that `addressOf` returns. */
  readonly address: string;
  readonly clock: Clock;
  readonly clockOffsets: Pick<ClockOffsets, "isLive" | "of">;
  readonly failedLookups: Pick<FailedLookups, "find">;
}

/** JSON Web Tokens in the access token profile of RFC 9068, with one issuer per tenant. */
export class AccessTokens {
  private readonly publicUrl: string;
  private readonly keys: Pick<SigningKeys, "verifier">;

  constructor(publicUrl: string, keys: Pick<SigningKeys, "verifier">) {
    this.publicUrl = publicUrl;
    this.keys = keys;
  }

  /** The tenant's issuer; its key set is below it, at `/.well-known/jwks.json`. */
  issuer(tenantId: string): string {
    return `${this.publicUrl}/t/${tenantId}`;
  }

  async issue(subject: AccessTokenSubject, signer: Key, { from, until }: { from: Date; until: Date }): Promise<string> {
    const { tenantId } = subject;
    const factors = shownFactors(subject.factors);
    const claims = {
      ...subject.claims,
      client_id: subject.clientId,
      sid: subject.sessionId,
      auth_time: Math.max(0, ...Object.values(factors)),
      amr: methodReferences(factors),
      acr: assuranceOf(factors),
      factors,
    };
    return await new SignJWT(claims)
      .setProtectedHeader({ alg: signer.algorithm, typ: TYPE, kid: signer.kid })
      .setIssuer(this.issuer(tenantId))
      .setAudience(tenantId)
      .setSubject(subject.userId)
      .setIssuedAt(from)
      .setExpirationTime(until)
      .setJti(crypto.randomUUID())
      .sign(signer.key);
  }

  /**
   * Verifies a token and returns its claims. Throws `token_malformed`, `token_invalid`, `token_expired`, and `rate_limited`
   * for an address that named too many keys that don't exist. Doesn't check whether the token was revoked.
   */
  async verify(token: string, { address, clock, clockOffsets, failedLookups }: TokenSource): Promise<AccessToken> {
    const { tenantId, kid } = this.claimed(token);
    const lookup = { address, target: `kid ${tenantId} ${kid}`.slice(0, MAX_LOOKUP), now: clock.now() };
    const verifier = await failedLookups.find(lookup, async () => {
      return await this.keys.verifier(tenantId, kid, lookup.now);
    });
    if (verifier === undefined) throw new AppError("token_invalid");
    try {
      // A test tenant's clock is in the database: the signature is checked first, so that forged tokens cause no reads.
      if (!clockOffsets.isLive(tenantId))
        await compactVerify(token, verifier.key, { algorithms: [verifier.algorithm] });
      const now = after(clock.now(), await clockOffsets.of(tenantId));
      const { payload } = await jwtVerify(token, verifier.key, {
        // The key's own algorithm, whatever the header says (RFC 8725 §3.1).
        algorithms: [verifier.algorithm],
        typ: TYPE,
        issuer: this.issuer(tenantId),
        audience: tenantId,
        requiredClaims: ["sub", "exp", "iat", "jti", "sid", "client_id"],
        // Makes jose check `iat` too: no token of ours lives longer, and none is from the future.
        maxTokenAge: MAX_ACCESS_TOKEN_SECONDS,
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: now,
      });
      const { sub: userId, sid: sessionId, client_id: clientId, iat = 0, exp = 0 } = payload;
      return {
        tenantId,
        userId: `${userId}`,
        sessionId: `${sessionId}`,
        clientId: `${clientId}`,
        kid,
        issuedAt: iat * 1000,
        sessionStartedAt: timeOfId(`${sessionId}`) ?? iat * 1000,
        expiresAt: exp * 1000,
      };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new AppError("token_expired");
      if (error instanceof errors.JOSEError) throw new AppError("token_invalid");
      throw error;
    }
  }

  /** The key that the token names. Nothing else of the token is used before its signature is verified. */
  private claimed(token: string): { tenantId: string; kid: string } {
    if (!FORM.test(token)) throw new AppError("token_malformed");
    try {
      const { kid } = decodeProtectedHeader(token);
      const { iss } = decodeJwt(token);
      const prefix = this.issuer("");
      if (typeof kid !== "string" || !iss?.startsWith(prefix)) throw new AppError("token_invalid");
      return { tenantId: iss.slice(prefix.length), kid };
    } catch (error) {
      throw error instanceof AppError ? error : new AppError("token_malformed");
    }
  }
}
