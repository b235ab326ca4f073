import { parseArgs } from "node:util";

export const HELP = `Writes the types of a permission model, for createClient<Model>.

Usage: cf-auth-generate [model.fga | fga.mod] [options]

  Without a file: fga.mod of this folder, or else model.fga.

Options:
  -o, --output FILE   output file; defaults to model.ts beside the model, - for standard output
      --check         write nothing; fail if the file is not what would be written
  -h, --help          show this

Exit codes: 0 done, 1 the model is wrong or the file is not current, 2 the command or a file cannot be used.
`;

export interface Command {
  readonly input: string | undefined;
  readonly output: string | undefined;
  readonly check: boolean;
  readonly help: boolean;
}

/** Parses the arguments. Throws `TypeError` with a message for invalid ones. */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      output: { type: "string", short: "o" },
      check: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [input, ...more] = positionals;
  if (more.length > 0) throw new TypeError("One model at a time: give one file.");
  const { output, check, help } = values;
  if (check && output === "-") throw new TypeError("--check needs a file to look at.");
  return { input, output, check, help };
}
