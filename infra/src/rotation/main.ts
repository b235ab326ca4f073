import { readRotationArguments } from "./arguments.ts";
import { factsOf } from "./error-facts.ts";
import { EXIT } from "./exit-codes.ts";
import { RotationError, RotationUsageError } from "./rotation-error.ts";
import { type OpsDeps, runOps } from "./run-ops.ts";

/** Runs the command, and returns its exit code. Errors are printed, never thrown. */
export async function main(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  streams: OpsDeps["streams"],
): Promise<number> {
  const isJson = argv.includes("--json");
  try {
    return await runOps(readRotationArguments(argv), { env, streams });
  } catch (error) {
    const { code, message, action } = await factsOf(error);
    const facts = JSON.stringify({ error: { code, message, action } });
    streams.stderr.write(isJson ? `${facts}\n` : `error: ${message} (${code})\n  ${action}\n`);
    if (error instanceof RotationError && error.code === "value_missing") return EXIT.valueNeeded;
    return error instanceof RotationUsageError ? EXIT.usage : EXIT.failed;
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2), process.env, process);
