import { Secret, TOTP } from "otpauth";
import { toSVG } from "./qr-code.ts";

/** Bytes of a new secret: RFC 4226 §4 R6 recommends 160 bits. */
const SECRET_BYTES = 20;
/** Authenticator apps support these for certain: RFC 6238 §1.2 and Google's key URI format. */
const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** Steps before and after the present one whose codes are accepted, for clocks that differ (RFC 6238 §5.2). */
const WINDOW = 1;

/** A secret to enrol in an authenticator app. */
export interface Enrolment {
  /** Base32, for typing. */
  readonly secret: string;
  /** `otpauth://` URI. */
  readonly uri: string;
  /** The URI as a QR code, an SVG image. */
  readonly qrCode: string;
}

/** Creates a random secret, base32. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The enrolment of a secret. The app shows the issuer and the label beside its codes. */
export function enrolmentOf(secret: string, { issuer, label }: { issuer: string; label: string }): Enrolment {
  // A colon separates the issuer from the label, so neither may have one.
  const name = (text: string) => text.replaceAll(":", " ").trim();
  const uri = totpOf(secret, { issuer: name(issuer), label: name(label) }).toString();
  return { secret, uri, qrCode: toSVG(uri) };
}

/**
 * The time step whose code this is, out of the present one and its neighbours; undefined if the code is wrong. The caller
 * accepts each step once (RFC 6238 §5.2).
 */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token: code.replaceAll(" ", ""), timestamp, window: WINDOW });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

/** The code of a time. */
export function codeAt(
  secret: string,
  now: Date,
  options: { readonly digits?: number; readonly algorithm?: "SHA1" | "SHA256" | "SHA512" } = {},
): string {
  return totpOf(secret, options).generate({ timestamp: now.getTime() });
}

function totpOf(
  secret: string,
  options: { issuer?: string; label?: string; digits?: number; algorithm?: string } = {},
): TOTP {
  return new TOTP({ digits: DIGITS, period: PERIOD_SECONDS, secret: Secret.fromBase32(secret), ...options });
}
