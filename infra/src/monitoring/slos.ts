import { above, all, any, atLeast, type Filter, is } from "./filter.ts";
import type { Monitor, Severity } from "./monitor.ts";

/** A service level objective, measured over 30 days. */
export interface Slo {
  readonly name: string;
  /** What is counted, and which of it is bad. */
  readonly total: Filter;
  readonly bad: Filter;
  /** The bad part of a summary, such as *calls fail*. */
  readonly failing: string;
  /** Share that may be bad: 0.001 for an objective of 99.9 %. */
  readonly budget: number;
}

/** Codes of errors with a status of 500 and above. In a batch, they have the status 207. */
export const SERVER_ERRORS = [
  "busy",
  "graph_contention",
  "internal_error",
  "invalid_snapshot",
  "misconfigured",
  "provider_groups_not_synced",
  "unavailable",
];

const REQUEST = is("message", "Request.");
// Requests that a misconfigured Worker refuses are logged by this message alone.
const MISCONFIGURED = is("message", "The service is misconfigured.");

export const SLOS: readonly Slo[] = [
  {
    name: "availability",
    total: any(REQUEST, MISCONFIGURED),
    bad: any(atLeast("status", 500), is("outcome", ...SERVER_ERRORS), MISCONFIGURED),
    failing: "requests fail with a server error",
    budget: 0.001,
  },
  {
    name: "check-latency",
    total: all(REQUEST, is("procedure", "authz.check")),
    bad: above("durationMs", 250),
    failing: "permission checks take more than 250 ms",
    budget: 0.01,
  },
  {
    name: "sign-in-latency",
    total: all(REQUEST, is("procedure", "auth.login")),
    bad: above("durationMs", 1000),
    failing: "sign-ins take more than 1,000 ms",
    budget: 0.01,
  },
];

interface BurnAlert {
  readonly name: string;
  readonly severity: Severity;
  readonly windowMinutes: number;
  readonly shortWindowMinutes: number;
  readonly intervalMinutes: number;
  /** How many times faster than allowed the budget is spent. */
  readonly burnRate: number;
  /** Part of the 30 days' budget that is gone when the alert fires. */
  readonly spent: string;
}

/**
 * The windows and burn rates of the SRE Workbook, chapter 5, table 5-8: they spend 2 %, 5 % and 10 % of the budget of 30
 * days. The short window is a twelfth of the long one.
 */
export const BURN_ALERTS: readonly BurnAlert[] = [
  {
    name: "fast-burn",
    severity: "page",
    windowMinutes: 60,
    shortWindowMinutes: 5,
    intervalMinutes: 1,
    burnRate: 14.4,
    spent: "2 %",
  },
  {
    name: "steady-burn",
    severity: "page",
    windowMinutes: 360,
    shortWindowMinutes: 30,
    intervalMinutes: 5,
    burnRate: 6,
    spent: "5 %",
  },
  {
    name: "slow-burn",
    severity: "ticket",
    windowMinutes: 4320,
    shortWindowMinutes: 360,
    intervalMinutes: 60,
    burnRate: 1,
    spent: "10 %",
  },
];

/** Fewer bad records than these alert nobody: at night, one failed request of ten would be a high burn rate. */
const MIN_BAD = 10;

export const SLO_MONITORS: readonly Monitor[] = SLOS.flatMap((slo) =>
  BURN_ALERTS.map(({ name, severity, windowMinutes, shortWindowMinutes, intervalMinutes, burnRate, spent }) => ({
    name: `${slo.name}-${name}`,
    summary: `Too many ${slo.failing}: ${spent} of 30 days' error budget is spent in ${hoursOf(windowMinutes)}.`,
    severity,
    runbook: slo.name,
    where: slo.total,
    aggregation: { kind: "burnRate", bad: slo.bad, budget: slo.budget, shortWindowMinutes, minBad: MIN_BAD } as const,
    windowMinutes,
    intervalMinutes,
    comparison: "above" as const,
    threshold: burnRate,
  })),
);

function hoursOf(minutes: number): string {
  const hours = minutes / 60;
  return hours === 1 ? "1 hour" : `${hours} hours`;
}
