import { FileError, readSuite, type Stage } from "@cf-auth/conformance";
import { CliError, EXIT } from "../cli-error.ts";

/** The tests of a store file, with the files that it names. */
export function readStages(file: string): Stage[] {
  try {
    return readSuite(file);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CliError("store_invalid", `${file}: ${error.message}`, "Correct the store file.", EXIT.usage);
  }
}
