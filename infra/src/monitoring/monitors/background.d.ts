import { type Monitor } from "../monitor.ts";
/** Faults of work that no request waits for. */
export declare const BACKGROUND_MONITORS: readonly Monitor[];
