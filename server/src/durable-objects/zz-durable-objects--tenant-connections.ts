import type { Ending } from "../connections/connection.ts";
import { ConnectionList } from "../connections/connection-list.ts";
import { systemClock } from "../ports/time.ts";
import type { SqlDatabase } from "../ports/sql.ts";

/** Wires the connections that one tenant's credentials have opened to the objects where they lie, its own among them. */
export function tenantConnections(sql: SqlDatabase, env: Env, own: Ending, tenantId: string): ConnectionList {
  return new ConnectionList(
    sql,
    () => systemClock.now().getTime(),
    async (place, ids, at) => {
      const objects = place.stream === "events" ? env.TENANT_STATE : env.GRAPH_STATE;
      const isOwn = place.stream === "events" && place.tenantId === tenantId;
      // The stub's methods are the class's, which both implement the interface.
      const object = isOwn ? own : (objects.getByName(place.tenantId) as unknown as Ending);
      await object.endConnections(ids, at);
    },
  );
}
