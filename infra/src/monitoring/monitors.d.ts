import type { Monitor } from "./monitor.ts";
/** All monitors, in the order of docs/alerts.md. */
export declare const MONITORS: readonly Monitor[];
