import { expect, it } from "vitest";
import { messagesOf, resource, VERSION, WORKER } from "../../test/policy-cases.ts";
import { observability } from "./observability.ts";

it.each([{ enabled: true }, { enabled: true, headSamplingRate: 0.1, logs: { enabled: true } }])(
  "accepts %j",
  (setting) => {
    expect(messagesOf(observability, [resource(WORKER, { observability: setting }), resource(VERSION)])).toEqual([]);
  },
);

it.each([
  undefined,
  {},
  { enabled: false },
  { enabled: true, logs: { enabled: false } },
  { enabled: true, headSamplingRate: 0 },
  { enabled: true, logs: { enabled: true, headSamplingRate: 0 } },
])("rejects %j", (setting) => {
  expect(messagesOf(observability, [resource(WORKER, { observability: setting })])).toEqual([
    "It stores no logs: set observability to { enabled: true }.",
  ]);
});
