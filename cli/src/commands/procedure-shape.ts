import type { Command } from "commander";
import type { ExitCode } from "../cli-error.ts";
import type { Result } from "../output/result.ts";
import type { Layout } from "../output/table.ts";
import type { RunContext } from "./run-context.ts";

/** What the command of one procedure does differently. */
export interface ProcedureShape {
  /** Fields that are arguments, in order. Defaults to the first required field that identifies something. */
  readonly args?: readonly string[];
  /** Adds options of its own. */
  readonly options?: (command: Command) => void;
  /** The result for people. Defaults to tables and fields. */
  readonly text?: (result: Result, layout: Layout) => string;
  /** For a procedure that does some of its work in each call: adds up the results, and describes how far the work is. */
  readonly repeat?: {
    readonly isDone: (result: Result) => boolean;
    readonly add: (before: Result, result: Result) => Result;
    readonly progress: (result: Result) => string;
  };
  /** Defaults to 0. */
  readonly exitCode?: (result: Result, options: RunContext["options"]) => ExitCode;
}
