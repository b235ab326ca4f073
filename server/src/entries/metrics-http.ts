import { metricsOf } from "../dashboard/metrics.ts";
import type { Visit } from "../pipeline/context.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { OPEN_METRICS, openMetricsText } from "../shared/open-metrics.ts";
import type { OperatorContext } from "./http-call.ts";

/** Shows the platform's metrics, with `?by=tenant` for each tenant. */
export async function showMetrics({ app, caller }: OperatorContext, { url }: Visit): Promise<Response> {
  const by = url.searchParams.get("by");
  if (by !== null && by !== "tenant") {
    throw new AppError("invalid_input", { issues: [{ path: "by", message: "Write tenant, or leave it out." }] });
  }
  const families = await metricsOf(app, { platformId: caller.tenantId, byTenant: by === "tenant" });
  return new Response(openMetricsText(families), { headers: { "content-type": OPEN_METRICS } });
}
