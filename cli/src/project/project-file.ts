import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CliError, EXIT } from "../cli-error.ts";

/** Name of the file with a project's configuration. It is committed, so it has no secrets. */
export const PROJECT_FILE = "cf-auth.json";

/** What the file says, as it is written. */
export interface ProjectFields {
  readonly url?: string;
  /** The tenant's id or slug. */
  readonly tenant?: string;
  /** The model's file, relative to the folder of `cf-auth.json`. */
  readonly model?: string;
}

/** The configuration of the project that a folder is in. */
export interface Project extends ProjectFields {
  readonly path: string;
  /** The model's file, for use from any folder. */
  readonly modelPath: string | undefined;
}

const FIELDS = ["url", "tenant", "model"] as const satisfies readonly (keyof ProjectFields)[];

/**
 * Reads `cf-auth.json` of a folder, or else of its nearest parent that has one. Undefined without such a file.
 *
 * @throws `CliError` if the file has another form.
 */
export function findProject(folder: string): Project | undefined {
  const path = join(folder, PROJECT_FILE);
  if (existsSync(path)) return readProject(path);
  const parent = dirname(folder);
  return parent === folder ? undefined : findProject(parent);
}

function readProject(path: string): Project {
  const { url, tenant, model } = parseProject(path, readFileSync(path, "utf8"));
  return {
    path,
    ...(url !== undefined && { url: url.replace(/\/+$/, "") }),
    ...(tenant !== undefined && { tenant }),
    ...(model !== undefined && { model }),
    modelPath: model === undefined ? undefined : join(dirname(path), model),
  };
}

/** The fields of the file at the path. Throws `project_invalid`. */
export function parseProject(path: string, text: string): ProjectFields {
  const fields = parseObject(path, text);
  for (const [name, value] of Object.entries(fields)) {
    if (!FIELDS.some((field) => field === name)) {
      throw invalid(
        `${path} has the unknown field ${name}.`,
        `Use ${FIELDS.join(", ")} only. Secrets belong into the environment or a profile.`,
      );
    }
    if (typeof value !== "string" || value === "") {
      throw invalid(`${name} of ${path} isn't text.`, `Write ${name} as text, or remove it.`);
    }
  }
  return fields;
}

function parseObject(path: string, text: string): ProjectFields {
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Reported below, like other JSON than an object.
  }
  throw invalid(`${path} isn't a JSON object.`, "Correct the file, or write a new one with `cf-auth init --force`.");
}

function invalid(message: string, action: string): CliError {
  return new CliError("project_invalid", message, action, EXIT.usage);
}
