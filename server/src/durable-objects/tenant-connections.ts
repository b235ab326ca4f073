import type { Ending } from "../connections/connection.ts";
import { ConnectionList } from "../connections/connection-list.ts";
import { systemClock } from "../ports/clock.ts";

/** Wires the connections that one tenant's credentials have opened to the objects where they lie. */
export function tenantConnections(sql: SqlStorage, env: Env): ConnectionList {
  return new ConnectionList(
    sql,
    () => systemClock.now().getTime(),
    async ({ tenantId }, ids, at) => {
      // The stub's methods are the class's, which implements the interface.
      await (env.GRAPH_STATE.getByName(tenantId) as unknown as Ending).endConnections(ids, at);
    },
  );
}
