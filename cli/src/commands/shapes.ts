import { EXIT } from "../cli-error.ts";
import { explanationText } from "../output/explanation-text.ts";
import { checkText, listedText, tuplesText } from "../output/permission-text.ts";
import type { ProcedureShape } from "./procedure-shape.ts";

const QUERY = ["subject", "relation", "object"];

/** A restore works for some seconds in each call. */
const RESTORING: NonNullable<ProcedureShape["repeat"]> = {
  isDone: ({ done }) => done !== false,
  add: (_, result) => result,
  progress: () => "The restore continues.",
};

/** Commands of procedures that differ from the rules. */
export const SHAPES: Readonly<Record<string, ProcedureShape>> = {
  "authz.check": {
    args: QUERY,
    options: (command) => command.option("--exit-code", "Exit with 1 unless the check is allowed."),
    text: checkText,
    exitCode: ({ allowed }, { exitCode }) => (exitCode === true && allowed !== true ? EXIT.failed : EXIT.ok),
  },
  "authz.deleteTuples": {
    repeat: {
      isDone: ({ done }) => done !== false,
      add: (before, result) => ({ ...result, deletedCount: Number(before.deletedCount) + Number(result.deletedCount) }),
      progress: ({ deletedCount }) => `Deleted ${deletedCount} tuples so far.`,
    },
  },
  "authz.explain": { args: QUERY, text: explanationText },
  "authz.expand": { args: ["relation", "object"] },
  "authz.listObjects": { args: ["subject", "relation", "objectType"], text: listedText },
  "authz.listRelations": { args: ["subject", "object"] },
  "authz.listSubjects": { args: ["subjectKind", "relation", "object"], text: listedText },
  "authz.read": { text: tuplesText },
  "backups.create": { args: ["tenant"] },
  "backups.files": { args: ["tenant"] },
  "backups.get": { args: ["tenant", "id"] },
  "backups.list": { args: ["tenant"] },
  "backups.read": { args: ["tenant", "name"] },
  "backups.restore": { args: ["tenant"], repeat: RESTORING },
  "backups.restoreAll": {
    repeat: {
      ...RESTORING,
      add: (before, result) => ({ ...result, tenants: [...listOf(before.tenants), ...listOf(result.tenants)] }),
      progress: ({ tenantCount, rowCount }) => `Restored ${tenantCount} tenants with ${rowCount} rows so far.`,
    },
    exitCode: ({ tenants, missingCount }) =>
      !(Number(missingCount) > 0) && !listOf(tenants).some((tenant) => Object(tenant).staysSuspended)
        ? EXIT.ok
        : EXIT.failed,
  },
  "emails.templates.get": { args: ["kind"] },
  "emails.templates.preview": { args: ["kind"] },
  "emails.templates.put": { args: ["kind"] },
  "emails.templates.reset": { args: ["kind"] },
  "platform.breakGlass": { args: ["tenant"] },
  "platform.endBreakGlass": { args: ["tenant"] },
  "tenants.move": { args: ["parentId"] },
  "tenants.setPlan": { args: ["plan"] },
  "testing.clock.advance": { args: ["seconds"] },
  "dashboard.timeseries": { args: ["metric"] },
  "dashboard.topTenants": { args: ["metric"] },
  "users.get": { args: ["id"] },
};

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
