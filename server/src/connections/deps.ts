import type { ConnectionRecords } from "./connection.ts";

/** Dependencies of this family; `compose.ts` makes them. */
export interface ConnectionsDeps {
  /** Connections opened with the tenant's credentials. */
  connections(tenantId: string): ConnectionRecords;
}
