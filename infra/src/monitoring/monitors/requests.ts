import { all, is } from "../filter.ts";
import { FAILED_INVOCATIONS } from "../invocation.ts";
import { counting, type Monitor } from "../monitor.ts";

/** Faults that callers notice. */
export const REQUEST_MONITORS: readonly Monitor[] = [
  counting({
    name: "misconfigured",
    summary: "The Worker lacks a setting or a secret, and serves no request.",
    severity: "page",
    where: is("message", "The service is misconfigured."),
    windowMinutes: 5,
    threshold: 1,
  }),
  counting({
    name: "component-unhealthy",
    summary: "A health check found a component that doesn't answer.",
    severity: "page",
    where: is("message", "A component is unhealthy."),
    windowMinutes: 10,
    threshold: 3,
  }),
  counting({
    name: "components-failing",
    summary: "Requests fail or are slower, because D1, KV, R2 or Durable Objects fail.",
    severity: "ticket",
    runbook: "component-unhealthy",
    where: is(
      "message",
      "A component failed during a request.",
      "A cache in KV failed; the database answers.",
      "A snapshot in R2 failed; the graph's object answers.",
    ),
    windowMinutes: 10,
    threshold: 20,
  }),
  counting({
    name: "requests-crashing",
    summary: "The runtime ended requests before the Worker could answer them.",
    severity: "page",
    where: all(is("invocation.handler", "fetch"), is("invocation.outcome", ...FAILED_INVOCATIONS)),
    windowMinutes: 10,
    threshold: 5,
  }),
  counting({
    name: "unexpected-errors",
    summary: "A call failed with an error that the code doesn't expect, which is a bug.",
    severity: "ticket",
    where: is("message", "A request failed unexpectedly."),
    windowMinutes: 15,
    threshold: 1,
  }),
  {
    name: "slow-requests",
    summary: "5 % of all requests take more than 2,000 ms.",
    severity: "ticket",
    runbook: "slow-requests",
    where: is("message", "Request."),
    aggregation: { kind: "percentile", percentile: 95, minCount: 100 },
    windowMinutes: 30,
    intervalMinutes: 5,
    comparison: "above",
    threshold: 2000,
  },
  counting({
    name: "idempotent-responses-lost",
    summary: "Responses of idempotent calls couldn't be stored, so their repetitions fail.",
    severity: "ticket",
    where: is("message", "The response of an idempotent call couldn't be stored."),
    windowMinutes: 30,
    threshold: 3,
  }),
];
