import { field } from "../../src/value.ts";
import { resourceRule } from "../rule.ts";

export const readReplication = resourceRule(
  {
    name: "read-replication-is-said",
    purpose: "Whether a database may answer from a replica is decided here, not left as it happened to be.",
  },
  ({ type, props }) => {
    if (type !== "cloudflare:index/d1Database:D1Database") return [];
    const mode = field(props, "readReplication", "mode");
    if (mode === "auto" || mode === "disabled") return [];
    return ['Its read replication is whatever it was: set readReplication to { mode: "disabled" }, or "auto".'];
  },
);
