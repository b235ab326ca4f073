import { CfAuthError } from "@cf-auth/client";
import { EngineError } from "@cf-auth/engine";
import { CliError, EXIT, type ExitCode } from "../cli-error.ts";
import { printable } from "./printable.ts";

/** A failure in the form that people and programs read. */
export interface ReportedError {
  readonly code: string;
  readonly message: string;
  readonly action: string;
  readonly requestId?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly exitCode: ExitCode;
}

const UNREACHABLE: readonly string[] = ["network", "timeout", "bad_response"];
/** Codes of credentials that a new sign-in replaces. */
const SIGN_IN_AGAIN: readonly string[] = ["session_ended", "token_expired", "token_invalid", "unauthenticated"];

/** What to report of a failure. Unexpected ones have no stack trace: their message has to suffice. */
export function reportedError(error: unknown): ReportedError {
  if (error instanceof CliError) {
    const { code, message, action, exitCode } = error;
    return { code, message, action, exitCode };
  }
  if (error instanceof CfAuthError) {
    const { code, message, requestId, details } = error;
    const action = SIGN_IN_AGAIN.includes(code) ? `Run \`cf-auth login\`. ${error.action}` : error.action;
    return { code, message, action, requestId, details, exitCode: exitCodeOf(error) };
  }
  if (error instanceof EngineError) {
    const { code, message, details } = error;
    return { code, message, action: "Correct the file, then repeat the command.", details, exitCode: EXIT.failed };
  }
  if (isFileError(error)) {
    const action = "Check the path and its permissions.";
    return { code: "file", message: error.message, action, exitCode: EXIT.usage };
  }
  const message = error instanceof Error ? error.message : `${error}`;
  const action = "Report this as a bug, with the command that you ran.";
  return { code: "unexpected", message, action, exitCode: EXIT.failed };
}

function exitCodeOf({ code, status }: CfAuthError): ExitCode {
  if (UNREACHABLE.includes(code)) return EXIT.unreachable;
  return status === 401 || status === 403 || SIGN_IN_AGAIN.includes(code) ? EXIT.signIn : EXIT.failed;
}

function isFileError(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error && "path" in error;
}

/** The error as lines of text. */
export function errorText({ code, message, action, requestId, details = {} }: ReportedError): string {
  const lines = [`error: ${message} (${code})`];
  for (const { position, reason } of problemsIn(details)) lines.push(`  ${position}: ${reason}`);
  lines.push(`  ${action}`);
  if (requestId !== undefined) lines.push(`  request id: ${requestId}`);
  return `${printable(lines.join("\n"))}\n`;
}

/** The issues of an input, or the problems of a file, that the details list. */
function problemsIn({ issues, problems }: Readonly<Record<string, unknown>>): { position: string; reason: string }[] {
  const found = [issues, problems].flatMap((list) => (Array.isArray(list) ? list : []));
  return found.map((problem) => {
    const { path, file, line, column, message, reason } = Object(problem);
    const inFile = [file, line, column].filter((part) => part !== undefined).join(":");
    return { position: `${path ?? inFile}`, reason: `${message ?? reason}` };
  });
}
