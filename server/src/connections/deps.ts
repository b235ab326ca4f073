import type { ConnectionRecords } from "./connection.ts";

/** What this family works with; `compose.ts` makes it. */
export interface ConnectionsDeps {
  /** What lies open with the tenant's credentials. */
  connections(tenantId: string): ConnectionRecords;
}
