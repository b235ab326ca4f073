import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CliError, EXIT } from "../cli-error.ts";

const NAME = "cf-auth";
/** The deploying program, within the repository. */
export const DEPLOY_PROGRAM = "infra/src/without-pulumi/main.ts";

/** The clone of the repository that a folder is in. Throws `repository_missing`. */
export function findRepository(folder: string): string {
  if (isRepository(folder)) return folder;
  const parent = dirname(folder);
  if (parent !== folder) return findRepository(parent);
  throw new CliError(
    "repository_missing",
    "The command runs a program of cf-auth's repository, and this folder isn't in a clone of it.",
    "Clone the repository, run `npm ci` there, then repeat the command in the clone.",
    EXIT.usage,
  );
}

function isRepository(folder: string): boolean {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest) || !existsSync(join(folder, DEPLOY_PROGRAM))) return false;
  return JSON.parse(readFileSync(manifest, "utf8")).name === NAME;
}
