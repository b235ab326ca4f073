import type { Contract, ProcedureContract } from "../contract.ts";

/** Each family in one sentence. */
const ABOUT: Readonly<Record<string, string>> = {
  apiKeys: "API keys of a tenant, and keys that it issues to its customers.",
  audit: "The tamper-evident log of changes and refusals.",
  auth: "Sign-in, sign-out, sessions and the user's own account.",
  authz: "Permissions: the model, the graph, checks, lists and explanations.",
  dashboard: "Usage metrics of tenants, for platform operators.",
  events: "A tenant's events, each once and in order.",
  mail: "Emails: templates and delivery.",
  plans: "Plans and their limits.",
  platform: "The platform itself and its admins.",
  system: "Health of the service.",
  tenants: "Tenants, their hierarchy and their settings.",
  testing: "The clock of test tenants.",
  users: "A tenant's users, managed by its server or by admins.",
};

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
    if (about === undefined) throw new Error(`Describe ${name} in generator/src/reference/families.ts.`);
    return { name, about, procedures: members };
  });
}

export function familyOf({ path }: Pick<ProcedureContract, "path">): string {
  return path.split(".")[0] ?? path;
}
