import { CliError, EXIT, type ExitCode, usageError } from "../cli-error.ts";
import { credentialsOf } from "../deploy/credentials.ts";
import { runProgram } from "../deploy/run-program.ts";
import type { AddCommand } from "./nouns.ts";
import type { Register, RunContext } from "./run-context.ts";

/** The program of the repository that restores backups into a local stack. */
const DRILL_PROGRAM = "tools/local/src/drill/main.ts";

export function addDrillCommand(at: AddCommand, register: Register): void {
  const command = at("ops drill")
    .description("Restore the newest backups of all tenants into a fresh local stack, and compare row for row.")
    .addHelpText("after", HELP);
  register(command, runDrill);
}

const HELP = `
Runs in a clone of the repository, as a platform admin or with a platform key that has the scopes backups:read and tenants:read.
BACKUP_KEY must be in the environment. Exits with 1 if a row differs or a tenant has no backup. The deployment isn't changed.`;

async function runDrill(context: RunContext): Promise<ExitCode> {
  const { io, options } = context;
  if (!io.env.BACKUP_KEY) {
    throw usageError(
      "BACKUP_KEY is missing.",
      "Put the deployment's key into the environment, then repeat the command.",
    );
  }
  const env = await credentialsOf(context);
  const code = await runProgram(DRILL_PROGRAM, options.json === true ? ["--json"] : [], io, { env });
  if (code === null) throw new CliError("interrupted", "The drill was interrupted.", "Repeat the command.");
  return code === EXIT.ok ? EXIT.ok : EXIT.failed;
}
