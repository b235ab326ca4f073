import Module, { Argon2Type, Argon2Version } from "@phi-ag/argon2";
import wasm from "@phi-ag/argon2/argon2.wasm";
import type { Argon2 } from "./argon2.ts";

let instance: Argon2 | undefined;

/** The isolate's one instance, which keeps the memory of the largest hash it has made. */
export async function loadArgon2(): Promise<Argon2> {
  // A compiled module is imported, not compiled: the deployed runtime refuses dynamic compilation.
  instance ??= wrap(new Module(await WebAssembly.instantiate(wasm)));
  return instance;
}

function wrap(module: Module): Argon2 {
  return {
    hash: ({ password, salt, memoryKibibytes, passes, parallelism }) =>
      module.hash(password, {
        salt,
        hashLength: 32,
        memoryCost: memoryKibibytes,
        timeCost: passes,
        parallelism,
        type: Argon2Type.Argon2id,
        version: Argon2Version.Version13,
      }).hash,
  };
}
