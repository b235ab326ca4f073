import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { EngineError } from "@cf-auth/engine";
import type { ModelProblem } from "@cf-auth/model-language";
import { type Command, HELP, readCommand } from "./command.ts";
import { emitModel, MARK } from "./emit-model.ts";
import { type Model, readModel } from "./read-model.ts";

/** The result of a run. */
export interface CommandResult {
  readonly code: 0 | 1 | 2;
  /** For standard output. */
  readonly data: string;
  /** Messages for standard error. */
  readonly words: string;
}

const wrong = (words: string): CommandResult => ({ code: 1, data: "", words });
const unusable = (words: string): CommandResult => ({ code: 2, data: "", words });

/** Runs `cf-auth-generate` with its arguments. */
export function generate(args: readonly string[]): CommandResult {
  let command: Command;
  try {
    command = readCommand(args);
  } catch (error) {
    // Only `parseArgs` and `readCommand` throw here, both with a readable message.
    return unusable(`${(error as Error).message}\nSee cf-auth-generate --help.\n`);
  }
  if (command.help) return { code: 0, data: HELP, words: "" };
  const input = command.input ?? ["fga.mod", "model.fga"].find((file) => existsSync(file));
  if (input === undefined) return unusable("There is no fga.mod or model.fga here. Name the model's file.\n");
  try {
    return write(command, input, readModel(input));
  } catch (error) {
    if (error instanceof EngineError) return wrong(problemsOf(error, input).map(lineFor(input)).join(""));
    if (error instanceof Error && "syscall" in error) return unusable(`${error.message}\n`);
    throw error;
  }
}

function write({ output, check }: Command, input: string, model: Model): CommandResult {
  const text = emitModel(model, basename(input));
  const warnings = model.warnings.map((warning) =>
    lineFor(input)({ ...warning, message: `warning: ${warning.message}` }),
  );
  const words = warnings.join("");
  if (output === "-") return { code: 0, data: text, words };
  const file = output ?? join(dirname(input), `${basename(input).replace(/\.fga$|^fga\.mod$/, "") || "model"}.ts`);
  const there = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (there === text) return { code: 0, data: "", words: `${words}${file} is current.\n` };
  if (check)
    return wrong(`${words}${file} is not what ${input} says. Run cf-auth-generate and commit what it writes.\n`);
  if (there !== undefined && !there.startsWith(MARK)) {
    return unusable(`${words}${file} was not written by cf-auth-generate. Name another file with --output.\n`);
  }
  writeFileSync(file, text);
  return { code: 0, data: "", words: `${words}Wrote ${file}.\n` };
}

function problemsOf(error: EngineError, input: string): readonly ModelProblem[] {
  const { problems } = error.details;
  if (Array.isArray(problems)) return problems;
  return [{ line: 1, column: 1, message: error.message, file: basename(input) }];
}

/** In the form of compilers, so that editors link to the place. */
function lineFor(input: string): (problem: ModelProblem) => string {
  return ({ file, line, column, message, pointer }) => {
    const path = file === undefined ? input : join(dirname(input), file);
    return `${path}:${line}:${column}: ${pointer ? `${pointer}: ` : ""}${message}\n`;
  };
}
