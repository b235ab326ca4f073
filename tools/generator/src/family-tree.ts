import type { ProcedureContract } from "./contract.ts";

/** A family of procedures and of other families. */
export interface Family {
  readonly members: Map<string, Family | ProcedureContract>;
}

/** The families of procedures by the parts of their paths. Throws on a procedure that lies under another. */
export function familyTree(procedures: readonly ProcedureContract[]): Family {
  const root: Family = { members: new Map() };
  for (const procedure of procedures) add(root, procedure);
  return root;
}

function add(root: Family, procedure: ProcedureContract): void {
  const parts = procedure.path.split(".");
  const name = parts.pop() ?? "";
  let family = root;
  for (const part of parts) {
    const next = family.members.get(part) ?? { members: new Map() };
    if (!("members" in next)) throw new Error(`${procedure.path} lies under a procedure.`);
    family.members.set(part, next);
    family = next;
  }
  family.members.set(name, procedure);
}
