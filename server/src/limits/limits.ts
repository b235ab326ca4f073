import { ACCOUNTS } from "./accounts.ts";
import { GRAPHS } from "./graphs.ts";
import { REQUESTS } from "./requests.ts";
import type { LimitSection } from "./row.ts";

export type { LimitRow, LimitSection } from "./row.ts";

/** Every limit, as docs/limits.md has them. The numbers are those that the code goes by. */
export const LIMITS: readonly LimitSection[] = [...REQUESTS, ...GRAPHS, ...ACCOUNTS];
