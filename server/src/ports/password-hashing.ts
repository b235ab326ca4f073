import nodeCrypto from "node:crypto";
import { HMAC } from "@stablelib/hmac";
import { SHA256 } from "@stablelib/sha256";
import { decodeBase64, encodeBase64, hashSync } from "bcryptjs";
import { pause } from "./time.ts";

/**
 * Maximum number of iterations that the deployed runtime computes in one call. WebCrypto and node:crypto share the limit
 * (workerd, `IsolateLimitEnforcer::checkPbkdfIterations`), and shorter calls can't be combined.
 */
const NATIVE_ITERATIONS = 100_000;
/** Iterations in JavaScript, a few milliseconds of work, after which other requests run. */
export const SLICE_ITERATIONS = 4000;
const BLOCK_BYTES = 32;

/**
 * PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2). Up to the runtime's limit it blocks the CPU for about 20 ms. Above that it runs in
 * JavaScript, in slices and more than ten times slower.
 */
export async function pbkdf2Sha256(
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Promise<Uint8Array> {
  if (iterations > NATIVE_ITERATIONS) return await inSlices(password, salt, iterations, length);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, length * 8),
  );
}

async function inSlices(
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Promise<Uint8Array> {
  const hmac = new HMAC(SHA256, password);
  const blocks = Math.ceil(length / BLOCK_BYTES);
  const derived = new Uint8Array(blocks * BLOCK_BYTES);
  for (let block = 0; block < blocks; block++) {
    const sum = derived.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES);
    const last = hmac
      .reset()
      .update(salt)
      .update(numberOf(block + 1))
      .digest();
    sum.set(last);
    for (let done = 1; done < iterations; ) {
      const end = Math.min(done + SLICE_ITERATIONS, iterations);
      for (; done < end; done++) {
        hmac.reset().update(last).finish(last);
        for (let i = 0; i < BLOCK_BYTES; i++) sum[i] = (sum[i] ?? 0) ^ (last[i] ?? 0);
      }
      await pause(0);
    }
  }
  return derived.slice(0, length);
}

/** Four bytes, big-endian. */
function numberOf(block: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, block);
  return bytes;
}

const SALT_BYTES = 16;
const HASH_BYTES = 23;
/** Length of the hash in bcrypt's own base64. */
const HASH_CHARACTERS = 31;

/**
 * bcrypt in its variants 2a, 2b and 2y, for passwords of at most 72 bytes; longer ones would be truncated.
 * Blocks the CPU until it ends.
 */
export function bcrypt(password: string, salt: Uint8Array, cost: number): Uint8Array {
  const text = hashSync(password, `$2b$${`${cost}`.padStart(2, "0")}$${encodeBase64(salt, SALT_BYTES)}`);
  return bytes(text.slice(-HASH_CHARACTERS), HASH_BYTES);
}

/** Salt and hash from the end of a bcrypt string: 22 and 31 characters of bcrypt's own base64. */
export function decodeBcrypt(salt: string, hash: string): { salt: Uint8Array; hash: Uint8Array } {
  return { salt: bytes(salt, SALT_BYTES), hash: bytes(hash, HASH_BYTES) };
}

function bytes(text: string, length: number): Uint8Array {
  return Uint8Array.from(decodeBase64(text, length));
}

/** scrypt (RFC 7914). Blocks the CPU until it ends, and uses 128·N·r bytes. */
export function scrypt(
  password: Uint8Array,
  salt: Uint8Array,
  { N, r, p }: { N: number; r: number; p: number },
  length: number,
): Uint8Array {
  // N blocks, p more and two working blocks. The default is too small for some stored hashes.
  const maxmem = 128 * r * (N + p + 2);
  return nodeCrypto.scryptSync(password, salt, length, { N, r, p, maxmem });
}
