import Module, { Argon2Type, Argon2Version } from "@phi-ag/argon2";
import wasm from "@phi-ag/argon2/argon2.wasm";
import type { Argon2 } from "./argon2.ts";
import { utf8 } from "./encoding.ts";

/** An instance keeps the memory of the largest hash it has made; one that has made a larger hash is not kept. */
const KEPT_KIBIBYTES = 19_456;

let kept: Argon2 | undefined;

/** The isolate's instance. Throws where the runtime cannot instantiate the module. */
export async function loadArgon2(): Promise<Argon2> {
  // A compiled module is imported, not compiled: the deployed runtime refuses dynamic compilation.
  kept ??= wrap(new Module(await WebAssembly.instantiate(wasm)));
  return kept;
}

function wrap(module: Module): Argon2 {
  return {
    hash({ password, salt, memoryKibibytes, passes, parallelism, length }) {
      if (memoryKibibytes > KEPT_KIBIBYTES) kept = undefined;
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
 * The module encodes a password in UTF-8 but takes as many bytes of that as the text has UTF-16 units. So the text is
 * made as long as its own encoding, and what is added falls off.
 */
function measuredInBytes(password: string): string {
  return password.padEnd(utf8(password).length, "\0");
}
