import { expect, it } from "vitest";
import { traceIdOf } from "./trace-context.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";

it.each([
  [`00-${TRACE}-${PARENT}-01`, TRACE],
  [`  00-${TRACE}-${PARENT}-00 `, TRACE],
  // A later version may append fields.
  [`cc-${TRACE}-${PARENT}-01-what-the-future-adds`, TRACE],
])("reads the trace of %j", (traceparent, traceId) => {
  expect(traceIdOf(new Headers({ traceparent }))).toBe(traceId);
});

it.each([
  "",
  "garbage",
  `ff-${TRACE}-${PARENT}-01`,
  `00-${"0".repeat(32)}-${PARENT}-01`,
  `00-${TRACE}-${"0".repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${PARENT}-01`,
  `00-${TRACE.slice(1)}-${PARENT}-01`,
  `00-${TRACE}-${PARENT}`,
  `00-${TRACE}-${PARENT}-01x`,
])("ignores the invalid %j", (traceparent) => {
  expect(traceIdOf(new Headers({ traceparent }))).toBeUndefined();
});
