import type * as z from "zod";
import { resetManyAttempts } from "../attempts/count-attempt.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import type { Tenant } from "../shared/tenant.ts";
import { conflictError, newUserRows } from "./create.ts";
import type { UsersDeps } from "./deps.ts";
import { type ImportRow, type importInput, type importOutput, importUser } from "./inputs.ts";
import type { NewUserRows, UserConflict } from "./store.ts";

/** Number of users per batch, small enough for D1's time limit. */
const BATCH_SIZE = 50;

type Result = z.infer<typeof importOutput>["results"][number];
type RowOutcome = "created" | UserConflict;
type Deps = Pick<UsersDeps, "users" | "passwords" | "clock" | "tenants" | "attempts">;

/**
 * Imports users from another system. Each row is checked and written on its own: an invalid row, or one whose email is taken,
 * stops no other row, so an interrupted import can be repeated unchanged. Hashes no password and sends no email.
 */
export async function importUsers(
  app: Deps,
  tenant: Tenant,
  { users, dryRun }: z.infer<typeof importInput>,
): Promise<z.infer<typeof importOutput>> {
  const rows = users.map((row) => readRow(app, tenant, row));
  const valid = rows.flatMap((row) => ("parts" in row ? [row.parts] : []));
  const outcomes = dryRun ? await dryRunOutcomes(app, tenant, valid) : await write(app, tenant, valid);
  const byParts = new Map(valid.map((parts, i) => [parts, outcomes[i]]));
  const results = rows.map((row) => {
    if (!("parts" in row)) return row;
    const { warning, parts } = row;
    const result = resultOf(tenant, parts, byParts.get(parts), dryRun);
    return warning === undefined || result.result !== "created" ? result : { ...result, warning };
  });
  const count = (expected: Result["result"]) => results.filter(({ result }) => result === expected).length;
  return { createdCount: count("created"), existingCount: count("existing"), failedCount: count("failed"), results };
}

/** Reads a row: the rows of its user, or a failed result. */
function readRow(
  app: Deps,
  tenant: Tenant,
  row: ImportRow,
): { parts: NewUserRows; warning: string | undefined } | Result {
  const read = importUser.safeParse(row);
  if (!read.success) {
    const issues = read.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    return failed("invalid_input", issues);
  }
  const { passwordHash, ...user } = read.data;
  const problem = passwordHash === undefined ? undefined : app.passwords.problemWith(passwordHash);
  if (problem !== undefined) return failed("invalid_password_hash", [{ path: "passwordHash", message: problem }]);
  const warning = passwordHash === undefined ? undefined : app.passwords.warningOf(passwordHash);
  try {
    return { parts: newUserRows(app, tenant, { ...user, name: user.name ?? null }, passwordHash), warning };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return failed(error.code, error.details.issues as Issue[]);
  }
}

async function write(app: Deps, tenant: Tenant, all: readonly NewUserRows[]): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (let i = 0; i < all.length; i += BATCH_SIZE) {
    outcomes.push(...(await app.users.createMany(all.slice(i, i + BATCH_SIZE))));
  }
  const created = all.filter((_, i) => outcomes[i] === "created");
  await resetManyAttempts(
    app,
    tenant,
    created.map(({ user }) => user.emailKey),
  );
  return outcomes;
}

/** Predicts the outcome of each row without writing, as if the rows were written one after the other. */
async function dryRunOutcomes(app: Deps, tenant: Tenant, all: readonly NewUserRows[]): Promise<RowOutcome[]> {
  const owners = await app.users.findOwners(
    tenant.id,
    all.map(({ user }) => user),
  );
  const byEmail = new Map(owners.map(({ emailKey, id }) => [emailKey, id]));
  const byExternalId = new Map(owners.map(({ externalId, id }) => [externalId, id]));
  const row = await app.tenants.find(tenant.id);
  let remaining = (row?.limits.users ?? Number.POSITIVE_INFINITY) - (row?.userCount ?? 0);
  return all.map(({ user: { id, emailKey, externalId } }) => {
    const email = byEmail.get(emailKey);
    if (email !== undefined) return { conflict: "email", userId: email };
    const external = externalId === null ? undefined : byExternalId.get(externalId);
    if (external !== undefined) return { conflict: "externalId", userId: external };
    if (remaining-- <= 0) return { conflict: "plan_limit" };
    byEmail.set(emailKey, id);
    if (externalId !== null) byExternalId.set(externalId, id);
    return "created";
  });
}

function resultOf(tenant: Tenant, { user }: NewUserRows, outcome: RowOutcome | undefined, dryRun: boolean): Result {
  if (outcome === undefined || outcome === "created") {
    return dryRun ? { result: "created" } : { result: "created", userId: user.id };
  }
  if (outcome.conflict === "email") return { result: "existing", userId: outcome.userId };
  const { code, message } = conflictError(tenant, outcome);
  return { result: "failed", code, problem: message, ...("userId" in outcome && { userId: outcome.userId }) };
}

interface Issue {
  readonly path: string;
  readonly message: string;
}

function failed(code: ErrorCode, issues: readonly Issue[]): Result {
  return { result: "failed", code, problem: issues.map(({ path, message }) => `${path}: ${message}`).join(" ") };
}
