import { Environment } from "@marcbachmann/cel-js";
import type { Duration } from "@marcbachmann/cel-js/evaluator";
import { MAX_NESTING, MAX_NODES } from "../limits.ts";
import { type IpAddress as Address, IpAddress, parseCidr, parseIp } from "../values/ip.ts";
import { memoize } from "../values/memoize.ts";

export const TIMESTAMP = "google.protobuf.Timestamp";
export const DURATION = "google.protobuf.Duration";
export const IP_ADDRESS = "IPAddress";

/** Functions of OpenFGA's environment: cel-go's standard library and IP addresses. cel-js has further ones. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  `size matches contains startsWith endsWith has all exists exists_one map filter in_cidr ipaddress
  bool bytes double duration dyn int string timestamp type uint
  getFullYear getMonth getDate getDayOfMonth getDayOfWeek getDayOfYear getHours getMinutes getSeconds
  getMilliseconds`.split(/\s+/),
);

/** Throws if the value is undefined: an expression fails on a malformed argument. */
export function required<T>(value: T | undefined, problem: string): T {
  if (value === undefined) throw new Error(problem);
  return value;
}

const cidrOf = memoize((text) => required(parseCidr(text), "a range of IP addresses is malformed"));
const ipOf = memoize((text) => required(parseIp(text), "an IP address is malformed"));
const SYNC = { async: false };

/** Base environment, cloned for each condition. Adds what cel-go's standard library has and cel-js lacks. */
export const BASE = new Environment({
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: MAX_NODES, maxDepth: MAX_NESTING },
})
  .registerType(IP_ADDRESS, { ctor: IpAddress, fields: {} })
  .registerOperator(`${IP_ADDRESS} == ${IP_ADDRESS}`, (a: Address, b: Address) => a.equals(b))
  .registerFunction(`ipaddress(string): ${IP_ADDRESS}`, ipOf, SYNC)
  .registerFunction(`${IP_ADDRESS}.in_cidr(string): bool`, (ip: Address, cidr) => ip.isIn(cidrOf(cidr)), SYNC)
  .registerFunction("int(uint): int", (uint) => uint.valueOf(), SYNC)
  .registerFunction(`int(${TIMESTAMP}): int`, (time: Date) => BigInt(Math.floor(+time / 1000)), SYNC)
  .registerFunction(`timestamp(${TIMESTAMP}): ${TIMESTAMP}`, (time) => time, SYNC)
  .registerFunction(`duration(${DURATION}): ${DURATION}`, (duration) => duration, SYNC)
  .registerFunction(`string(${TIMESTAMP}): string`, formatTime, SYNC)
  .registerFunction(`string(${DURATION}): string`, (duration: Duration) => `${+duration / 1000}s`, SYNC)
  // `functions.ts` replaces the implementation of both forms.
  .registerFunction("matches(string, string): bool", () => false, SYNC);

// cel-go allows comparing these with null; here none is ever null.
for (const type of [DURATION, TIMESTAMP, IP_ADDRESS]) BASE.registerOperator(`${type} == null`, () => false);

function formatTime(time: Date): string {
  return time.toISOString().replace(/\.?0*Z$/, "Z");
}
