import type { Contract } from "../contract.ts";
import { isAtLeast, leastVersion } from "./bump.ts";
import { type Change, gravest } from "./change.ts";
import { contractChanges } from "./contract-changes.ts";
import type { Release } from "./released.ts";

export interface Verdict {
  readonly changes: readonly Change[];
  /** The lowest version that the changes allow; undefined before the first release. */
  readonly least: string | undefined;
  readonly enough: boolean;
}

/** Whether a version is high enough for the changes since the last release. */
export function judge(released: Release | undefined, contract: Contract, version: string): Verdict {
  if (released === undefined) return { changes: [], least: undefined, enough: true };
  const changes = contractChanges(released.contract, contract);
  const least = leastVersion(released.version, gravest(changes));
  return { changes, least, enough: isAtLeast(version, least) };
}
