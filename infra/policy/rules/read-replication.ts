import { field } from "../../src/value.ts";
import { resourceRule } from "../rule.ts";

export const readReplication = resourceRule(
  {
    name: "read-replication-is-set",
    purpose: "The program decides whether replicas may serve reads, not an earlier setting.",
  },
  ({ type, props }) => {
    if (type !== "cloudflare:index/d1Database:D1Database") return [];
    const mode = field(props, "readReplication", "mode");
    if (mode === "auto" || mode === "disabled") return [];
    return ['It does not set read replication: set readReplication to { mode: "disabled" }, or "auto".'];
  },
);
