import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { FileError, type Stage } from "../suite.ts";
import { list, mapping } from "./fields.ts";
import { readMatrix } from "./matrix.ts";
import { readStore } from "./store.ts";

/** Reads the stages of a file of either format. Throws if the file can't be read or has an unsupported field. */
export function readSuite(file: string): Stage[] {
  const read = (path: string) => readFileSync(resolve(dirname(file), path), "utf8");
  const content = mapping(parse(readFileSync(file, "utf8")), "file");
  const tests = list(content.tests, "file.tests", mapping);
  const stages = tests.some((test) => "stages" in test) ? readMatrix(content) : readStore(content, read);
  if (stages.every(({ assertions }) => assertions.length === 0)) throw new FileError("The file asserts nothing.");
  return stages;
}
