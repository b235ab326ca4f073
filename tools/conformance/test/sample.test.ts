import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSuite } from "../src/formats/file.ts";
import { runStages } from "../src/run.ts";

const DATA = join(import.meta.dirname, "../data");
const FILES = readdirSync(DATA, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));

it.each(FILES)("agrees with OpenFGA on all of %s", (file) => {
  const { passed, failures } = runStages(readSuite(join(DATA, file)));
  expect(passed).toBeGreaterThan(0);
  expect(failures).toEqual([]);
});

it("runs all assertions of the sample", () => {
  const summaries = FILES.map((file) => runStages(readSuite(join(DATA, file))));
  const total = summaries.reduce((sum, { passed, failures }) => sum + passed + failures.length, 0);
  // Counted in the files independently, so that no assertion is skipped silently.
  expect(total).toBe(388);
});
