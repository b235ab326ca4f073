import { isDeepStrictEqual } from "node:util";
import { isRecord, leaves } from "../value.ts";
import { type Environment, mergedValues, PROJECT, type Values } from "./environment.ts";

/**
 * Functions of Pulumi ESC that the environments use, with the fields of their results. Pulumi Cloud implements the
 * providers; https://www.pulumi.com/docs/esc/providers/ documents the results.
 */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  "fn::open::aws-login": ["accessKeyId", "secretAccessKey", "sessionToken"],
  "fn::rotate::aws-iam": ["current.accessKeyId", "current.secretAccessKey", "previous.accessKeyId"],
};
const CONTEXT = ["currentEnvironment.name", "rootEnvironment.name", "pulumi.user.login", "pulumi.organization.login"];

/** One part of a path such as `${a.b["c/d"][0]}`. */
const ACCESSOR = /\.?([A-Za-z_][\w-]*)|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/gy;

/**
 * Problems of the environments, including those that Pulumi ESC accepts silently: missing imports, import cycles,
 * dangling references, unknown functions and redundant values.
 */
export function problemsOf(all: readonly Environment[]): string[] {
  const missing = all.flatMap((environment) => missingImports(environment, all));
  // The checks below resolve references through imports, which never ends in a cycle.
  const cycles = all.flatMap((environment) => cycleFrom(environment, all));
  if (missing.length > 0 || cycles.length > 0) return [...missing, ...new Set(cycles)];
  return all.flatMap((environment) => [
    ...redundantValues(environment, all),
    ...unknownFunctions(environment),
    ...leaves(environment.values).flatMap(([path, text]) =>
      referencesIn(text).flatMap((reference) => {
        const problem = resolve(reference, environment, all, []);
        return problem === undefined ? [] : [`${environment.name}: ${path}: \${${reference}} ${problem}.`];
      }),
    ),
  ]);
}

/** Sorts environments so that each comes after those that it imports or refers to. */
export function sortByDependencies(all: readonly Environment[]): Environment[] {
  const sorted: Environment[] = [];
  const visit = (environment: Environment) => {
    if (sorted.includes(environment)) return;
    for (const name of dependenciesOf(environment))
      for (const needed of all.filter((other) => other.name === name)) visit(needed);
    sorted.push(environment);
  };
  for (const environment of all) visit(environment);
  return sorted;
}

/** Names of the environments that an environment imports or refers to. */
export function dependenciesOf({ imports, values }: Environment): string[] {
  const references = leaves(values).flatMap(([, text]) => referencesIn(text));
  const referred = references
    .map(accessors)
    .filter(([first, project]) => first === "environments" && project === PROJECT);
  return [...new Set([...imports, ...referred.map(([, , name = ""]) => name)])];
}

/** Names of all environments that opening one opens. Opening it requires permission for all of them. */
export function openedWith(name: string, all: readonly Environment[]): string[] {
  const opened = new Set<string>([name]);
  // Iterating a Set includes elements added during the loop.
  for (const each of opened) {
    for (const environment of all.filter((other) => other.name === each)) {
      for (const needed of dependenciesOf(environment)) opened.add(needed);
    }
  }
  return [...opened];
}

