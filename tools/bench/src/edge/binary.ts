import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Path of the program, from the variable or PATH; undefined if it is not installed. */
export function findBinary(name: string, variable: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const paths = [process.env[variable] ?? "", ...folders.map((folder) => join(folder, name))];
  return paths.find((path) => path !== "" && isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
