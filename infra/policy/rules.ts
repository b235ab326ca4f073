import type { Graph, Rule, Violation } from "./rule.ts";
import { compatibilityDate } from "./rules/compatibility-date.ts";
import { distinctNames } from "./rules/distinct-names.ts";
import { durableObjects } from "./rules/durable-objects.ts";
import { exactTrust } from "./rules/exact-trust.ts";
import { knownKinds } from "./rules/known-kinds.ts";
import { markedSecrets } from "./rules/marked-secrets.ts";
import { observability } from "./rules/observability.ts";
import { ownNames } from "./rules/own-names.ts";
import { plainTextBindings } from "./rules/plain-text-bindings.ts";
import { protectedState } from "./rules/protected-state.ts";
import { publicBucket } from "./rules/public-bucket.ts";
import { readReplication } from "./rules/read-replication.ts";
import { retainedState } from "./rules/retained-state.ts";
import { sideDoors } from "./rules/side-doors.ts";
import { sortedBindings } from "./rules/sorted-bindings.ts";
import { wildcardPermissions } from "./rules/wildcard-permissions.ts";

/** All that is required of a stack's resources; `docs/policies.md` lists them. */
export const RULES: readonly Rule[] = [
  knownKinds,
  protectedState,
  retainedState,
  ownNames,
  distinctNames,
  publicBucket,
  sideDoors,
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
