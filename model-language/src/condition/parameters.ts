import { EngineError, type ParameterType } from "@cf-auth/engine";
import { UnsignedInt } from "@marcbachmann/cel-js/evaluator";
import { MAX_ANY_NESTING, MAX_STRING_LENGTH, UNITS } from "../limits.ts";
import { parseIp } from "../values/ip.ts";
import { toDouble, toInteger } from "../values/number.ts";
import { parseDuration, parseTimestamp } from "../values/time.ts";
import { DURATION, IP_ADDRESS, TIMESTAMP } from "./environment.ts";
import type { Meter } from "./meter.ts";

/** A type of parameter: its CEL type and its conversion from JSON. */
export interface Parameter {
  readonly celType: string;
  /** Expected type, for messages. */
  readonly label: string;
  /** Converts JSON; undefined for a value of another type. Throws `work_limit_exceeded` for a string that is too long. */
  readonly read: Read;
}

type Read = (json: unknown, meter: Meter) => unknown;

const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;

const SCALARS: Readonly<Record<string, Parameter>> = {
  TYPE_NAME_ANY: { celType: "dyn", label: "a JSON value", read: (json, meter) => readAny(json, 0, meter) },
  TYPE_NAME_BOOL: { celType: "bool", label: "a bool", read: readBool },
  TYPE_NAME_STRING: { celType: "string", label: "a string", read: readText },
  TYPE_NAME_INT: { celType: "int", label: "an int", read: (json) => toInteger(json, -MAX_INT - 1n, MAX_INT) },
  TYPE_NAME_UINT: { celType: "uint", label: "a uint", read: readUint },
  TYPE_NAME_DOUBLE: { celType: "double", label: "a double", read: toDouble },
  TYPE_NAME_DURATION: {
    celType: DURATION,
    label: "a duration such as 1h30m",
    read: textual(parseDuration, ({ length }) => length * UNITS.duration),
  },
  TYPE_NAME_TIMESTAMP: {
    celType: TIMESTAMP,
    label: "a timestamp such as 2030-01-31T12:00:00Z",
    read: textual(parseTimestamp, () => UNITS.timestamp),
  },
  TYPE_NAME_IPADDRESS: {
    celType: IP_ADDRESS,
    label: "an IP address",
    read: textual(parseIp, () => UNITS.ipAddress),
  },
};

/**
 * Parameter of a type; undefined for an unknown type.
 * Source of the types and their values: openfga/openfga, internal/condition/types.
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
  return {
    celType: `list<${celType}>`,
    label: `a list of ${plural(label)}`,
    read: (json, meter) => readList(json, read, meter),
  };
}

function mapOf({ celType, label, read }: Parameter): Parameter {
  return {
    celType: `map<string, ${celType}>`,
    label: `a map of ${plural(label)}`,
    read: (json, meter) => readMap(json, read, meter),
  };
}

/** Label without its article. */
function plural(label: string): string {
  return label.replace(/^an? /, "");
}

function readBool(json: unknown): boolean | undefined {
  return typeof json === "boolean" ? json : undefined;
}

function readText(json: unknown): string | undefined {
  if (typeof json !== "string") return undefined;
  if (json.length <= MAX_STRING_LENGTH) return json;
  throw new EngineError(
    "work_limit_exceeded",
    `A string of the context is longer than ${MAX_STRING_LENGTH} characters.`,
  );
}

function textual(parse: (text: string) => unknown, unitsOf: (text: string) => number): Read {
  return (json, meter) => {
    if (typeof json !== "string") return undefined;
    meter.spend(unitsOf(json));
    return parse(json);
  };
}

function readUint(json: unknown): UnsignedInt | undefined {
  const integer = toInteger(json, 0n, MAX_UINT);
  return integer === undefined ? undefined : new UnsignedInt(integer);
}

function readList(json: unknown, read: Read, meter: Meter): unknown[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const items: unknown[] = [];
  for (const item of json) {
    meter.spend(UNITS.value);
    const value = read(item, meter);
    if (value === undefined) return undefined;
    items.push(value);
  }
  return items;
}

/** Reads a `Map`, not an object: a key may be a property of every object. */
function readMap(json: unknown, read: Read, meter: Meter): Map<string, unknown> | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const map = new Map<string, unknown>();
  for (const key of Object.keys(json)) {
    meter.spend(2 * UNITS.value);
    const value = read((json as Record<string, unknown>)[key], meter); // Its type was checked above.
    if (value === undefined) return undefined;
    map.set(readText(key) ?? key, value);
  }
  return map;
}

/** Any JSON value; its numbers are doubles. */
function readAny(json: unknown, nesting: number, meter: Meter): unknown {
  if (json === null || typeof json === "boolean") return json;
  if (typeof json === "number") return toDouble(json);
  if (typeof json === "string") return readText(json);
  if (nesting === MAX_ANY_NESTING) return undefined;
  const read = (item: unknown) => readAny(item, nesting + 1, meter);
  return Array.isArray(json) ? readList(json, read, meter) : readMap(json, read, meter);
}
