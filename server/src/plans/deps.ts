import type { PlanStore, UserCounts } from "./store.ts";

/** Dependencies of this family; `compose.ts` creates them. */
export interface PlansDeps {
  readonly tenants: UserCounts;
  readonly plans: PlanStore;
}
