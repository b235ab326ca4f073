import { MONITORS } from "../monitoring/monitors.ts";
import { nameFor } from "../names.ts";
import type { Method } from "./client.ts";
import { differences } from "./contains.ts";
import { dashboardOf } from "./dashboard.ts";
import { AxiomError } from "./errors.ts";
import { axiomMonitor, type Dataset, datasetsOf, markOf, type StackAlerts } from "./resources.ts";
import type { AxiomState } from "./state.ts";

export type Action = "none" | "create" | "update" | "delete";

/** What has to be done with one resource, and the request that does it. */
export interface Step {
  readonly kind: "dataset" | "monitor" | "dashboard";
  readonly name: string;
  readonly action: Action;
  /** Names of the fields that an update changes. */
  readonly fields: readonly string[];
  readonly request?: { readonly method: Method; readonly path: string; readonly body?: object };
}

/**
 * The steps that make Axiom's state the desired one, in their order. Deletes only what carries this stack's mark, and
 * never a dataset. Throws for a resource with a name of ours that someone else created.
 */
export function planOf(state: AxiomState, alerts: StackAlerts): readonly Step[] {
  return [
    ...datasetsOf(alerts.stack).map((dataset) => datasetStep(state, dataset)),
    ...MONITORS.map((monitor) => monitorStep(state, alerts, axiomMonitor(monitor, alerts))),
    dashboardStep(state, alerts.stack),
    ...deletions(state, alerts),
  ];
}

function datasetStep({ datasets }: AxiomState, desired: Dataset): Step {
  const { name, kind, retentionDays } = desired;
  const actual = datasets.find((dataset) => dataset.name === name);
  const step = { kind: "dataset", name } as const;
  if (actual === undefined) {
    return { ...step, action: "create", fields: [], request: { method: "POST", path: "/datasets", body: desired } };
  }
  if (actual.kind !== undefined && actual.kind !== kind) {
    const fix = "Axiom can't change it: delete the dataset or rename it, then run the command again.";
    throw new AxiomError(`The dataset ${name} has the kind ${actual.kind} instead of ${kind}. ${fix}`);
  }
  // A longer period was chosen by somebody, and a shorter one would delete records.
  const isShort = actual.useRetentionPeriod === true && (actual.retentionDays ?? 0) < retentionDays;
  if (!isShort) return { ...step, action: "none", fields: [] };
  const body = { description: actual.description ?? "", useRetentionPeriod: true, retentionDays };
  const request = { method: "PUT", path: `/datasets/${encodeURIComponent(actual.id)}`, body } as const;
  return { ...step, action: "update", fields: ["retentionDays"], request };
}

function monitorStep({ monitors }: AxiomState, { stack }: StackAlerts, desired: ReturnType<typeof axiomMonitor>): Step {
  const { name } = desired;
  const [actual] = monitors.filter((monitor) => monitor.name === name);
  const step = { kind: "monitor", name } as const;
  if (actual === undefined) {
    return { ...step, action: "create", fields: [], request: { method: "POST", path: "/monitors", body: desired } };
  }
  requireMark(`The monitor "${name}"`, actual.description, stack);
  const fields = differences(actual, desired);
  if (fields.length === 0) return { ...step, action: "none", fields };
  // A monitor that somebody paused stays paused.
  const body = { ...desired, ...(actual.disabledUntil && { disabledUntil: actual.disabledUntil }) };
  const request = { method: "PUT", path: `/monitors/${encodeURIComponent(actual.id)}`, body } as const;
  return { ...step, action: "update", fields, request };
}

function dashboardStep({ dashboard: actual }: AxiomState, stack: string): Step {
  const uid = nameFor(stack);
  const dashboard = dashboardOf(stack);
  const step = { kind: "dashboard", name: uid } as const;
  if (actual === undefined) {
    const request = { method: "POST", path: "/dashboards", body: { uid, dashboard } } as const;
    return { ...step, action: "create", fields: [], request };
  }
  requireMark(`The dashboard ${uid}`, actual.dashboard.description, stack);
  const fields = differences(actual.dashboard, dashboard);
  if (fields.length === 0) return { ...step, action: "none", fields };
  const body = { dashboard, version: actual.version };
  return { ...step, action: "update", fields, request: { method: "PUT", path: `/dashboards/uid/${uid}`, body } };
}

/** Monitors of earlier runs that are no longer in the table, and duplicates of a creation that was repeated. */
function deletions({ monitors }: AxiomState, { stack }: StackAlerts): Step[] {
  const names = new Set(MONITORS.map(({ name }) => `${nameFor(stack)} ${name}`));
  return monitors
    .filter(({ description }) => isMarked(description, stack))
    .filter((monitor) => !names.has(monitor.name) || monitors.find(({ name }) => name === monitor.name) !== monitor)
    .map(({ id, name }) => {
      const request = { method: "DELETE", path: `/monitors/${encodeURIComponent(id)}` } as const;
      return { kind: "monitor", name, action: "delete", fields: [], request };
    });
}

function isMarked(description: string | undefined, stack: string): boolean {
  return description?.endsWith(markOf(stack)) ?? false;
}

function requireMark(what: string, description: string | undefined, stack: string): void {
  if (isMarked(description, stack)) return;
  const fix = `Rename or delete it, or end its description with "${markOf(stack)}" to have it overwritten.`;
  throw new AxiomError(`${what} exists, and this command didn't create it. ${fix}`);
}
