import type { Manifest } from "@cf-auth/local/sdk";
import { nameOf, type Subpath } from "./subpaths.ts";

export interface Known {
  readonly subpaths: Readonly<Record<string, Subpath>>;
  readonly commands: Readonly<Record<string, readonly string[]>>;
  /** File names of the programs that use a subpath. */
  readonly programs: readonly string[];
}

/** Exports of a package without a program, and programs without an export; empty if they agree. */
export function gapsIn({ exports, bin = {} }: Pick<Manifest, "exports" | "bin">, known: Known): string[] {
  const exported = Object.keys(exports).filter((subpath) => subpath !== "./package.json");
  const withoutProgram = exported.filter((subpath) => !known.programs.includes(`${nameOf(subpath)}.ts`));
  return [
    ...missing(exported, known.subpaths).map((subpath) => `${subpath} is exported and not in SUBPATHS`),
    ...withoutProgram.map((subpath) => `${subpath} is used by no program`),
    ...missing(Object.keys(known.subpaths), exports).map((subpath) => `${subpath} is not exported`),
    ...missing(Object.keys(bin), known.commands).map((name) => `${name} is a command and not in COMMANDS`),
    ...missing(Object.keys(known.commands), bin).map((name) => `${name} is no command`),
  ];
}

function missing(names: readonly string[], among: object): string[] {
  return names.filter((name) => !Object.hasOwn(among, name));
}
