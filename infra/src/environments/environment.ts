import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import { emptySecrets } from "../secrets/secrets.ts";
import { isRecord } from "../value.ts";

/** The project of Pulumi ESC that all of the environments lie in. */
export const PROJECT = "cf-auth";
/** What the stacks of the service are made from. Those of pull requests share `preview`. */
export const SERVICE_ENVIRONMENTS = ["dev", "preview", "staging", "production"] as const;
export type ServiceEnvironment = (typeof SERVICE_ENVIRONMENTS)[number];

export type Values = Readonly<Record<string, unknown>>;

/** An environment of Pulumi ESC, as it is written. */
export interface Environment {
  readonly name: string;
  readonly yaml: string;
  /** Names within the project, in the order in which they are merged. */
  readonly imports: readonly string[];
  readonly values: Values;
  /** Whether ESC rotates something of it. */
  readonly rotates: boolean;
  /** Whether Pulumi Cloud keeps secrets in the definition, so that it is declared once and then left alone. */
  readonly keepsState: boolean;
}

const FOLDER = fileURLToPath(new URL("../../environments/", import.meta.url));

/** The environment that holds a stack's literal secrets and nothing else; only `set-secret` writes them. */
export function secretsOf(environment: string): string {
  return `secrets-${environment}`;
}

/** The environments of the repository, and for each stack's literal secrets the one that they are put into. */
export function readEnvironments(folder = FOLDER): Environment[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  const written = files.sort().map((file) => parse(basename(file, ".yaml"), readFileSync(`${folder}${file}`, "utf8")));
  const secrets = SERVICE_ENVIRONMENTS.map((name) => ({ ...parse(secretsOf(name), emptySecrets()), keepsState: true }));
  return [...written, ...secrets];
}

/** Reads an environment, or throws with what is wrong with it, such as a key that is there twice. */
export function parse(name: string, yaml: string): Environment {
  const document = parseDocument(yaml);
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`${name}: ${error.message}`);
  // Whatever it is, it is checked below.
  const { imports = [], values = {}, ...rest } = (document.toJS() ?? {}) as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new Error(`${name}: ${unknown} is neither imports nor values.`);
  if (!isRecord(values)) throw new Error(`${name}: values has to be a map.`);
  if (!Array.isArray(imports)) throw new Error(`${name}: imports has to be a list.`);
  const rotates = JSON.stringify(values).includes('"fn::rotate');
  return { name, yaml, imports: imports.map((path) => nameOf(name, path)), values, rotates, keepsState: rotates };
}

/** Import ids of what is there already in Pulumi Cloud, by the logical name that it has here. */
export type AdoptedIds = Readonly<Record<string, { readonly id: string }>>;

/** What an environment gives to whoever opens it: its imports' values with its own over them (RFC 7396). */
export function merged(environment: Environment, all: readonly Environment[]): Values {
  const imported = environment.imports.flatMap((name) => all.filter((other) => other.name === name));
  return [...imported.map((other) => merged(other, all)), environment.values].reduce(mergePatch, {});
}

function nameOf(importer: string, path: unknown): string {
  const [, name] = new RegExp(`^${PROJECT}/([a-z0-9-]+)$`).exec(String(path)) ?? [];
  if (name === undefined) throw new Error(`${importer}: imports ${String(path)}, which is not of ${PROJECT}/.`);
  return name;
}

function mergePatch(target: Values, patch: Values): Values {
  const result: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const before = result[key];
    if (value === null) delete result[key];
    else result[key] = isRecord(value) ? mergePatch(isRecord(before) ? before : {}, value) : value;
  }
  return result;
}
