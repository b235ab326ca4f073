import type { ParameterType } from "@cf-auth/engine";
import { Environment } from "@marcbachmann/cel-js";
import { IP_ADDRESS } from "./environment.ts";
import { IpAddress } from "./ip-address.ts";
import { MAX_STRING, MAX_VALUE_NESTING } from "./limits.ts";

/** A parameter of a condition: how CEL names its type, and how a JSON value becomes one of it. */
export interface Parameter {
  readonly celType: string;
  /** Throws a `WrongType`. */
  readonly convert: (value: unknown) => unknown;
}

/** The message says what is wrong. */
export class WrongType extends Error {}

const DURATION = "google.protobuf.Duration";
const TIMESTAMP = "google.protobuf.Timestamp";
/** RFC 3339, as Go reads it. */
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
const MIN_INT = -(2n ** 63n);
const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;

// CEL's own values of these types, which cel-js makes but does not export a way to make.
const durationOf = new Environment().registerVariable("text", "string").parse("duration(text)");
const uintOf = new Environment().registerVariable("number", "int").parse("uint(number)");

const BASIC: Readonly<Record<string, Parameter>> = {
  TYPE_NAME_ANY: { celType: "dyn", convert: (value) => anyOf(value, 0) },
  TYPE_NAME_BOOL: { celType: "bool", convert: (value) => expected(typeof value === "boolean", "a boolean", value) },
  TYPE_NAME_STRING: { celType: "string", convert: text },
  TYPE_NAME_INT: { celType: "int", convert: (value) => integer(value, MIN_INT, MAX_INT, "an int") },
  TYPE_NAME_UINT: {
    celType: "uint",
    convert: (value) => uintOf({ number: integer(value, 0n, MAX_UINT, "a uint") }),
  },
  TYPE_NAME_DOUBLE: { celType: "double", convert: double },
  TYPE_NAME_DURATION: { celType: DURATION, convert: duration },
  TYPE_NAME_TIMESTAMP: { celType: TIMESTAMP, convert: timestamp },
  TYPE_NAME_IPADDRESS: { celType: IP_ADDRESS, convert: address },
};

/** Throws a `WrongType` for a type that OpenFGA does not have. */
export function parameterOf({ type_name, generic_types = [] }: ParameterType): Parameter {
  const basic = BASIC[type_name];
  if (basic !== undefined) return basic;
  const [inner] = generic_types;
  if (inner === undefined) throw new WrongType(`${type_name} is no type of a parameter`);
  const { celType, convert } = parameterOf(inner);
  if (type_name === "TYPE_NAME_LIST") {
    const list = (value: unknown) => {
      if (!Array.isArray(value)) throw wrong("a list", value);
      return value.map(convert);
    };
    return { celType: `list<${celType}>`, convert: list };
  }
  if (type_name === "TYPE_NAME_MAP") {
    const map = (value: unknown) => {
      if (!isObject(value)) throw wrong("a map", value);
      return new Map(Object.entries(value).map(([key, item]) => [text(key), convert(item)]));
    };
    return { celType: `map<string, ${celType}>`, convert: map };
  }
  throw new WrongType(`${type_name} is no type of a parameter`);
}

function text(value: unknown): string {
  if (typeof value !== "string") throw wrong("a string", value);
  if (value.length > MAX_STRING) throw new WrongType(`it is longer than ${MAX_STRING} characters`);
  return value;
}

/** A whole number, or its digits in a string, as OpenFGA takes it. */
function integer(value: unknown, least: bigint, most: bigint, name: string): bigint {
  const isWhole = typeof value === "number" ? Number.isInteger(value) : typeof value === "string";
  if (!isWhole || !/^-?[0-9]{1,20}$/.test(`${value}`)) throw wrong(name, value);
  const number = BigInt(`${value}`);
  if (number < least || number > most) throw wrong(name, value);
  return number;
}

function double(value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) throw wrong("a double", value);
  return number;
}

function duration(value: unknown): unknown {
  try {
    return durationOf({ text: text(value) });
  } catch {
    throw wrong("a duration such as 1h30m", value);
  }
}

function timestamp(value: unknown): Date {
  const time = typeof value === "string" && RFC3339.test(value) ? new Date(value) : undefined;
  if (time === undefined || Number.isNaN(time.getTime())) throw wrong("a time such as 2026-01-31T12:00:00Z", value);
  return time;
}

function address(value: unknown): IpAddress {
  const parsed = typeof value === "string" ? IpAddress.parse(value) : undefined;
  if (parsed === undefined) throw wrong("an IP address", value);
  return parsed;
}

/** Any JSON. Numbers are doubles, as they are to OpenFGA. */
function anyOf(value: unknown, depth: number): unknown {
  if (depth > MAX_VALUE_NESTING) throw new WrongType(`it is nested more than ${MAX_VALUE_NESTING} deep`);
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((item) => anyOf(item, depth + 1));
  if (!isObject(value)) return value;
  return new Map(Object.entries(value).map(([key, item]) => [text(key), anyOf(item, depth + 1)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function expected(holds: boolean, name: string, value: unknown): unknown {
  if (!holds) throw wrong(name, value);
  return value;
}

function wrong(name: string, value: unknown): WrongType {
  return new WrongType(`it has to be ${name}, not ${JSON.stringify(value)?.slice(0, 100)}`);
}
