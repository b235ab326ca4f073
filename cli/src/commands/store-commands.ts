import { writeFile } from "node:fs/promises";
import type { Store } from "@cf-auth/conformance";
import { EXIT, type ExitCode } from "../cli-error.ts";
import { exportTuples } from "../graph/export-tuples.ts";
import { type ImportOptions, importTuples } from "../graph/import-tuples.ts";
import { runTests } from "../model/run-tests.ts";
import { modelInput, readStore } from "../model/store-file.ts";
import { modelYaml, tuplesYaml } from "../model/store-text.ts";
import { tenantSource } from "../model/tenant-source.ts";
import { diffText } from "../output/model-text.ts";
import { summaryText } from "../output/test-text.ts";
import type { AddCommand } from "./nouns.ts";
import type { Register, RunContext } from "./run-context.ts";

const IMPORT_HELP = `
The model is written first, then the tuples, then the tests run against the tenant. A test's own tuples,
at most 100, count for the test only. A failed test exits with 1, and undoes nothing.

Procedures: authz.model.put, authz.graph.import, authz.check, authz.listObjects, authz.listSubjects`;

const EXPORT_HELP = `
Modules become one file, and a model in JSON becomes text.

Procedures: authz.model.get, authz.graph.export`;

export function addStoreCommands(at: AddCommand, register: Register): void {
  const importing = at("store import")
    .description("Writes an OpenFGA store file (.fga.yaml) into the tenant, and runs its tests there.")
    .argument("<file>", "The store file. Files that it names are relative to it.")
    .option("--replace", "Remove all tuples that the store lacks.")
    .option("--no-tests", "Run no tests.")
    .option("--reason <text>", "Reason for the change, recorded in the log.")
    .option("--dry-run", "Print what the model would change and the number of tuples, and change nothing.")
    .addHelpText("after", IMPORT_HELP);
  register(importing, async (context, file) => await importStore(`${file}`, context));

  const exporting = at("store export")
    .description("Writes the tenant's model and tuples as an OpenFGA store file (.fga.yaml).")
    .argument("[file]", "Where to write the store. Defaults to stdout.")
    .addHelpText("after", EXPORT_HELP);
  register(exporting, async (context, file) => await exportStore(file, context));
}

async function importStore(file: string, context: RunContext): Promise<ExitCode | undefined> {
  const { io, output, options } = context;
  const store = readStore(file);
  const connection = context.connect();
  const { authz } = connection.client;
  const model = modelInput(store.model);
  if (options.dryRun === true) {
    const diff = await authz.model.diff({ model }, { signal: io.signal });
    output.result({ diff, tupleCount: store.tuples.length }, () => `${diffText(diff)}${store.tuples.length} tuples\n`);
    output.message("Nothing was changed: this was a dry run.");
    return undefined;
  }
  const reason = typeof options.reason === "string" ? { reason: options.reason } : {};
  const { version, changed } = await authz.model.put({ model, ...reason }, { signal: io.signal });
  output.message(changed ? `Put version ${version} of the model.` : `Version ${version} already is this model.`);
  const imported = await importTuples(
    { content: new Blob([jsonlOf(store)]), format: "jsonl" },
    { mode: options.replace === true ? "replace" : "merge", ...reason } satisfies ImportOptions,
    connection,
    io,
  );
  output.message(
    `Imported ${imported.tupleCount} tuples: ${imported.addedCount} added, ${imported.removedCount} removed.`,
  );
  const result = { modelVersion: version, modelChanged: changed, import: imported };
  if (options.tests === false || store.tests.length === 0) {
    output.result(result, () => "");
    return undefined;
  }
  const stages = store.tests.map((test) => ({ ...test, model: store.model, before: [] }));
  const { passed, failures } = await runTests(stages, tenantSource(connection, io));
  const inFile = failures.map((failure) => ({ file, ...failure }));
  const tests = { passed, failed: failures.length, failures: inFile };
  output.result({ ...result, tests }, () => summaryText(passed, inFile));
  return failures.length === 0 ? EXIT.ok : EXIT.failed;
}

/** One tuple a line, so that an invalid tuple is reported by its number. A file without tuples is an empty line. */
function jsonlOf({ tuples }: Store): string {
  return `${tuples.map((tuple) => JSON.stringify(tuple)).join("\n")}\n`;
}

async function exportStore(file: string | string[] | undefined, context: RunContext): Promise<undefined> {
  const { io, output } = context;
  const connection = context.connect();
  const { model, version } = await connection.client.authz.model.get({}, { signal: io.signal });
  const { pieces, tupleCount, revision } = await exportTuples(connection, io, "yaml");
  const store = `${modelYaml(model)}${tuplesYaml((await Array.fromAsync(pieces)).join(""))}`;
  if (typeof file !== "string") {
    output.result({ store, modelVersion: version, tupleCount, revision }, () => store);
    return;
  }
  await writeFile(file, store);
  output.message(
    `Exported version ${version} of the model and ${tupleCount} tuples to ${file}, at revision ${revision}.`,
  );
  if (output.isJson) output.result({ file, modelVersion: version, tupleCount, revision });
}
