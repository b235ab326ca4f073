import { log } from "../ports/logger.ts";
import type { DashboardDeps } from "./deps.ts";

/** Timeout in milliseconds after which a part counts as unhealthy. */
const TIMEOUT_MS = 3000;

/** The parts that the service depends on. */
export type Part = "database" | "files" | "cache" | "graphObject" | "stateObject";

export interface PartHealth {
  readonly part: Part;
  readonly ok: boolean;
  /** Latency; null if the part failed. */
  readonly milliseconds: number | null;
}

type Deps = Pick<DashboardDeps, "tenants" | "files" | "dashboardCache" | "graph" | "revocations" | "clock" | "pause">;

/** Sends every part a small read-only request. The reason of a failure is in the log. */
export async function checkHealth(app: Deps, tenantId: string): Promise<PartHealth[]> {
  const parts: Record<Part, () => Promise<unknown>> = {
    database: () => app.tenants.find(tenantId),
    files: () => app.files.has("health"),
    cache: () => app.dashboardCache.get("health"),
    graphObject: () => app.graph(tenantId).settings(),
    stateObject: () => app.revocations(tenantId).tenantVersion(),
  };
  return await Promise.all(Object.entries(parts).map(([part, probe]) => healthOf(app, part as Part, probe)));
}

async function healthOf({ clock, pause }: Deps, part: Part, probe: () => Promise<unknown>): Promise<PartHealth> {
  const startedAt = clock.now().getTime();
  const timeout = new AbortController();
  const timedOut = pause(TIMEOUT_MS, timeout.signal).then(() => Promise.reject(new Error("The request timed out.")));
  timedOut.catch(() => undefined);
  try {
    await Promise.race([probe(), timedOut]);
    return { part, ok: true, milliseconds: clock.now().getTime() - startedAt };
  } catch (error) {
    log("error", "A component is unhealthy.", { part, error });
    return { part, ok: false, milliseconds: null };
  } finally {
    timeout.abort();
  }
}
