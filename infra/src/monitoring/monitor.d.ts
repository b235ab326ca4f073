import type { Filter } from "./filter.ts";
/** `page` wakes somebody; `ticket` waits for working hours. */
export type Severity = "page" | "ticket";
/** How the value of a monitor is computed from the records that its filter selects. */
export type Aggregation = {
    readonly kind: "count";
}
/** Share of bad records, from 0 to 1; 0 below `minBad` bad records. */
 | {
    readonly kind: "share";
    readonly bad: Filter;
    readonly minBad: number;
}
/** A percentile of `durationMs`; 0 below `minCount` records. */
 | {
    readonly kind: "percentile";
    readonly percentile: number;
    readonly minCount: number;
}
/**
 * The smaller of two windows' burn rates: the share of bad records divided by the error budget. Both windows have to
 * burn. The short one ends the alert soon after the fault does. 0 below `minBad` bad records in the long one.
 */
 | {
    readonly kind: "burnRate";
    readonly bad: Filter;
    /** Share of records that may be bad, such as 0.001. */
    readonly budget: number;
    readonly shortWindowMinutes: number;
    readonly minBad: number;
};
export interface Monitor {
    /** Unique, in kebab case. */
    readonly name: string;
    /** One sentence for the person who is alerted. */
    readonly summary: string;
    readonly severity: Severity;
    /** Its page is `docs/operations/<runbook>.md`. */
    readonly runbook: string;
    readonly where: Filter;
    readonly aggregation: Aggregation;
    readonly windowMinutes: number;
    /** Minutes between two evaluations. */
    readonly intervalMinutes: number;
    readonly comparison: "above" | "atLeast" | "below";
    readonly threshold: number;
}
/** What most monitors set: a number of records, in a window, evaluated at least three times in it. */
type Counting = Pick<Monitor, "name" | "summary" | "severity" | "where" | "windowMinutes" | "threshold"> & Partial<Pick<Monitor, "runbook">>;
/** A monitor that fires at a number of records in a window. Its runbook defaults to the page of its name. */
export declare function counting(monitor: Counting): Monitor;
export {};
