import type { TenantSettings } from "../shared/tenant-settings.ts";

type Relation = TenantSettings["secondFactorRelations"][number];

/**
 * Whether the user has a relation in the tenant's graph, at its newest revision. Undefined where the graph can't tell: it can't
 * be reached, the relation is conditional, or the model lacks it.
 */
export type RelationCheck = (tenantId: string, userId: string, relation: Relation) => Promise<boolean | undefined>;
