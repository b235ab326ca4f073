import type { Visit } from "../../pipeline/context.ts";
import { tenantAtHost, tenantNamed } from "../../pipeline/resolve-caller.ts";
import { AppError } from "../../shared/errors/app-error.ts";

/** Seconds for which the metadata may be cached. */
const CACHE_SECONDS = 300;

/**
 * Describes a tenant's policy decision point (§9). Its identifier is where the well-known path was inserted into it: the tenant's
 * path, or its own host.
 */
export async function describeDecisionPoint({ app, url, info }: Visit, { tenant: name }: { tenant?: string }) {
  const tenant =
    name === undefined ? await tenantAtHost(app, url.hostname, info.ip) : await tenantNamed(app, name, info.ip);
  if (tenant === undefined) throw new AppError("tenant_not_found");
  const point = name === undefined ? url.origin : `${url.origin}/t/${name}`;
  const metadata = {
    policy_decision_point: point,
    access_evaluation_endpoint: `${point}/access/v1/evaluation`,
    access_evaluations_endpoint: `${point}/access/v1/evaluations`,
    search_subject_endpoint: `${point}/access/v1/search/subject`,
    search_resource_endpoint: `${point}/access/v1/search/resource`,
    search_action_endpoint: `${point}/access/v1/search/action`,
  };
  return Response.json(metadata, { headers: { "cache-control": `public, max-age=${CACHE_SECONDS}` } });
}
