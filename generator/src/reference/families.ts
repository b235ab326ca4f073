import type { Contract, ProcedureContract } from "../contract.ts";

/** What each family is about, in one sentence. */
const ABOUT: Readonly<Record<string, string>> = {
  apiKeys: "Keys of a tenant, and keys that it gives to customers of its own.",
  audit: "What was done and refused, in a log that shows whether it was altered.",
  auth: "Signing in and out, and what users do about their own account.",
  authz: "Permissions: the model, the graph, checks, lists and explanations.",
  dashboard: "What is counted of each tenant, for those who operate the platform.",
  events: "What happens at a tenant, each event once and in order.",
  emails: "Emails: templates and delivery status.",
  plans: "What tenants may use.",
  platform: "The platform itself and its admins.",
  system: "Whether the service is there.",
  tenants: "Tenants, the tree that they form, and their settings.",
  testing: "What only tenants for tests have.",
  users: "A tenant's users, looked after by its server or by admins.",
};

export interface FamilyOfProcedures {
  readonly name: string;
  readonly about: string;
  readonly procedures: readonly ProcedureContract[];
}

/** The procedures by family, both in alphabetical order. Throws on a family of which nobody has said what it is about. */
export function familiesOf({ procedures }: Pick<Contract, "procedures">): FamilyOfProcedures[] {
  const families = Map.groupBy(procedures, familyOf);
  return [...families].map(([name, members]) => {
    const about = ABOUT[name];
    if (about === undefined) throw new Error(`Say in generator/src/reference/families.ts what ${name} is about.`);
    return { name, about, procedures: members };
  });
}

export function familyOf({ path }: Pick<ProcedureContract, "path">): string {
  return path.split(".")[0] ?? path;
}
