import type { Graph, Rule, Violation } from "./rule.ts";
import { compatibilityDate } from "./rules/compatibility-date.ts";
import { distinctNames } from "./rules/distinct-names.ts";
import { durableObjects } from "./rules/durable-objects.ts";
import { exactTrust } from "./rules/exact-trust.ts";
import { knownResourceTypes } from "./rules/known-resource-types.ts";
import { markedSecrets } from "./rules/marked-secrets.ts";
import { namingConvention } from "./rules/naming-convention.ts";
import { observability } from "./rules/observability.ts";
import { plainTextBindings } from "./rules/plain-text-bindings.ts";
import { protectedState } from "./rules/protected-state.ts";
import { publicBucket } from "./rules/public-bucket.ts";
import { readReplication } from "./rules/read-replication.ts";
import { retainedState } from "./rules/retained-state.ts";
import { sortedBindings } from "./rules/sorted-bindings.ts";
import { wildcardPermissions } from "./rules/wildcard-permissions.ts";
import { workersDevHosts } from "./rules/workers-dev-hosts.ts";

/** All rules for a stack's resources. `docs/policies.md` lists them. */
export const RULES: readonly Rule[] = [
  knownResourceTypes,
  protectedState,
  retainedState,
  namingConvention,
  distinctNames,
  publicBucket,
  workersDevHosts,
  wildcardPermissions,
  exactTrust,
  plainTextBindings,
  markedSecrets,
  readReplication,
  durableObjects,
  sortedBindings,
  compatibilityDate,
  observability,
];

export function violations(graph: Graph): Violation[] {
  return RULES.flatMap((rule) => rule.check(graph));
}
