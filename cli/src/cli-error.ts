/** Exit codes, as `docs/command-line.md` lists them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, signIn: 3, unreachable: 4, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An expected failure of the command line itself. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: string;
  readonly action: string;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, action: string, exitCode: ExitCode = EXIT.failed) {
    super(message);
    this.code = code;
    this.action = action;
    this.exitCode = exitCode;
  }
}

/** The command was used wrongly. */
export function usageError(message: string, action: string): CliError {
  return new CliError("usage", message, action, EXIT.usage);
}

/** Nobody is signed in, or no longer. */
export function notSignedIn(message: string): CliError {
  return new CliError("not_signed_in", message, "Run `cf-auth login`, or set CF_AUTH_KEY.", EXIT.signIn);
}

/** The user ended a prompt. */
export function canceled(): CliError {
  return new CliError(
    "canceled",
    "The prompt was canceled.",
    "Repeat the command to be prompted again.",
    EXIT.interrupted,
  );
}
