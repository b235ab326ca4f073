import { isDeepStrictEqual } from "node:util";
import { isRecord, leaves } from "../value.ts";
import { type Environment, merged, PROJECT, type Values } from "./environment.ts";

/**
 * The functions of Pulumi ESC that environments use, and what can be taken from each one's result. The providers are
 * Pulumi Cloud's own; what they answer stands in https://www.pulumi.com/docs/esc/providers/.
 */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  "fn::open::aws-login": ["accessKeyId", "secretAccessKey", "sessionToken"],
  "fn::rotate::aws-iam": ["current.accessKeyId", "current.secretAccessKey", "previous.accessKeyId"],
};
const CONTEXT = ["currentEnvironment.name", "rootEnvironment.name", "pulumi.user.login", "pulumi.organization.login"];

/** A part of a path: `${a.b["c/d"][0]}`. */
const ACCESSOR = /\.?([A-Za-z_][\w-]*)|\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]/gy;

/**
 * What of the environments Pulumi ESC would refuse, and what it takes without a word: an import that is not there, a cycle
 * of them, a reference to nothing, a function that nobody knows, a value that is said again.
 */
export function problemsOf(all: readonly Environment[]): string[] {
  const missing = all.flatMap((environment) => missingImports(environment, all));
  // What follows resolves references through imports, which a cycle has no end of.
  const cycles = all.flatMap((environment) => cycleFrom(environment, all));
  if (missing.length > 0 || cycles.length > 0) return [...missing, ...new Set(cycles)];
  return all.flatMap((environment) => [
    ...repetitions(environment, all),
    ...unknownFunctions(environment),
    ...leaves(environment.values).flatMap(([place, text]) =>
      referencesIn(text).flatMap((reference) => {
        const problem = resolve(reference, environment, all, []);
        return problem === undefined ? [] : [`${environment.name}: ${place}: \${${reference}} ${problem}.`];
      }),
    ),
  ]);
}

/** The environments in the order in which they can be made: what one imports or refers to is there before it. */
export function inOrder(all: readonly Environment[]): Environment[] {
  const sorted: Environment[] = [];
  const visit = (environment: Environment) => {
    if (sorted.includes(environment)) return;
    for (const name of needsOf(environment))
      for (const needed of all.filter((other) => other.name === name)) visit(needed);
    sorted.push(environment);
  };
  for (const environment of all) visit(environment);
  return sorted;
}

/** What an environment imports, and what it refers to without importing it. */
export function needsOf({ imports, values }: Environment): string[] {
  const references = leaves(values).flatMap(([, text]) => referencesIn(text));
  const referred = references
    .map(accessors)
    .filter(([first, project]) => first === "environments" && project === PROJECT);
  return [...new Set([...imports, ...referred.map(([, , name = ""]) => name)])];
}

/** The environments that are opened along with one, and itself: whoever opens it has to be allowed to open them all. */
export function openedWith(name: string, all: readonly Environment[]): string[] {
  const opened = new Set<string>([name]);
  // A set goes on over what is added to it meanwhile.
  for (const each of opened) {
    for (const environment of all.filter((other) => other.name === each)) {
      for (const needed of needsOf(environment)) opened.add(needed);
    }
  }
  return [...opened];
}

/** What stands in `${…}`; `$${` is text. */
function referencesIn(text: string): string[] {
  return [...text.matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map(([, path = ""]) => path);
}

function missingImports(environment: Environment, all: readonly Environment[]): string[] {
  const { name, imports } = environment;
  const twice = imports.filter((imported, index) => imports.indexOf(imported) !== index);
  const missing = needsOf(environment).filter((needed) => !all.some((other) => other.name === needed));
  return [
    ...missing.map((needed) => `${name}: ${PROJECT}/${needed} is not there.`),
    ...twice.map((imported) => `${name}: ${PROJECT}/${imported} is imported twice.`),
  ];
}

function cycleFrom(start: Environment, all: readonly Environment[]): string[] {
  const visit = (name: string, path: readonly string[]): string[] => {
    if (path.includes(name)) return name === start.name ? [cycle(path)] : [];
    const environment = all.find((other) => other.name === name);
    return environment === undefined ? [] : needsOf(environment).flatMap((needed) => visit(needed, [...path, name]));
  };
  return visit(start.name, []);
}

/** The same text wherever one begins to go round. */
function cycle(path: readonly string[]): string {
  return `${path.toSorted().join(", ")} import each other in a circle.`;
}

/** A value that an import gives already. Another value is there to replace it; the same one only hides that it is given. */
function repetitions(environment: Environment, all: readonly Environment[]): string[] {
  const imported = merged({ ...environment, values: {} }, all);
  return ["environmentVariables", "pulumiConfig"].flatMap((group) => {
    const [before, own] = [imported[group], environment.values[group]];
    if (!isRecord(before) || !isRecord(own)) return [];
    const same = Object.keys(own).filter((key) => key in before && isDeepStrictEqual(own[key], before[key]));
    return same.map((key) => `${environment.name}: ${group}.${key} only says again what an import gives.`);
  });
}

function unknownFunctions({ name, values }: Environment): string[] {
  const keysOf = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(keysOf);
    return isRecord(value) ? [...Object.keys(value), ...Object.values(value).flatMap(keysOf)] : [];
  };
  const unknown = keysOf(values).filter((key) => key.startsWith("fn::") && !(key in FUNCTIONS));
  return unknown.map((key) => `${name}: ${key} is none of ${Object.keys(FUNCTIONS).join(", ")}.`);
}

/** What keeps a reference from having a value, or undefined. References are bound where they are written. */
function resolve(
  reference: string,
  environment: Environment,
  all: readonly Environment[],
  seen: readonly string[],
): string | undefined {
  const path = accessors(reference);
  if (path.length === 0) return "is not a path";
  const [first, project, name] = path;
  if (first === "context") return CONTEXT.includes(path.slice(1).join(".")) ? undefined : "is not of the context";
  if (first !== "environments") return find(merged(environment, all), path, environment, all, seen);
  const other = all.find((candidate) => project === PROJECT && candidate.name === name);
  return other === undefined ? "is of no environment here" : find(merged(other, all), path.slice(3), other, all, seen);
}

function find(
  values: Values,
  path: readonly string[],
  environment: Environment,
  all: readonly Environment[],
  seen: readonly string[],
): string | undefined {
  const at = `${environment.name}:${path.join(".")}`;
  if (seen.includes(at)) return "leads back to itself";
  let value: unknown = values;
  for (const [index, key] of path.entries()) {
    const rest = path.slice(index);
    const called = calledFunction(value);
    if (called !== undefined) return answers(called, rest) ? undefined : `is nothing that ${called} answers`;
    // `all` also tells what a reference that stands in the way leads to.
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

/** Whether a path leads to something that the function answers, or to several of them. */
function answers(name: string, path: readonly string[]): boolean {
  const wanted = path.join(".");
  return FUNCTIONS[name]?.some((field) => field === wanted || field.startsWith(`${wanted}.`)) ?? false;
}

/** The parts of a path; none where it is not one. */
function accessors(path: string): string[] {
  const matches = [...path.matchAll(ACCESSOR)];
  const isWhole = matches.reduce((length, [text]) => length + text.length, 0) === path.length;
  return isWhole ? matches.map(([, name, quoted, index]) => name ?? quoted ?? index ?? "") : [];
}