/** Paths in `${…}`. `$${` is an escape. */
function referencesIn(text: string): string[] {
  return [...text.matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map(([, path = ""]) => path);
}

function missingImports(environment: Environment, all: readonly Environment[]): string[] {
  const { name, imports } = environment;
  const twice = imports.filter((imported, index) => imports.indexOf(imported) !== index);
  const missing = dependenciesOf(environment).filter((needed) => !all.some((other) => other.name === needed));
  return [
    ...missing.map((needed) => `${name}: ${PROJECT}/${needed} doesn't exist.`),
    ...twice.map((imported) => `${name}: ${PROJECT}/${imported} is imported twice.`),
  ];
}

function cycleFrom(start: Environment, all: readonly Environment[]): string[] {
  const visit = (name: string, path: readonly string[]): string[] => {
    if (path.includes(name)) return name === start.name ? [cycle(path)] : [];
    const environment = all.find((other) => other.name === name);
    return environment === undefined
      ? []
      : dependenciesOf(environment).flatMap((needed) => visit(needed, [...path, name]));
  };
  return visit(start.name, []);
}

/** Sorted, so that the message is the same from every start. */
function cycle(path: readonly string[]): string {
  return `${path.toSorted().join(", ")} import each other in a cycle.`;
}

/** Reports values that equal an import's. They hide that the import provides them. */
function redundantValues(environment: Environment, all: readonly Environment[]): string[] {
  const imported = mergedValues({ ...environment, values: {} }, all);
  return ["environmentVariables", "pulumiConfig"].flatMap((group) => {
    const [before, own] = [imported[group], environment.values[group]];
    if (!isRecord(before) || !isRecord(own)) return [];
    const same = Object.keys(own).filter((key) => key in before && isDeepStrictEqual(own[key], before[key]));
    return same.map((key) => `${environment.name}: ${group}.${key} repeats the value of an import.`);
  });
}

function unknownFunctions({ name, values }: Environment): string[] {
  const keysOf = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(keysOf);
    return isRecord(value) ? [...Object.keys(value), ...Object.values(value).flatMap(keysOf)] : [];
  };
  const unknown = keysOf(values).filter((key) => key.startsWith("fn::") && !(key in FUNCTIONS));
  return unknown.map(
    (key) => `${name}: ${key} is an unknown function. Use one of ${Object.keys(FUNCTIONS).join(", ")}.`,
  );
}

/** Describes why a reference has no value; undefined if it has one. References are bound where they are written. */
function resolve(
  reference: string,
  environment: Environment,
  all: readonly Environment[],
  seen: readonly string[],
): string | undefined {
  const path = accessors(reference);
  if (path.length === 0) return "is not a path";
  const [first, project, name] = path;
  if (first === "context") return CONTEXT.includes(path.slice(1).join(".")) ? undefined : "is not a context value";
  if (first !== "environments") return find(mergedValues(environment, all), path, environment, all, seen);
  const other = all.find((candidate) => project === PROJECT && candidate.name === name);
  return other === undefined
    ? "is in no environment of this repository"
    : find(mergedValues(other, all), path.slice(3), other, all, seen);
}

function find(
  values: Values,
  path: readonly string[],
  environment: Environment,
  all: readonly Environment[],
  seen: readonly string[],
): string | undefined {
  const at = `${environment.name}:${path.join(".")}`;
  if (seen.includes(at)) return "refers back to itself";
  let value: unknown = values;
  for (const [index, key] of path.entries()) {
    const rest = path.slice(index);
    const called = calledFunction(value);
    if (called !== undefined) return answers(called, rest) ? undefined : `is not a field that ${called} returns`;
    // The value may itself be a reference on the way.
    const [through] = typeof value === "string" ? referencesIn(value) : [];
    if (through !== undefined) return resolve([through, ...rest].join("."), environment, all, [...seen, at]);
    const next = isRecord(value) ? value[key] : Array.isArray(value) ? value[Number(key)] : undefined;
    if (next === undefined) return `has nothing at ${key}`;
    value = next;
  }
  const further = typeof value === "string" ? referencesIn(value) : [];
  return further.map((reference) => resolve(reference, environment, all, [...seen, at])).find((problem) => problem);
}

function calledFunction(value: unknown): string | undefined {
  return isRecord(value) ? Object.keys(value).find((key) => key in FUNCTIONS) : undefined;
}

/** Whether a path leads to a field of the function's result, or to a prefix of one. */
function answers(name: string, path: readonly string[]): boolean {
  const requested = path.join(".");
  return FUNCTIONS[name]?.some((field) => field === requested || field.startsWith(`${requested}.`)) ?? false;
}

/** Parts of a path; empty if the path is invalid. */
function accessors(path: string): string[] {
  const matches = [...path.matchAll(ACCESSOR)];
  const isWhole = matches.reduce((length, [text]) => length + text.length, 0) === path.length;
  return isWhole ? matches.map(([, name, quoted, index]) => name ?? quoted ?? index ?? "") : [];
}
