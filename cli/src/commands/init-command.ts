import { readFileSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import type { ModuleFile } from "@cf-auth/model-language";
import { Option } from "commander";
import { usageError } from "../cli-error.ts";
import { modelFiles, modelText } from "../model/model-files.ts";
import { printable } from "../output/printable.ts";
import { ConfigFile } from "../profile/config-file.ts";
import { type GlobalOptions, profileNameOf, settingsFrom } from "../profile/settings.ts";
import { type Answers, answersFor, type InitOptions, NO_MODEL } from "../project/answers.ts";
import { type PlannedFile, planFiles, readIfThere, refuseReplacements, writeFiles } from "../project/planned-file.ts";
import { environmentExample, ignoreFile, modelFilesOf, projectFile, typesFile } from "../project/project-contents.ts";
import { PROJECT_FILE, type ProjectFields, parseProject } from "../project/project-file.ts";
import { TEMPLATES } from "../project/templates.ts";
import type { AddCommand } from "./nouns.ts";
import type { Register, RunContext } from "./run-context.ts";

export function addInitCommand(at: AddCommand, register: Register): void {
  const init = at("init")
    .description("Write the configuration of a project into this folder: cf-auth.json, a model, its types.")
    .option("--model <file>", "The model's file. Defaults to model.fga; an existing one is used as it is.")
    .addOption(
      new Option("--template <name>", "The model to begin with. Defaults to documents.").choices([
        ...TEMPLATES.map(({ name }) => name),
        NO_MODEL,
      ]),
    )
    .option("--from-tenant", "Write the tenant's present model instead of a template.")
    .option("--force", "Replace existing files.")
    .option("--dry-run", "Print what would be written, and write nothing.")
    .addHelpText("after", HELP);
  register(init, runInit);
}

const HELP = `
On a terminal, prompts for what the flags leave open. No file has a secret.
Existing files are replaced with --force only; .gitignore only gets lines added.`;

const MANIFEST = "fga.mod";

async function runInit(context: RunContext): Promise<undefined> {
  const { io, options, output } = context;
  const isForced = options.force === true;
  const answers = await answersFor(ownOptions(options), existingFields(io.cwd, isForced), storedSettings(context), io);
  const planned = planFiles(io.cwd, await newFiles(answers, context));
  if (options.dryRun === true) {
    output.result({ files: planned }, () => planned.map(contentsText).join("\n"));
    output.message("Nothing was written: this was a dry run.");
    return;
  }
  if (!isForced) refuseReplacements(planned);
  writeFiles(io.cwd, planned);
  output.result({ files: planned.map(({ path, change }) => ({ path, change })) }, () =>
    printable(planned.map(({ path, change }) => `${path}: ${CHANGES[change]}\n`).join("")),
  );
  output.message(nextStep(answers));
}

const CHANGES = { create: "created", replace: "replaced", add: "lines added", none: "unchanged" } as const;

/** As text for people: options of commander have any type. */
function ownOptions({ url, tenant, model, template, fromTenant }: RunContext["options"]): InitOptions {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const file = text(model);
  if (file !== undefined && (isAbsolute(file) || file.split(/[\\/]/).includes(".."))) {
    throw usageError(`${file} isn't below this folder.`, "Name a file of the project, such as auth/model.fga.");
  }
  return {
    url: text(url),
    tenant: text(tenant),
    model: file,
    template: text(template),
    fromTenant: fromTenant === true,
  };
}

/** Of the folder's own `cf-auth.json`. With `--force`, an invalid one is replaced. */
function existingFields(folder: string, isForced: boolean): ProjectFields {
  const path = join(folder, PROJECT_FILE);
  const text = readIfThere(path);
  if (text === undefined) return {};
  try {
    return parseProject(path, text);
  } catch (error) {
    if (isForced) return {};
    throw error;
  }
}

function storedSettings({ io, options }: Pick<RunContext, "io" | "options">, more: GlobalOptions = {}) {
  const chosen: GlobalOptions = { ...options, ...more };
  const stored = new ConfigFile(io).profile(profileNameOf(chosen, io));
  return settingsFrom({ stored, project: undefined }, chosen, io);
}

async function newFiles(answers: Answers, context: RunContext) {
  const { cwd } = context.io;
  const { url, tenant } = answers;
  const common = [environmentExample(url), ignoreFile(readIfThere(join(cwd, ".gitignore")))];
  if (answers.origin === "none") return [projectFile({ url, ...(tenant && { tenant }) }), ...common];
  const source = await modelSource(answers, context);
  // A modular model has the name that its readers expect.
  const path = typeof source === "string" ? answers.model : answers.model.replace(/[^/]*$/, MANIFEST);
  return [
    projectFile({ url, ...(tenant && { tenant }), model: path }),
    ...modelFilesOf(path, source),
    typesFile(path, source),
    ...common,
  ];
}

async function modelSource(answers: Answers, context: RunContext): Promise<string | readonly ModuleFile[]> {
  const { origin, url, tenant, model } = answers;
  if (origin === "tenant") {
    const connection = context.connectWith(storedSettings(context, { url, tenant }));
    return (await connection.client.authz.model.get()).model;
  }
  if (typeof origin === "object") return TEMPLATES.find(({ name }) => name === origin.template)?.model ?? "";
  const path = join(context.io.cwd, model);
  return basename(path) === MANIFEST ? modelText(modelFiles(path)) : readFileSync(path, "utf8");
}

function contentsText({ path, change, contents }: PlannedFile): string {
  return printable(`${path} (${change})\n${contents.replace(/^(?=.)/gm, "  ")}`);
}

function nextStep({ origin, model }: Answers): string {
  const key = "Copy .env.example to .env, and set CF_AUTH_KEY there.";
  const apply = typeof origin === "object" ? ` Apply the model: cf-auth model apply ${model}` : "";
  return `${key}${apply}`;
}
