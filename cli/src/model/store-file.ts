import type { PutModelRequest } from "@cf-auth/client";
import { FileError, type ModelSource, readStoreFile, readSuite, type Stage, type Store } from "@cf-auth/conformance";
import { CliError, EXIT } from "../cli-error.ts";

/** The tests of a store file, with the files that it names. */
export function readStages(file: string): Stage[] {
  return reading(file, readSuite);
}

/** A store file, with the files that it names. */
export function readStore(file: string): Store {
  return reading(file, readStoreFile);
}

/** The model of a store file in the form of the API. */
export function modelInput(source: ModelSource): PutModelRequest["model"] {
  switch (source.kind) {
    case "source":
      return source.text;
    case "json":
      return JSON.stringify(source.definition);
    case "modules":
      return source.files.map(({ name, contents }) => ({ name, contents }));
  }
}

function reading<T>(file: string, read: (file: string) => T): T {
  try {
    return read(file);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CliError("store_invalid", `${file}: ${error.message}`, "Correct the store file.", EXIT.usage);
  }
}
