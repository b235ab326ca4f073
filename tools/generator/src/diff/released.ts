import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../canonical.ts";
import type { Contract } from "../contract.ts";

/** The contract of a release. */
export interface Release {
  readonly version: string;
  readonly contract: Contract;
}

/** The last release in a folder, as `<version>.json`; undefined before the first. Throws if there are two. */
export function readRelease(folder: string): Release | undefined {
  const [name, ...others] = filesIn(folder);
  if (name === undefined) return undefined;
  if (others.length > 0)
    throw new Error(`${folder} holds more than the last release: ${[name, ...others].join(", ")}.`);
  const contract = JSON.parse(readFileSync(join(folder, name), "utf8"));
  return { version: name.replace(".json", ""), contract };
}

/** Replaces the last release. */
export function writeRelease(folder: string, { version, contract }: Release): void {
  mkdirSync(folder, { recursive: true });
  for (const name of filesIn(folder)) rmSync(join(folder, name));
  writeFileSync(join(folder, `${version}.json`), `${canonicalJson(contract)}\n`);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}
