import { isPreview } from "../../src/names.ts";
import { field } from "../../src/value.ts";
import { resourceRule } from "../rule.ts";

/** Properties that enable a Worker's own host on workers.dev and those of its versions, by resource type. */
const SWITCHES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "cloudflare:index/worker:Worker": [
    ["subdomain", "enabled"],
    ["subdomain", "previewsEnabled"],
  ],
  "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain": [["enabled"], ["previewsEnabled"]],
};

export const workersDevHosts = resourceRule(
  {
    name: "no-workers-dev-hosts",
    purpose: "The service is served on its own hosts only, behind the zone's rules.",
  },
  ({ type, props }, stack) => {
    if (stack === "dev" || isPreview(stack)) return [];
    // An unset property keeps its current value or Cloudflare's default.
    const open = (SWITCHES[type] ?? []).filter((path) => field(props, ...path) !== false);
    return open.map((path) => `It is reachable on workers.dev: set ${path.join(".")} to false.`);
  },
);
