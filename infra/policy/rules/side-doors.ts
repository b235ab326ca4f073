import { isPreview } from "../../src/names.ts";
import { field } from "../../src/value.ts";
import { resourceRule } from "../rule.ts";

/** Where a Worker's own host on workers.dev, and those of its versions, are switched, by type. */
const SWITCHES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "cloudflare:index/worker:Worker": [
    ["subdomain", "enabled"],
    ["subdomain", "previewsEnabled"],
  ],
  "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain": [["enabled"], ["previewsEnabled"]],
};

export const sideDoors = resourceRule(
  {
    name: "no-side-doors",
    purpose: "The service is reached at its own hosts alone, where the zone's rules stand before it.",
  },
  ({ type, props }, stack) => {
    if (stack === "dev" || isPreview(stack)) return [];
    // What is not said is as it was, or as Cloudflare has it by default.
    const open = (SWITCHES[type] ?? []).filter((path) => field(props, ...path) !== false);
    return open.map((path) => `It may be reached at workers.dev: set ${path.join(".")} to false.`);
  },
);
