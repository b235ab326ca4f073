import { EngineError, type ParameterType } from "@cf-auth/engine";
import { UnsignedInt } from "@marcbachmann/cel-js/evaluator";
import { MAX_ANY_NESTING, MAX_STRING_LENGTH } from "../limits.ts";
import { parseIp } from "../values/ip.ts";
import { toDouble, toInteger } from "../values/number.ts";
import { parseDuration, parseTimestamp } from "../values/time.ts";
import { DURATION, IP_ADDRESS, TIMESTAMP } from "./environment.ts";

/** A type of parameter: what CEL calls it, and how JSON becomes a value of it. */
export interface Parameter {
  readonly celType: string;
  /** What is expected, for messages. */
  readonly label: string;
  /** Undefined for what is no such value. Throws `work_exceeded` for a string that is too long. */
  readonly read: (json: unknown) => unknown;
}

const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;

const SCALARS: Readonly<Record<string, Parameter>> = {
  TYPE_NAME_ANY: { celType: "dyn", label: "JSON", read: (json) => readAny(json, 0) },
  TYPE_NAME_BOOL: { celType: "bool", label: "bool", read: (json) => (typeof json === "boolean" ? json : undefined) },
  TYPE_NAME_STRING: { celType: "string", label: "string", read: readText },
  TYPE_NAME_INT: { celType: "int", label: "int", read: (json) => toInteger(json, -MAX_INT - 1n, MAX_INT) },
  TYPE_NAME_UINT: { celType: "uint", label: "uint", read: readUint },
  TYPE_NAME_DOUBLE: { celType: "double", label: "double", read: toDouble },
  TYPE_NAME_DURATION: { celType: DURATION, label: "duration, such as 1h30m", read: textual(parseDuration) },
  TYPE_NAME_TIMESTAMP: { celType: TIMESTAMP, label: "timestamp of RFC 3339", read: textual(parseTimestamp) },
  TYPE_NAME_IPADDRESS: { celType: IP_ADDRESS, label: "IP address", read: textual(parseIp) },
};

/**
 * The parameter of a type, undefined for a type that does not exist.
 * Source of the types and of what each takes: openfga/openfga, internal/condition/types.
 */
export function parameterOf({ type_name, generic_types = [] }: ParameterType): Parameter | undefined {
  if (Object.hasOwn(SCALARS, type_name)) return generic_types.length === 0 ? SCALARS[type_name] : undefined;
  const [type, ...rest] = generic_types;
  const item = type && rest.length === 0 ? parameterOf(type) : undefined;
  if (item === undefined) return undefined;
  if (type_name === "TYPE_NAME_LIST") return listOf(item);
  return type_name === "TYPE_NAME_MAP" ? mapOf(item) : undefined;
}

function listOf({ celType, label, read }: Parameter): Parameter {
  return { celType: `list<${celType}>`, label: `list of ${label}`, read: (json) => readList(json, read) };
}

function mapOf({ celType, label, read }: Parameter): Parameter {
  return { celType: `map<string, ${celType}>`, label: `map of ${label}`, read: (json) => readMap(json, read) };
}

function readText(json: unknown): string | undefined {
  if (typeof json !== "string") return undefined;
  if (json.length <= MAX_STRING_LENGTH) return json;
  throw new EngineError("work_exceeded", `A string of the context is longer than ${MAX_STRING_LENGTH} characters.`);
}

function textual(parse: (text: string) => unknown): (json: unknown) => unknown {
  return (json) => (typeof json === "string" ? parse(json) : undefined);
}

function readUint(json: unknown): UnsignedInt | undefined {
  const integer = toInteger(json, 0n, MAX_UINT);
  return integer === undefined ? undefined : new UnsignedInt(integer);
}

function readList(json: unknown, read: (item: unknown) => unknown): unknown[] | undefined {
  const items = Array.isArray(json) ? json.map(read) : undefined;
  return items?.includes(undefined) ? undefined : items;
}

/** A map, not an object: a key may be called like something every object has. */
function readMap(json: unknown, read: (item: unknown) => unknown): Map<string, unknown> | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const map = new Map<string, unknown>();
  for (const [key, item] of Object.entries(json)) {
    const value = read(item);
    if (value === undefined) return undefined;
    map.set(readText(key) ?? key, value);
  }
  return map;
}

/** Any JSON value; its numbers are doubles. */
function readAny(json: unknown, nesting: number): unknown {
  if (json === null || typeof json === "boolean") return json;
  if (typeof json === "number") return toDouble(json);
  if (typeof json === "string") return readText(json);
  if (nesting === MAX_ANY_NESTING) return undefined;
  const read = (item: unknown) => readAny(item, nesting + 1);
  return Array.isArray(json) ? readList(json, read) : readMap(json, read);
}
