import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Words that must not be in the published package. */
export interface SecretWords {
  /** Names of the server or the database that the SDK doesn't use. */
  readonly names: ReadonlySet<string>;
  /** Modules of the server, as a path ends in them. */
  readonly modules: ReadonlySet<string>;
  /** Folders of this machine. */
  readonly folders: readonly string[];
}

/** Modules of the server that the SDK has copies of, to read inputs by the same rules: see `tools/generator/src/emit-copies.ts`. */
const COPIED = ["domain-name", "email", "field-names"];

/**
 * Reads the names that belong to the server only: tables and columns, exported names and methods, bindings and secrets. Words
 * of the contract are public. Words in the sources of the SDK, and of the engine and modelling language that it bundles, are
 * allowed: none of them imports the server. Generated sources add no words, except for deliberate copies of server code.
 */
export function readSecretWords(): SecretWords {
  const server = sourcesIn("server/src");
  const own = ["client-sdk/src", "engine/src", "model-language/src"].flatMap(sourcesIn).filter(isWritten);
  const copies = COPIED.map((name) => `client-sdk/src/generated/${name}.ts`);
  const texts = ["client-sdk/src/generated/contract.json", ...own, ...copies].map(read);
  const known = new Set(
    texts.flatMap((text) => [...(text.match(/\w+/g) ?? []), ...(text.match(/\w+(?:-\w+)+/g) ?? [])]),
  );
  const names = [
    ...["schema", "sign-in", "tenants", "users"]
      .map((file) => `drizzle/${file}.ts`)
      .flatMap((file) => namesOfColumns(read(file))),
    ...server.map(read).flatMap(namesDeclaredIn),
    ...namesOfBindings(read("wrangler.jsonc")),
    ...namesOfBindings(read("server/src/generated/env.d.ts")),
  ];
  const modules = server.map((path) => basename(path, ".ts")).filter((name) => name.includes("-") && !known.has(name));
  return {
    names: new Set(names.filter((name) => isDistinctive(name) && !known.has(name))),
    modules: new Set(modules),
    folders: [ROOT.replace(/\/$/, ""), homedir()],
  };
}

/** Whether a word is too specific for a coincidence, such as `nameKey`, `name_key` and `AppRouter`. */
function isDistinctive(name: string): boolean {
  return /[a-z][A-Z]|[a-zA-Z]_[a-zA-Z]/.test(name);
}

/** Tables, columns and indexes, as SQL and as TypeScript know them. */
function namesOfColumns(schema: string): string[] {
  const inSql = schema.matchAll(/(?:sqliteTable|text|integer|time|blob|real|index|uniqueIndex)\(\s*"(\w+)"/g);
  const inTypes = schema.matchAll(/^\s+(\w+): (?:text|integer|time|blob|real)\(|^export const (\w+)/gm);
  return [...inSql, ...inTypes].flatMap(([, ...names]) => names.filter((name) => name !== undefined));
}

/** Exports of a module and methods of its classes. */
function namesDeclaredIn(code: string): string[] {
  const exported = code.matchAll(/^export (?:abstract |async )*(?:class|function\*?|const|interface|type) (\w+)/gm);
  const methods = code.matchAll(/^ {2}(?:(?:private|async|static|override|get) )*(\w+)(?:<[^>]*>)?\((?:.*\).* \{)?$/gm);
  return [...exported, ...methods].map(([, name = ""]) => name);
}

function namesOfBindings(text: string): string[] {
  return text.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [];
}

function sourcesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => /(?<!\.test|\.d)\.ts$/.test(name)).map((name) => join(folder, name));
}

function isWritten(path: string): boolean {
  return !path.includes("/generated/");
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}
