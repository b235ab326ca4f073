import { deriveKey } from "@stablelib/pbkdf2";
import { SHA256 } from "@stablelib/sha256";

/**
 * What the deployed runtime computes in one call. WebCrypto and node:crypto share the limit (workerd,
 * `IsolateLimitEnforcer::checkPbkdfIterations`), and no sum of shorter calls gives the standard's result.
 */
const NATIVE_ITERATIONS = 100_000;

/**
 * PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2). Above the runtime's limit it is computed in JavaScript, about ten times
 * as slowly, and keeps the CPU for its whole time.
 */
export async function pbkdf2Sha256(
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Promise<Uint8Array> {
  if (iterations > NATIVE_ITERATIONS) return deriveKey(SHA256, password, salt, iterations, length);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, length * 8),
  );
}
