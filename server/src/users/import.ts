import type * as z from "zod";
import { resetManyAttempts } from "../attempts/count-attempt.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { ErrorCode } from "../shared/errors/catalog.ts";
import type { Tenant } from "../shared/tenant.ts";
import { conflict, partsOf } from "./create.ts";
import type { UsersDeps } from "./deps.ts";
import { type ImportRow, type importInput, type importOutput, importUser } from "./inputs.ts";
import type { UserConflict, UserParts } from "./store.ts";

/** How many users are written in one batch: few enough that it ends well within D1's time. */
const USERS_A_BATCH = 50;

type Result = z.infer<typeof importOutput>["results"][number];
type Outcome = "created" | UserConflict;
type Deps = Pick<UsersDeps, "users" | "passwords" | "clock" | "tenants" | "attempts">;

/**
 * Makes users who were kept elsewhere. Each row is judged and written by itself: a bad one, or one whose email a user has
 * already, keeps no other out. So an import that was cut off is repeated as it is. Nothing is hashed, and nobody is mailed.
 */
export async function importUsers(
  app: Deps,
  tenant: Tenant,
  { users, dryRun }: z.infer<typeof importInput>,
): Promise<z.infer<typeof importOutput>> {
  const rows = users.map((row) => readRow(app, tenant, row));
  const valid = rows.flatMap((row) => ("parts" in row ? [row.parts] : []));
  const outcomes = dryRun ? await foresee(app, tenant, valid) : await write(app, tenant, valid);
  const byParts = new Map(valid.map((parts, i) => [parts, outcomes[i]]));
  const results = rows.map((row) => {
    if (!("parts" in row)) return row;
    const { warning, parts } = row;
    const result = resultOf(tenant, parts, byParts.get(parts), dryRun);
    return warning === undefined || result.result !== "created" ? result : { ...result, warning };
  });
  const count = (wanted: Result["result"]) => results.filter(({ result }) => result === wanted).length;
  return { createdCount: count("created"), existingCount: count("existing"), failedCount: count("failed"), results };
}

/** The user of a row, or why it is none. */
function readRow(
  app: Deps,
  tenant: Tenant,
  row: ImportRow,
): { parts: UserParts; warning: string | undefined } | Result {
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
    return { parts: partsOf(app, tenant, { ...user, name: user.name ?? null }, passwordHash), warning };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return failed(error.code, error.details.issues as Issue[]);
  }
}

async function write(app: Deps, tenant: Tenant, all: readonly UserParts[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let i = 0; i < all.length; i += USERS_A_BATCH) {
    outcomes.push(...(await app.users.createMany(all.slice(i, i + USERS_A_BATCH))));
  }
  const created = all.filter((_, i) => outcomes[i] === "created");
  await resetManyAttempts(
    app,
    tenant,
    created.map(({ user }) => user.emailKey),
  );
  return outcomes;
}

/** What would become of each, were they written now, one after the other. */
async function foresee(app: Deps, tenant: Tenant, all: readonly UserParts[]): Promise<Outcome[]> {
  const owners = await app.users.ownersOf(
    tenant.id,
    all.map(({ user }) => user),
  );
  const byEmail = new Map(owners.map(({ emailKey, id }) => [emailKey, id]));
  const byExternalId = new Map(owners.map(({ externalId, id }) => [externalId, id]));
  const row = await app.tenants.find(tenant.id);
  let room = (row?.limits.users ?? Number.POSITIVE_INFINITY) - (row?.userCount ?? 0);
  return all.map(({ user: { id, emailKey, externalId } }) => {
    const email = byEmail.get(emailKey);
    if (email !== undefined) return { taken: "email", userId: email };
    const external = externalId === null ? undefined : byExternalId.get(externalId);
    if (external !== undefined) return { taken: "externalId", userId: external };
    if (room-- <= 0) return { taken: "room" };
    byEmail.set(emailKey, id);
    if (externalId !== null) byExternalId.set(externalId, id);
    return "created";
  });
}

function resultOf(tenant: Tenant, { user }: UserParts, outcome: Outcome | undefined, dryRun: boolean): Result {
  if (outcome === undefined || outcome === "created") {
    return dryRun ? { result: "created" } : { result: "created", userId: user.id };
  }
  if (outcome.taken === "email") return { result: "existing", userId: outcome.userId };
  const { code, message } = conflict(tenant, outcome);
  return { result: "failed", code, problem: message, ...("userId" in outcome && { userId: outcome.userId }) };
}

interface Issue {
  readonly path: string;
  readonly message: string;
}

function failed(code: ErrorCode, issues: readonly Issue[]): Result {
  return { result: "failed", code, problem: issues.map(({ path, message }) => `${path}: ${message}`).join(" ") };
}
