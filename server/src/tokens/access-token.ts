import { compactVerify, decodeJwt, decodeProtectedHeader, errors, jwtVerify, SignJWT } from "jose";
import { timeOfId } from "../ports/ids.ts";
import type { Clock } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { FailedLookups } from "../shared/failed-lookups.ts";
import { after } from "../shared/session-lifetimes.ts";
import type { ClockOffsets } from "../shared/tenant-clock.ts";
import { MAX_ACCESS_TOKEN_SECONDS } from "../shared/tenant-settings.ts";
import type { Key, SigningKeys } from "./signing-keys.ts";

/** Clocks may differ by this much (SECURITY rule 33 allows up to 60 s). */
const CLOCK_SKEW_SECONDS = 5;
/** RFC 9068 §2.1: an access token is no other kind of token. */
const TYPE = "at+jwt";
/**
 * Three parts in base64url. Of a signature's last character only some of the bits count (RFC 4648 §3.5): one that has the
 * others set is another spelling of the same signature, and refused.
 */
const FORM = /^[\w-]+\.[\w-]+\.(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;
/** More than a tenant's id and a key's id have together. */
const MAX_LOOKUP = 200;

export interface AccessTokenSubject {
  readonly tenantId: string;
  readonly userId: string;
  readonly sessionId: string;
  /** What the user signed in through: an API key's id, or the tenant's id where there was no key. */
  readonly clientId: string;
  /** How the user proved who they are (RFC 8176), and when last by each: seconds since 1970. */
  readonly factors: Readonly<Record<string, number>>;
  /** The tenant's own claims. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What a token says that has been verified. */
export interface AccessToken {
  readonly tenantId: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly clientId: string;
  readonly kid: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  /** When its session began. Milliseconds since 1970. */
  readonly sessionStartedAt: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Where a token comes from, and what is asked about it before its signature has been checked. */
export interface TokenSource {
  /** In the form that `addressOf` gives. */
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

  /** The tenant's issuer; its key set lies under it, at `/.well-known/jwks.json`. */
  issuer(tenantId: string): string {
    return `${this.publicUrl}/t/${tenantId}`;
  }

  async issue(subject: AccessTokenSubject, signer: Key, { from, until }: { from: Date; until: Date }): Promise<string> {
    const { tenantId, factors } = subject;
    const claims = {
      ...subject.claims,
      client_id: subject.clientId,
      sid: subject.sessionId,
      auth_time: Math.max(0, ...Object.values(factors)),
      amr: Object.keys(factors),
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
   * Whose token this is. Throws `token_malformed`, `token_invalid`, `token_expired`, and `rate_limited` for an address that
   * has named too many keys that don't exist. Whether it has been revoked is for the caller to ask.
   */
  async verify(token: string, { address, clock, clockOffsets, failedLookups }: TokenSource): Promise<AccessToken> {
    const { tenantId, kid } = this.claimed(token);
    const lookup = { address, target: `kid ${tenantId} ${kid}`.slice(0, MAX_LOOKUP), now: clock.now() };
    const verifier = await failedLookups.find(lookup, async () => {
      return await this.keys.verifier(tenantId, kid, lookup.now);
    });
    if (verifier === undefined) throw new AppError("token_invalid");
    try {
      // The clock of a test tenant is read from the database, for nobody who has invented the token.
      if (!clockOffsets.isLive(tenantId))
        await compactVerify(token, verifier.key, { algorithms: [verifier.algorithm] });
      const now = after(clock.now(), await clockOffsets.of(tenantId));
      const { payload } = await jwtVerify(token, verifier.key, {
        // What the key is for, whatever the header says (RFC 8725 §3.1).
        algorithms: [verifier.algorithm],
        typ: TYPE,
        issuer: this.issuer(tenantId),
        audience: tenantId,
        requiredClaims: ["sub", "exp", "iat", "jti", "sid", "client_id"],
        // Has jose look at `iat` too: no token of ours lives longer, and none is from the future.
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

  /** Which key the token asks to be checked with; nothing of it is believed before that check. */
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
