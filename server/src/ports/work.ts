/** What work is counted in, each in the units of the engine's `Meter`: about a tenth of a microsecond. */
export type WorkKind = "graph" | "model" | "csv" | "json" | "sql" | "hash";

type Observer = (kind: WorkKind, units: number) => void;

let observer: Observer | undefined;

/**
 * Reports work that nothing interrupts. Nobody listens in production; a test adds up what is done between two pauses, since
 * a clock says nothing there that another run would say again.
 */
export function reportWork(kind: WorkKind, units: number): void {
  observer?.(kind, units);
}

/** Has the observer told of all work of this isolate, the Durable Objects in it included; undefined for nobody. */
export function observeWork(next: Observer | undefined): void {
  observer = next;
}
