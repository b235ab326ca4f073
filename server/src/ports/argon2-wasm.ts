import Module, { Argon2Type, Argon2Version } from "@phi-ag/argon2";
import wasm from "@phi-ag/argon2/argon2.wasm";
import type { Argon2 } from "./argon2.ts";
import { utf8 } from "./encoding.ts";

/** An instance keeps the memory of its largest hash. Instances with larger hashes aren't cached. */
const MAX_CACHED_KIBIBYTES = 19_456;

let cached: Argon2 | undefined;

/** The isolate's instance. Throws if the runtime can't instantiate the module. */
export async function loadArgon2(): Promise<Argon2> {
  // A compiled module is imported, not compiled: the deployed runtime refuses dynamic compilation.
  cached ??= wrap(new Module(await WebAssembly.instantiate(wasm)));
  return cached;
}

function wrap(module: Module): Argon2 {
  return {
    hash({ password, salt, memoryKibibytes, passes, parallelism, length }) {
      if (memoryKibibytes > MAX_CACHED_KIBIBYTES) cached = undefined;
      const options = {
        salt,
        hashLength: length,
        memoryCost: memoryKibibytes,
        timeCost: passes,
        parallelism,
        type: Argon2Type.Argon2id,
        version: Argon2Version.Version13,
      };
      return module.hash(measuredInBytes(password), options).hash;
    },
  };
}

/**
 * Pads a password to the length of its UTF-8 encoding. The module encodes in UTF-8 but reads as many bytes as the text has UTF-16
 * units, so the padding is cut off.
 */
function measuredInBytes(password: string): string {
  return password.padEnd(utf8(password).length, "\0");
}
