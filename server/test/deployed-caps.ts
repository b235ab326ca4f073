import nodeCrypto from "node:crypto";

/**
 * Caps of the deployed runtime on key derivation, which the local runtime lacks. Every test of the server runs under
 * them. Source: workerd, `IsolateLimitEnforcer` in `src/workerd/io/limit-enforcer.h`.
 */
const PBKDF2_ITERATIONS = 100_000;
const SCRYPT_COST = 2 ** 20;

// The isolate outlives a test file, and this runs for each: what is replaced is always the runtime's own.
const deriveBits = SubtleCrypto.prototype.deriveBits.bind(crypto.subtle);
Object.defineProperty(crypto.subtle, "deriveBits", {
  configurable: true,
  value: async (...args: Parameters<typeof deriveBits>) => {
    const { iterations = 0 } = args[0] as { iterations?: number };
    if (iterations > PBKDF2_ITERATIONS) {
      throw new DOMException(`Pbkdf2 failed: iteration counts above ${PBKDF2_ITERATIONS} are not supported.`);
    }
    return await deriveBits(...args);
  },
});

const { scryptSync } = nodeCrypto;
nodeCrypto.scryptSync = (password, salt, length, options) => {
  if (options.N * options.r * options.p > SCRYPT_COST) throw new RangeError("Scrypt failed: the cost is too high.");
  return scryptSync(password, salt, length, options);
};
