import { field } from "../../src/value.ts";
import { type PolicyResource, resourceRule } from "../rule.ts";

const DOORS = ["cloudflare:index/r2ManagedDomain:R2ManagedDomain", "cloudflare:index/r2CustomDomain:R2CustomDomain"];

export const publicBucket = resourceRule(
  { name: "no-public-bucket", purpose: "Graphs, exports and the audit log lie in R2, and only the Worker reads them." },
  ({ type, props }: PolicyResource) => {
    // A door that is shut keeps it shut, whoever opens it in the dashboard.
    if (!DOORS.includes(type) || field(props, "enabled") === false) return [];
    const bucket = String(field(props, "bucketName"));
    return [
      `It shows the bucket ${bucket} to everybody: set enabled to false, and serve what is public by the Worker.`,
    ];
  },
);
