import { type Command, CommanderError } from "commander";
import { EXIT, type ExitCode } from "./cli-error.ts";
import { registering } from "./commands/run-context.ts";
import type { Io } from "./io.ts";
import { errorText, reportedError } from "./output/report-error.ts";
import { createProgram } from "./program.ts";

const DEFAULT_WIDTH = 100;

/** Runs a command line, without the program's name. Returns the exit code; errors are printed, never thrown. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = createProgram(registering(io, (code) => (exitCode = code)));
  const isJson = args.includes("--json");
  configure(program, io, isJson);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (io.signal.aborted) return EXIT.interrupted;
    const reported = reportedError(error);
    const { exitCode: code, ...facts } = reported;
    io.err(isJson ? jsonText(facts) : errorText(reported));
    return code;
  }
}

/** Has commander throw instead of ending the process, for each command: they copy these settings only when they are created. */
function configure(command: Command, io: Io, isJson: boolean): void {
  const width = io.columns ?? DEFAULT_WIDTH;
  command
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      getOutHelpWidth: () => width,
      getErrHelpWidth: () => width,
      outputError: (text, write) => write(isJson ? jsonText(usageFacts(text)) : text),
    })
    .showSuggestionAfterError();
  for (const inner of command.commands) configure(inner, io, isJson);
}

function usageFacts(text: string) {
  return {
    code: "usage",
    message: text.replace(/^error: /, "").trim(),
    action: "See the help of the command: --help.",
  };
}

function jsonText(error: object): string {
  return `${JSON.stringify({ error })}\n`;
}
