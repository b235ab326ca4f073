import type { Monitor } from "./monitor.ts";
import { type LogRecord } from "./record.ts";
export interface Verdict {
    readonly value: number;
    readonly isFiring: boolean;
}
/**
 * Evaluates a monitor at a time, over the records of its window. Pure; `aplOf` writes the same as a query of Axiom.
 * A record at the start of the window is outside, one at its end is inside.
 */
export declare function evaluate(monitor: Monitor, records: readonly LogRecord[], now: number): Verdict;
