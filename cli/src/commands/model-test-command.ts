import type { Command } from "commander";
import { EXIT } from "../cli-error.ts";
import { engineSource } from "../model/engine-source.ts";
import { runTests } from "../model/run-tests.ts";
import { readStages } from "../model/store-file.ts";
import { tenantSource } from "../model/tenant-source.ts";
import { type FailureInFile, summaryText } from "../output/test-text.ts";
import type { Register } from "./run-context.ts";

const HELP = `
Without --tenant, the file's model and tuples are evaluated here, without the service.
With it, the tenant's own model and graph are; the file's tuples, at most 100, count for the tests only.`;

/** `model test`: runs the tests of OpenFGA's store files. */
export function addTestCommand(command: Command, register: Register): void {
  command
    .description("Runs the tests of OpenFGA store files (.fga.yaml).")
    .argument("<files...>", "Store files.")
    .addHelpText("after", HELP);
  register(command, async (context, files) => {
    const { options, output } = context;
    const isRemote = typeof options.tenant === "string";
    const failures: FailureInFile[] = [];
    let passed = 0;
    for (const file of [files ?? []].flat()) {
      const source = isRemote ? tenantSource(context.connect(), context.io) : engineSource;
      const result = await runTests(readStages(file), source);
      passed += result.passed;
      failures.push(...result.failures.map((failure) => ({ file, ...failure })));
    }
    output.result({ passed, failed: failures.length, failures }, () => summaryText(passed, failures));
    return failures.length === 0 ? EXIT.ok : EXIT.failed;
  });
}
