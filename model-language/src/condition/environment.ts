import { Environment } from "@marcbachmann/cel-js";
import type { Duration } from "@marcbachmann/cel-js/evaluator";
import { MAX_NESTING, MAX_NODES } from "../limits.ts";
import { type IpAddress as Address, IpAddress, parseCidr, parseIp } from "../values/ip.ts";
import { remember } from "../values/memoize.ts";

export const TIMESTAMP = "google.protobuf.Timestamp";
export const DURATION = "google.protobuf.Duration";
export const IP_ADDRESS = "IPAddress";

/** What OpenFGA's environment has: cel-go's standard library and IP addresses. cel-js knows more than these. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  `size matches contains startsWith endsWith has all exists exists_one map filter in_cidr ipaddress
  bool bytes double duration dyn int string timestamp type uint
  getFullYear getMonth getDate getDayOfMonth getDayOfWeek getDayOfYear getHours getMinutes getSeconds
  getMilliseconds`.split(/\s+/),
);

/** An expression's own failure: an argument that is no such thing. */
export function required<T>(value: T | undefined, problem: string): T {
  if (value === undefined) throw new Error(problem);
  return value;
}

const cidrOf = remember((text) => required(parseCidr(text), "a range of IP addresses is malformed"));
const ipOf = remember((text) => required(parseIp(text), "an IP address is malformed"));
const NOW_AND_HERE = { async: false };

/** To be cloned for each condition. What cel-go's standard library has and cel-js has not is added here. */
export const BASE = new Environment({
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: MAX_NODES, maxDepth: MAX_NESTING },
})
  .registerType(IP_ADDRESS, { ctor: IpAddress, fields: {} })
  .registerOperator(`${IP_ADDRESS} == ${IP_ADDRESS}`, (a: Address, b: Address) => a.equals(b))
  .registerFunction(`ipaddress(string): ${IP_ADDRESS}`, ipOf, NOW_AND_HERE)
  .registerFunction(`${IP_ADDRESS}.in_cidr(string): bool`, (ip: Address, cidr) => ip.isIn(cidrOf(cidr)), NOW_AND_HERE)
  .registerFunction("int(uint): int", (uint) => uint.valueOf(), NOW_AND_HERE)
  .registerFunction(`int(${TIMESTAMP}): int`, (time: Date) => BigInt(Math.floor(+time / 1000)), NOW_AND_HERE)
  .registerFunction(`timestamp(${TIMESTAMP}): ${TIMESTAMP}`, (time) => time, NOW_AND_HERE)
  .registerFunction(`duration(${DURATION}): ${DURATION}`, (duration) => duration, NOW_AND_HERE)
  .registerFunction(`string(${TIMESTAMP}): string`, formatTime, NOW_AND_HERE)
  .registerFunction(`string(${DURATION}): string`, (duration: Duration) => `${+duration / 1000}s`, NOW_AND_HERE)
  // `compile.ts` gives both forms of it another implementation.
  .registerFunction("matches(string, string): bool", () => false, NOW_AND_HERE);

// To cel-go these may be null, and so may be compared with it; here none ever is.
for (const type of [DURATION, TIMESTAMP, IP_ADDRESS]) BASE.registerOperator(`${type} == null`, () => false);

function formatTime(time: Date): string {
  return time.toISOString().replace(/\.?0*Z$/, "Z");
}
