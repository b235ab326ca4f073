import { hkdfSync } from "node:crypto";
import type { Argon2 } from "../src/ports/argon2.ts";
import { utf8 } from "../src/ports/encoding.ts";

/**
 * Stands in for the WebAssembly module of Argon2, which takes some 30 ms a hash: most tests sign somebody in, and few are about
 * hashing. Costs, formats and the number of hashes stay as they are deployed; only the derivation is another. The alias that
 * brings it in is in vitest.config.ts, so that nothing deployed can reach it.
 */
export async function loadArgon2(): Promise<Argon2> {
  return {
    hash: ({ password, salt, memoryKibibytes, passes, parallelism, length }) => {
      const cost = `${memoryKibibytes} ${passes} ${parallelism}`;
      return new Uint8Array(hkdfSync("sha256", utf8(password), salt, utf8(cost), length));
    },
  };
}

declare module "node:crypto" {
  export function hkdfSync(
    digest: string,
    key: Uint8Array,
    salt: Uint8Array,
    info: Uint8Array,
    length: number,
  ): ArrayBuffer;
}
