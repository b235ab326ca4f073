import { randomBytes } from "node:crypto";
import { type Environment, mergedValues, readEnvironments, type Values } from "../../src/environments/environment.ts";
import { SECRETS } from "../../src/secrets/secrets.ts";
import { field, isRecord } from "../../src/value.ts";

/** Literal secrets of a test: generated ones where cf-auth generates them, placeholders otherwise. */
const LITERALS = Object.fromEntries(
  [...SECRETS].map(([name, { generate }]) => [name, generate?.() ?? randomBytes(9).toString("hex")]),
);
/** Results of functions that only Pulumi Cloud implements. */
const KEY = {
  accessKeyId: "key-of-the-tests",
  secretAccessKey: "secret-of-the-tests",
  sessionToken: "session-of-the-tests",
};
const ANSWER = { ...KEY, current: KEY, previous: KEY };

/** An environment as Pulumi ESC opens it, with placeholders for values outside the repository. */
export function opened(name: string, environments: readonly Environment[] = readEnvironments()): Values {
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`There is no environment ${name}.`);
  if (name.startsWith("secrets-")) return LITERALS;
  const values = mergedValues(found, environments);
  return evaluated(values, values, environments) as Values;
}

function evaluated(value: unknown, values: Values, environments: readonly Environment[]): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluated(item, values, environments));
  if (isRecord(value)) {
    if (Object.keys(value).some((key) => key.startsWith("fn::"))) return ANSWER;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluated(item, values, environments)]));
  }
  if (typeof value !== "string") return value;
  const referred = (path: string) => evaluated(at(path.split("."), values, environments), values, environments);
  const [, whole] = /^\$\{([^}]+)\}$/.exec(value) ?? [];
  if (whole !== undefined) return referred(whole);
  return value.replace(/\$\{([^}]+)\}/g, (_, path: string) => String(referred(path)));
}

function at(path: readonly string[], values: Values, environments: readonly Environment[]): unknown {
  const [first, , name = "", ...rest] = path;
  if (first === "environments") return at(rest, opened(name, environments), environments);
  return path.reduce<unknown>((value, key) => {
    const inner = evaluated(value === values ? undefined : value, values, environments) ?? value;
    return field(inner, key);
  }, values);
}
