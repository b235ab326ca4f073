import type { PlanStore, UserCounts } from "./store.ts";

/** What this family works with; `compose.ts` makes it. */
export interface PlansDeps {
  readonly tenants: UserCounts;
  readonly plans: PlanStore;
}
