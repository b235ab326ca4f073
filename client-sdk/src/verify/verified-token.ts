import type { JWTPayload } from "jose";
import { verifyError } from "./verify-error.ts";

/** What an access token says that has been verified: the profile of RFC 9068, with what cf-auth adds. */
export interface VerifiedToken {
  readonly userId: string;
  readonly tenantId: string;
  readonly sessionId: string;
  /** The id of the API key that the user signed in through, or the tenant's where there was none. */
  readonly clientId: string;
  /** The token's own id. */
  readonly tokenId: string;
  /** How the user proved who they are (RFC 8176), and when last by each: `{ pwd: Date }`. A refresh does not change it. */
  readonly factors: Readonly<Record<string, Date>>;
  /** When the user last proved who they are, by whatever. */
  readonly authenticatedAt: Date;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** The tenant's own claims, as its setting `accessTokenClaims` names them. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What every access token has, besides what is pinned: RFC 9068 §2.2, and the session. */
export const REQUIRED_CLAIMS = ["sub", "exp", "iat", "jti", "sid", "client_id"];

/** Reads a payload whose signature, issuer, audience and times are known to be right. Throws `token_invalid`. */
export function readPayload(payload: JWTPayload, tenantId: string): VerifiedToken {
  const { iss, aud, nbf, sub, jti, sid, client_id, iat, exp, amr, auth_time, factors, ...claims } = payload;
  const times = Object.entries(Object(factors)).map(([name, seconds]) => [name, dateOf(seconds)] as const);
  return {
    userId: textOf(sub),
    tenantId,
    sessionId: textOf(sid),
    clientId: textOf(client_id),
    tokenId: textOf(jti),
    factors: Object.fromEntries(times),
    authenticatedAt: dateOf(auth_time),
    issuedAt: dateOf(iat),
    expiresAt: dateOf(exp),
    claims,
  };
}

function textOf(claim: unknown): string {
  if (typeof claim === "string" && claim !== "") return claim;
  throw verifyError("token_invalid");
}

function dateOf(seconds: unknown): Date {
  if (typeof seconds === "number" && seconds >= 0) return new Date(seconds * 1000);
  throw verifyError("token_invalid");
}
