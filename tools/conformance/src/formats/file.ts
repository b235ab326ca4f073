import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { FileError, type Stage } from "../suite.ts";
import { list, mapping } from "./fields.ts";
import { readMatrix } from "./matrix.ts";
import { readStore, type Store, stagesOf } from "./store.ts";

/** Reads the stages of a file of either format. Throws if the file can't be read or has an unsupported field. */
export function readSuite(file: string): Stage[] {
  const { content, read } = open(file);
  const tests = list(content.tests, "file.tests", mapping);
  const stages = tests.some((test) => "stages" in test) ? readMatrix(content) : stagesOf(readStore(content, read));
  if (stages.every(({ assertions }) => assertions.length === 0)) throw new FileError("The file asserts nothing.");
  return stages;
}

/** Reads a store file, with the files that it names. Throws if a file can't be read or has an unsupported field. */
export function readStoreFile(file: string): Store {
  const { content, read } = open(file);
  return readStore(content, read);
}

function open(file: string) {
  return {
    content: mapping(parse(readFileSync(file, "utf8")), "file"),
    read: (path: string) => readFileSync(resolve(dirname(file), path), "utf8"),
  };
}
