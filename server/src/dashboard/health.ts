import { failureText } from "../ports/database.ts";
import type { DashboardDeps } from "./deps.ts";

/** How long a part may take to answer before it counts as failing, in milliseconds. */
const PATIENCE_MS = 3000;

/** What the service stands on. */
export type Part = "database" | "files" | "cache" | "graphObject" | "stateObject";

export interface PartHealth {
  readonly part: Part;
  readonly ok: boolean;
  /** How long it took to answer; null where it did not. */
  readonly milliseconds: number | null;
}

type Deps = Pick<DashboardDeps, "tenants" | "files" | "dashboardCache" | "graph" | "revocations" | "clock" | "pause">;

/** Asks every part something small that changes nothing. Why one fails is in the log. */
export async function checkHealth(app: Deps, tenantId: string): Promise<PartHealth[]> {
  const parts: Record<Part, () => Promise<unknown>> = {
    database: () => app.tenants.find(tenantId),
    files: () => app.files.has("health"),
    cache: () => app.dashboardCache.get("health"),
    graphObject: () => app.graph(tenantId).settings(),
    stateObject: () => app.revocations(tenantId).tenantVersion(),
  };
  return await Promise.all(Object.entries(parts).map(([part, ask]) => healthOf(app, part as Part, ask)));
}

async function healthOf({ clock, pause }: Deps, part: Part, ask: () => Promise<unknown>): Promise<PartHealth> {
  const startedAt = clock.now().getTime();
  const patience = new AbortController();
  const tooLate = pause(PATIENCE_MS, patience.signal).then(() => Promise.reject(new Error("No answer in time.")));
  tooLate.catch(() => undefined);
  try {
    await Promise.race([ask(), tooLate]);
    return { part, ok: true, milliseconds: clock.now().getTime() - startedAt };
  } catch (error) {
    console.error(
      JSON.stringify({ level: "error", message: "A component is unhealthy.", part, error: failureText(error) }),
    );
    return { part, ok: false, milliseconds: null };
  } finally {
    patience.abort();
  }
}
