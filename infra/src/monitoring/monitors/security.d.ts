import { type Monitor } from "../monitor.ts";
/** Attacks, and faults that weaken security. */
export declare const SECURITY_MONITORS: readonly Monitor[];
