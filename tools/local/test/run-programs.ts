import { pathToFileURL } from "node:url";
import { format } from "node:util";

/** What a program printed with `console.log`, and the error that ended it. */
export interface ProgramResult {
  readonly file: string;
  readonly printed: string;
  readonly error?: string;
}

// Runs the programs named by the arguments in this process, one after the other: most are so short that starting a process
// for each would take longer. Prints each one's result as a line of JSON.
for (const file of process.argv.slice(2)) {
  const lines: string[] = [];
  console.log = (...values) => lines.push(format(...values));
  const error = await import(pathToFileURL(file).href).then(
    () => undefined,
    (thrown: unknown) => format(thrown),
  );
  const result: ProgramResult = { file, printed: lines.join("\n"), ...(error !== undefined && { error }) };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
