import { contractHash } from "./canonical.ts";
import type { Contract } from "./contract.ts";
import { BANNER } from "./names.ts";

/** Version and contract hash, in the same file for the SDK and the service. */
export function emitVersion(contract: Contract, version: string): string {
  return [
    BANNER,
    "\n",
    "/** Version of the SDK and of the service: both are made from one contract. */\n",
    `export const SDK_VERSION = "${version}";\n`,
    "/** Identifies the contract: the first 64 bits of its SHA-256. */\n",
    `export const CONTRACT_HASH = "${contractHash(contract)}";\n`,
  ].join("");
}
