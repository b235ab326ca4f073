import { writeFileSync } from "node:fs";
import type { ModelProblem } from "@cf-auth/client";
import type { Command } from "commander";
import { EXIT, type ExitCode, usageError } from "../cli-error.ts";
import { checkModel } from "../model/check-model.ts";
import { formattedFiles } from "../model/formatted-files.ts";
import { type ModelFiles, modelFiles, modelText } from "../model/model-files.ts";
import { diffText, problemText, warningText } from "../output/model-text.ts";
import { findProject } from "../project/project-file.ts";
import { addTestCommand } from "./model-test-command.ts";
import type { AddCommand } from "./nouns.ts";
import type { Register, RunContext } from "./run-context.ts";

const FILE_HELP = "A model: .fga, or fga.mod with the modules beside it. Defaults to that of cf-auth.json.";

export function addModelCommands(at: AddCommand, register: Register): void {
  const validate = withFile(at("model validate"))
    .description("Reports the problems of a model, without storing it.")
    .option("--strict", "Refuse relations that depend on their own absence.")
    .option("--offline", "Validate without the service, with the same parser.")
    .addHelpText("after", "\nProcedure: authz.model.validate");
  register(validate, validateModel);

  const diff = withFile(at("model diff"))
    .description("Reports what a model would change: relations, tuples, access gained and lost.")
    .addHelpText("after", "\nProcedure: authz.model.diff");
  register(diff, async (context, file) => await printDiff(filesOf(file, context), context));

  const apply = withFile(at("model apply"))
    .description("Makes a model the tenant's newest version, unless it equals that.")
    .option("--strict", "Refuse relations that depend on their own absence.")
    .option("--reason <text>", "Reason for the change, recorded in the log.")
    .option("--dry-run", "Print the diff, and change nothing.")
    .addHelpText("after", "\nProcedure: authz.model.put");
  register(apply, applyModel);

  const show = at("model show")
    .description("Prints the tenant's model.")
    .argument("[version]", "A version. Defaults to the newest.")
    .addHelpText("after", "\nProcedure: authz.model.get");
  register(show, showModel);

  const format = withFile(at("model fmt"))
    .description("Formats a model: indentation, blank lines, spaces. Comments stay.")
    .option("--check", "Write nothing; fail if the file isn't formatted.");
  register(format, async (context, file) => formatFiles(filesOf(file, context), context));

  addTestCommand(at("model test"), register);
}

function withFile(command: Command): Command {
  return command.argument("[file]", FILE_HELP);
}

function filesOf(file: string | string[] | undefined, { io }: RunContext): ModelFiles {
  const path = file ?? findProject(io.cwd)?.modelPath;
  if (path === undefined) throw usageError("No model is chosen.", "Name its file, or write `model` into cf-auth.json.");
  return modelFiles(`${path}`);
}

async function validateModel(context: RunContext, file: string | string[] | undefined): Promise<ExitCode> {
  const { options, output } = context;
  const files = filesOf(file, context);
  const strict = options.strict === true;
  const result =
    options.offline === true
      ? checkModel(files, strict)
      : await context.connect().client.authz.model.validate({ model: modelText(files), strict });
  output.result(result, () =>
    result.valid ? "valid\n" : result.problems.map((problem) => problemText(problem, files.path)).join(""),
  );
  printWarnings(result.warnings, files, context);
  return result.valid ? EXIT.ok : EXIT.failed;
}

async function printDiff(files: ModelFiles, context: RunContext): Promise<undefined> {
  const diff = await context.connect().client.authz.model.diff({ model: modelText(files) });
  context.output.result(diff, () => diffText(diff));
  printWarnings(diff.warnings, files, context);
}

async function applyModel(context: RunContext, file: string | string[] | undefined): Promise<undefined> {
  const files = filesOf(file, context);
  const { options, output } = context;
  if (options.dryRun === true) return await printDiff(files, context);
  const reason = typeof options.reason === "string" ? options.reason : undefined;
  const input = { model: modelText(files), strict: options.strict === true, reason };
  const result = await context.connect().client.authz.model.put(input);
  const { version, changed, ineffectiveCount, warnings } = result;
  output.result(result, () =>
    changed
      ? `version ${version}, ${ineffectiveCount} ineffective tuples\n`
      : `version ${version} already is this model\n`,
  );
  printWarnings(warnings, files, context);
}

function printWarnings(warnings: readonly ModelProblem[], { path }: ModelFiles, { output }: RunContext): void {
  for (const warning of warnings) output.message(warningText(warning, path).trimEnd());
}

async function showModel({ connect, output }: RunContext, version: string | string[] | undefined): Promise<undefined> {
  if (version !== undefined && !/^[1-9]\d*$/.test(`${version}`)) {
    throw usageError(`${version} isn't a version.`, "See the versions with `cf-auth model list`.");
  }
  const found = await connect().client.authz.model.get(version === undefined ? {} : { version: Number(version) });
  const { model } = found;
  output.result(found, () =>
    typeof model === "string" ? model : model.map(({ name, contents }) => `# ${name}\n${contents}\n`).join(""),
  );
}

function formatFiles(files: ModelFiles, { options, output }: RunContext): ExitCode {
  const changed = formattedFiles(files).filter(({ contents, formatted }) => contents !== formatted);
  if (options.check !== true) for (const { path, formatted } of changed) writeFileSync(path, formatted);
  const paths = changed.map(({ path }) => path);
  output.result({ changed: paths }, () => paths.map((path) => `${path}\n`).join(""));
  return options.check === true && changed.length > 0 ? EXIT.failed : EXIT.ok;
}
