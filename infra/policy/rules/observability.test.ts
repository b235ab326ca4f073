import { expect, it } from "vitest";
import { messagesOf, resource, VERSION, WORKER } from "../../test/policy-cases.ts";
import { observability } from "./observability.ts";

it.each([{ enabled: true }, { enabled: true, headSamplingRate: 0.1, logs: { enabled: true } }])("%j is on", (told) => {
  expect(messagesOf(observability, [resource(WORKER, { observability: told }), resource(VERSION)])).toEqual([]);
});

it.each([
  undefined,
  {},
  { enabled: false },
  { enabled: true, logs: { enabled: false } },
  { enabled: true, headSamplingRate: 0 },
  { enabled: true, logs: { enabled: true, headSamplingRate: 0 } },
])("%j is not", (told) => {
  expect(messagesOf(observability, [resource(WORKER, { observability: told })])).toEqual([
    "It keeps no logs: set observability to { enabled: true }.",
  ]);
});
