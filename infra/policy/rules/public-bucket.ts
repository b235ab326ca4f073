import { field } from "../../src/value.ts";
import { type PolicyResource, resourceRule } from "../rule.ts";

const PUBLIC_ACCESS_TYPES = [
  "cloudflare:index/r2ManagedDomain:R2ManagedDomain",
  "cloudflare:index/r2CustomDomain:R2CustomDomain",
];

export const publicBucket = resourceRule(
  { name: "no-public-bucket", purpose: "R2 stores graphs, exports and the audit log, and only the Worker reads them." },
  ({ type, props }: PolicyResource) => {
    // Declaring it as disabled keeps it disabled, even after a change in the dashboard.
    if (!PUBLIC_ACCESS_TYPES.includes(type) || field(props, "enabled") === false) return [];
    const bucket = String(field(props, "bucketName"));
    return [`It makes the bucket ${bucket} public: set enabled to false, and serve public files from the Worker.`];
  },
);
