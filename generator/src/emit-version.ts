import { contractHash } from "./canonical.ts";
import type { Contract } from "./contract.ts";
import { BANNER } from "./names.ts";

/** Which SDK this is and which contract it was made from: one file, for the SDK and for the service. */
export function emitVersion(contract: Contract, version: string): string {
  return [
    BANNER,
    "\n",
    "/** The SDK's version, which is the service's too: both are made from one contract. */\n",
    `export const SDK_VERSION = "${version}";\n`,
    "/** What tells this contract from others: the first 64 bits of its SHA-256. */\n",
    `export const CONTRACT_HASH = "${contractHash(contract)}";\n`,
  ].join("");
}
