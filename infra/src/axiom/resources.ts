import { aplOf } from "../monitoring/apl.ts";
import type { Monitor, Severity } from "../monitoring/monitor.ts";
import { nameFor } from "../names.ts";

/** What the resources of one stack depend on. */
export interface StackAlerts {
  readonly stack: string;
  /** URL of the folder of runbooks. */
  readonly runbooks: string;
  readonly notifierIds: Readonly<Record<Severity, readonly string[]>>;
}

/** Days for which datasets retain records: the period of the objectives. */
const RETENTION_DAYS = 30;

export interface Dataset {
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  readonly useRetentionPeriod: true;
  readonly retentionDays: number;
}

/** The datasets that Cloudflare's destinations of a stack write to. */
export function datasetsOf(stack: string): readonly Dataset[] {
  const dataset = (word: string): Dataset => ({
    name: nameFor(stack, word),
    kind: `otel:${word}:v1`,
    description: `Exported by Cloudflare from ${nameFor(stack)}. ${markOf(stack)}`,
    useRetentionPeriod: true,
    retentionDays: RETENTION_DAYS,
  });
  return [dataset("logs"), dataset("traces")];
}

/** The last words of a description, by which a later run recognizes what an earlier one created. */
export function markOf(stack: string): string {
  return `[created by npm run axiom for ${stack}]`;
}

export function logSourceOf(stack: string) {
  return { dataset: nameFor(stack, "logs"), worker: nameFor(stack) };
}

const OPERATORS = { above: "Above", atLeast: "AboveOrEqual", below: "Below" } as const;

/** A monitor as Axiom's API takes it. */
export function axiomMonitor(monitor: Monitor, { stack, runbooks, notifierIds }: StackAlerts) {
  const { name, summary, severity, runbook, windowMinutes, intervalMinutes, comparison, threshold } = monitor;
  return {
    name: `${nameFor(stack)} ${name}`,
    type: "Threshold",
    description: `${summary} Severity: ${severity}. Runbook: ${runbooks}/${runbook}.md ${markOf(stack)}`,
    aplQuery: aplOf(monitor, logSourceOf(stack)),
    operator: OPERATORS[comparison],
    threshold,
    rangeMinutes: windowMinutes,
    intervalMinutes,
    // A count of no records is 0. A query without any result is one that misses records.
    alertOnNoData: comparison === "below",
    notifyByGroup: false,
    disabled: false,
    notifierIds: notifierIds[severity],
  };
}
