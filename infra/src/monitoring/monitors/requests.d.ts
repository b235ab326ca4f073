import { type Monitor } from "../monitor.ts";
/** Faults that callers notice. */
export declare const REQUEST_MONITORS: readonly Monitor[];
