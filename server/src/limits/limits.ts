import { ACCOUNTS } from "./accounts.ts";
import { GRAPHS } from "./graphs.ts";
import { REQUESTS } from "./requests.ts";
import type { LimitSection } from "./row.ts";

export type { LimitRow, LimitSection } from "./row.ts";

/** Every limit, as listed in docs/limits.md. The numbers are the constants that the code uses. */
export const LIMITS: readonly LimitSection[] = [...REQUESTS, ...GRAPHS, ...ACCOUNTS];
