import { EXIT, type ExitCode } from "../cli-error.ts";
import { type Examined, examine } from "../doctor/examine.ts";
import { factsOf } from "../doctor/facts.ts";
import { printable } from "../output/printable.ts";
import type { AddCommand } from "./nouns.ts";
import type { Register, RunContext } from "./run-context.ts";

export function addDoctorCommand(at: AddCommand, register: Register): void {
  const doctor = at("doctor")
    .description("Find what is wrong with the configuration or the deployment, each with its fix.")
    .option("--origin <origin>", "Also check calls of a page at this origin, such as https://app.example.com.")
    .addHelpText("after", HELP);
  register(doctor, runDoctor);
}

const HELP = `
Exits with 1 if anything is found. Changes nothing.
If BOOTSTRAP_SECRET is in the environment, reports whether the deployment still accepts it.`;

async function runDoctor({ io, options, output }: RunContext): Promise<ExitCode> {
  const examined = await examine(factsOf(options, io));
  const isHealthy = examined.every(({ status }) => status !== "failed");
  output.result({ healthy: isHealthy, checks: examined }, () => reportText(examined));
  return isHealthy ? EXIT.ok : EXIT.failed;
}

/** Findings with their fixes, then how many checks there were. */
function reportText(examined: readonly Examined[]): string {
  const findings = examined.flatMap(({ check, findings }) =>
    findings.map(({ message, fix }) => `${check}: ${message}\n  ${fix}\n`),
  );
  const count = (status: Examined["status"]) => examined.filter((one) => one.status === status).length;
  const summary = `${count("ok")} passed, ${count("failed")} failed, ${count("skipped")} skipped\n`;
  return printable([...findings, summary].join(""));
}
