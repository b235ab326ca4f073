import type { DeployOptions } from "./arguments.ts";
import { BOOTSTRAP_SECRET } from "./first-admin.ts";
import type { ResourceNames } from "./names.ts";
import type { Present } from "./present.ts";

/** One thing that a deployment looks after, and whether it has to change. */
export interface PlannedStep {
  readonly name: StepName;
  readonly subject: string;
  readonly change: string | undefined;
}

export type StepName =
  | "database"
  | "namespace"
  | "bucket"
  | "lifecycle"
  | "migrations"
  | "secrets"
  | "worker"
  | "admin";

/** What the deployment should have. */
export interface Expected {
  readonly names: ResourceNames;
  readonly migrations: readonly string[];
  readonly secrets: readonly string[];
  /** Hash of the release; undefined if it depends on ids of stores that don't exist yet. */
  readonly release: string | undefined;
}

/** Every step in order. A step without a change is done. */
export function planOf(present: Present, { names, migrations, secrets, release }: Expected): PlannedStep[] {
  const created = (isThere: boolean) => (isThere ? undefined : "create");
  const pending = migrations.filter((name) => !present.migrations.includes(name)).length;
  return [
    { name: "database", subject: names.database, change: created(present.databaseId !== undefined) },
    ...[...names.namespaces].map(([binding, title]) => ({
      name: "namespace" as const,
      subject: title,
      change: created(present.namespaceIds.has(binding)),
    })),
    { name: "bucket", subject: names.bucket, change: created(present.hasBucket) },
    { name: "lifecycle", subject: names.bucket, change: present.hasLifecycle ? undefined : "set the rules" },
    { name: "migrations", subject: names.database, change: pending === 0 ? undefined : `apply ${pending}` },
    {
      name: "secrets",
      subject: names.worker,
      change: secrets.length === 0 ? undefined : `set ${secrets.join(", ")}`,
    },
    {
      name: "worker",
      subject: names.worker,
      change: release !== undefined && release === present.release && secrets.length === 0 ? undefined : "upload",
    },
    { name: "admin", subject: "the first admin", change: adminChange(present) },
  ];
}

/** A bootstrap secret has no use after the first admin. */
function adminChange({ hasAdmin, secrets }: Present): string | undefined {
  if (!hasAdmin) return "bootstrap";
  return secrets.includes(BOOTSTRAP_SECRET) ? `remove ${BOOTSTRAP_SECRET}` : undefined;
}

export function planText(plan: readonly PlannedStep[], { stack, accountId }: DeployOptions, url: string): string {
  const width = Math.max(...plan.map(({ name }) => name.length));
  const subjects = Math.max(...plan.map(({ subject }) => subject.length));
  const lines = plan.map(
    ({ name, subject, change = "unchanged" }) => `  ${name.padEnd(width)}  ${subject.padEnd(subjects)}  ${change}`,
  );
  return [`${stack} in the account ${accountId}, at ${url}:`, ...lines].join("\n");
}
