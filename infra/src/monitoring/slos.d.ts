import { type Filter } from "./filter.ts";
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
export declare const SERVER_ERRORS: string[];
export declare const SLOS: readonly Slo[];
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
export declare const BURN_ALERTS: readonly BurnAlert[];
export declare const SLO_MONITORS: readonly Monitor[];
export {};
