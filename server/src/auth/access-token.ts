import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, SignJWT } from "jose";
import { AppError } from "../errors/app-error.ts";
import { ACCESS_TOKEN_SECONDS, after } from "./lifetimes.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** Clocks may differ by this much (SECURITY rule 33 allows up to 60 s). */
const CLOCK_SKEW_SECONDS = 5;
/** What a token may be signed with, whatever its header says (RFC 8725 §3.1). */
const ALGORITHMS = ["EdDSA", "ES256"];
/** RFC 9068 §2.1: an access token is no other kind of token. */
const TYPE = "at+jwt";

export interface AccessTokenSubject {
  readonly tenantId: string;
  readonly userId: string;
  readonly sessionId: string;
  /** What the user signed in through: an API key's id, or the tenant's id where there was no key. */
  readonly clientId: string;
  /** How the user proved who they are (RFC 8176), and when last by each: seconds since 1970. */
  readonly factors: Readonly<Record<string, number>>;
}

/** JSON Web Tokens in the access token profile of RFC 9068, with one issuer per tenant. */
export class AccessTokens {
  private readonly publicUrl: string;
  private readonly keys: SigningKeys;

  constructor(publicUrl: string, keys: SigningKeys) {
    this.publicUrl = publicUrl;
    this.keys = keys;
  }

  /** The tenant's issuer; its key set lies under it, at `/.well-known/jwks.json`. */
  issuer(tenantId: string): string {
    return `${this.publicUrl}/t/${tenantId}`;
  }

  async issue(subject: AccessTokenSubject, now: Date): Promise<{ token: string; expiresAt: Date }> {
    const signer = await this.keys.signer(subject.tenantId, now);
    const expiresAt = after(now, ACCESS_TOKEN_SECONDS);
    const claims = {
      client_id: subject.clientId,
      sid: subject.sessionId,
      auth_time: Math.max(0, ...Object.values(subject.factors)),
      amr: Object.keys(subject.factors),
    };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: signer.algorithm, typ: TYPE, kid: signer.kid })
      .setIssuer(this.issuer(subject.tenantId))
      .setAudience(subject.tenantId)
      .setSubject(subject.userId)
      .setIssuedAt(now)
      .setExpirationTime(expiresAt)
      .setJti(crypto.randomUUID())
      .sign(signer.key);
    return { token, expiresAt };
  }

  /**
   * Whose token this is. Throws `token_malformed`, `token_invalid` or `token_expired`. Whether the session
   * still lives is for the caller to look up.
   */
  async verify(token: string, now: Date): Promise<{ tenantId: string; userId: string; sessionId: string }> {
    const { tenantId, kid } = this.claimed(token);
    const key = await this.keys.verifier(tenantId, kid, now);
    if (key === undefined) throw new AppError("token_invalid");
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: ALGORITHMS,
        typ: TYPE,
        issuer: this.issuer(tenantId),
        audience: tenantId,
        requiredClaims: ["sub", "exp", "iat", "jti", "sid", "client_id"],
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: now,
      });
      return { tenantId, userId: `${payload.sub}`, sessionId: `${payload.sid}` };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new AppError("token_expired");
      if (error instanceof errors.JOSEError) throw new AppError("token_invalid");
      throw error;
    }
  }

  /** Which key the token asks to be checked with; nothing of it is believed before that check. */
  private claimed(token: string): { tenantId: string; kid: string } {
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
