import fc from "fast-check";
import { expect, it } from "vitest";
import { queryApl } from "../../test/monitoring/apl.ts";
import { NOW } from "../../test/monitoring/records.ts";
import { aplOf } from "./apl.ts";
import { evaluate } from "./evaluate.ts";
import { above, all, any, atLeast, equals, type Filter, is } from "./filter.ts";
import type { Aggregation, Monitor } from "./monitor.ts";
import type { LogRecord } from "./record.ts";

const SOURCE = { dataset: "logs", worker: "cf-auth" };
const word = fc.constantFrom("ok", "busy", 'a "quoted" text');
const number = fc.integer({ min: 0, max: 5 });

const filter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter; leaf: Filter }>((tie) => ({
  leaf: fc.oneof(
    fc
      .tuple(
        fc.constantFrom("outcome" as const, "job" as const, "invocation.handler" as const),
        fc.array(word, { minLength: 1, maxLength: 3 }),
      )
      .map(([field, values]) => is(field, ...values)),
    fc
      .tuple(fc.constantFrom("status" as const, "durationMs" as const, "counts.lost.length" as const), number)
      .chain(([field, limit]) => fc.constantFrom(equals(field, limit), atLeast(field, limit), above(field, limit))),
  ),
  filter: fc.oneof(
    { depthSize: "small" },
    tie("leaf"),
    fc.array(tie("filter"), { minLength: 1, maxLength: 3 }).map((filters) => all(...filters)),
    fc.array(tie("filter"), { minLength: 1, maxLength: 3 }).map((filters) => any(...filters)),
  ),
})).filter;

const aggregation: fc.Arbitrary<Aggregation> = fc.oneof(
  fc.constant({ kind: "count" } as const),
  fc.record({ kind: fc.constant("share" as const), bad: filter, minBad: number }),
  fc.record({
    kind: fc.constant("percentile" as const),
    percentile: fc.constantFrom(50, 95, 99),
    minCount: number,
  }),
  fc.record({
    kind: fc.constant("burnRate" as const),
    bad: filter,
    budget: fc.constantFrom(0.001, 0.01, 0.5),
    shortWindowMinutes: fc.constantFrom(1, 5),
    minBad: number,
  }),
);

const fields = fc.record(
  {
    outcome: fc.oneof(word, fc.constant("")),
    job: word,
    status: number,
    durationMs: number,
    counts: fc.record({ lost: fc.array(fc.constant("kid"), { maxLength: 3 }) }),
  },
  { requiredKeys: ["durationMs"] },
);
const invocation = fc.record({ invocation: fc.record({ handler: word, outcome: word }) });
const record: fc.Arbitrary<LogRecord> = fc.record({
  // Also at both ends of each window, and outside.
  at: fc.oneof(
    fc.constantFrom(0, 1, 5, 10, 11).map((minutes) => NOW - minutes * 60_000),
    fc.integer({ min: -60_000, max: 700_000 }).map((ms) => NOW - ms),
  ),
  fields: fc.oneof({ weight: 4, arbitrary: fields }, invocation),
});

it("the interpreter and the query of any monitor have the same value", () => {
  const monitors = fc.record({ where: filter, aggregation }).map(
    (parts): Monitor => ({
      ...parts,
      name: "any",
      summary: "",
      severity: "ticket",
      runbook: "any",
      windowMinutes: 10,
      intervalMinutes: 5,
      comparison: "above",
      threshold: 1,
    }),
  );
  fc.assert(
    fc.property(monitors, fc.array(record, { maxLength: 20 }), (monitor, records) => {
      const value = queryApl(aplOf(monitor, SOURCE), { ...SOURCE, records, now: NOW, monitor });
      expect(value).toBeCloseTo(evaluate(monitor, records, NOW).value, 9);
    }),
    { numRuns: 500 },
  );
});
