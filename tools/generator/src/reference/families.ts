import type { Contract, ProcedureContract } from "../contract.ts";

/** Each family in one sentence. */
const ABOUT: Readonly<Record<string, string>> = {
  apiKeys: "API keys of a tenant, and keys that it issues to its customers.",
  audit: "The tamper-evident audit log: changes and refused calls.",
  auth: "Sign-in, sessions, passwords, and the signed-in user's account.",
  backups: "Backups of tenants, and restores.",
  authz: "Permissions: the model, the graph, checks, lists and explanations.",
  dashboard: "Usage figures of tenants, for platform admins.",
  emailDomains: "Email domains of a tenant, whose users sign in at their own identity provider.",
  events: "Live events of a tenant, each exactly once and in order.",
  webhooks: "URLs that receive a tenant's events, signed and retried for 3 days.",
  emails: "Emails: templates and delivery status.",
  plans: "Plans: limits of tenants.",
  platform: "The platform and its admins.",
  providers: "Identity providers of a tenant: social and enterprise sign-in.",
  system: "Health of the service.",
  tenants: "Tenants, their tree and their settings.",
  testing: "Procedures for test tenants only.",
  users: "Management of a tenant's users by its servers or by admins.",
};

/** The families that most readers look for, in the order in which the reference shows them, before all others. */
const FIRST = [
  "auth",
  "authz",
  "users",
  "events",
  "webhooks",
  "apiKeys",
  "emails",
  "providers",
  "emailDomains",
  "audit",
];

export interface FamilyOfProcedures {
  readonly name: string;
  readonly about: string;
  readonly procedures: readonly ProcedureContract[];
}

/** The procedures by family, both in alphabetical order. Throws on a family without a description. */
export function familiesOf({ procedures }: Pick<Contract, "procedures">): FamilyOfProcedures[] {
  const families = Map.groupBy(procedures, familyOf);
  return [...families].map(([name, members]) => {
    const about = ABOUT[name];
    if (about === undefined) throw new Error(`Describe ${name} in tools/generator/src/reference/families.ts.`);
    return { name, about, procedures: members };
  });
}

/** The families in the order of the reference. */
export function familiesInOrder(contract: Pick<Contract, "procedures">): FamilyOfProcedures[] {
  const rank = ({ name }: FamilyOfProcedures) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return familiesOf(contract).sort((a, b) => rank(a) - rank(b));
}

export function familyOf({ path }: Pick<ProcedureContract, "path">): string {
  return path.split(".")[0] ?? path;
}
