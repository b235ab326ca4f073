import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import { emptySecrets } from "../secrets/secrets.ts";
import { isRecord } from "../value.ts";

/** The Pulumi ESC project of all environments. */
export const PROJECT = "cf-auth";
/** Environments of service stacks. The stacks of pull requests share `preview`. */
export const SERVICE_ENVIRONMENTS = ["dev", "preview", "staging", "production"] as const;
export type ServiceEnvironment = (typeof SERVICE_ENVIRONMENTS)[number];

export type Values = Readonly<Record<string, unknown>>;

/** An environment of Pulumi ESC, as written. */
export interface Environment {
  readonly name: string;
  readonly yaml: string;
  /** Names within the project, in merge order. */
  readonly imports: readonly string[];
  readonly values: Values;
  /** Whether ESC rotates a secret in it. */
  readonly rotates: boolean;
  /** Whether Pulumi Cloud stores secrets in the definition, so that it is declared once and never updated. */
  readonly storesSecrets: boolean;
}

const FOLDER = fileURLToPath(new URL("../../environments/", import.meta.url));

/** Name of the environment that contains only a stack's literal secrets; only `set-secret` writes it. */
export function secretsEnvironment(environment: string): string {
  return `secrets-${environment}`;
}

/** Reads the environments of the repository, and adds one for each stack's literal secrets. */
export function readEnvironments(folder = FOLDER): Environment[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  const written = files.sort().map((file) => parse(basename(file, ".yaml"), readFileSync(`${folder}${file}`, "utf8")));
  const secrets = SERVICE_ENVIRONMENTS.map((name) => ({
    ...parse(secretsEnvironment(name), emptySecrets()),
    storesSecrets: true,
  }));
  return [...written, ...secrets];
}

/** Parses an environment. Throws with the problem, such as a duplicate key. */
export function parse(name: string, yaml: string): Environment {
  const document = parseDocument(yaml);
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`${name}: ${error.message}`);
  // Validated below.
  const { imports = [], values = {}, ...rest } = (document.toJS() ?? {}) as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new Error(`${name}: ${unknown} is unknown. Only imports and values are supported.`);
  if (!isRecord(values)) throw new Error(`${name}: values must be a map.`);
  if (!Array.isArray(imports)) throw new Error(`${name}: imports must be a list.`);
  const rotates = JSON.stringify(values).includes('"fn::rotate');
  return { name, yaml, imports: imports.map((path) => nameOf(name, path)), values, rotates, storesSecrets: rotates };
}

/** Import ids of existing resources in Pulumi Cloud, by logical name. */
export type AdoptedIds = Readonly<Record<string, { readonly id: string }>>;

/** Values of an opened environment: its imports' values, overridden by its own (RFC 7396). */
export function mergedValues(environment: Environment, all: readonly Environment[]): Values {
  const imported = environment.imports.flatMap((name) => all.filter((other) => other.name === name));
  return [...imported.map((other) => mergedValues(other, all)), environment.values].reduce(mergePatch, {});
}

function nameOf(importer: string, path: unknown): string {
  const [, name] = new RegExp(`^${PROJECT}/([a-z0-9-]+)$`).exec(String(path)) ?? [];
  if (name === undefined)
    throw new Error(`${importer}: imports ${String(path)}, which isn't in the project ${PROJECT}/.`);
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
