import { CliError } from "../cli-error.ts";
import { definitionOf } from "./check-model.ts";
import { formatModel } from "./format-model.ts";
import type { ModelFiles } from "./model-files.ts";

/** Files of a model with their formatted text. Throws `invalid_model`, and if formatting would change what the model means. */
export function formattedFiles(files: ModelFiles): (ModelFiles["files"][number] & { readonly formatted: string })[] {
  const before = JSON.stringify(definitionOf(files));
  const result = files.files.map((file) => ({
    ...file,
    formatted: isOtherText(file) ? file.contents : formatModel(file.contents),
  }));
  const after = definitionOf({ ...files, files: result.map((file) => ({ ...file, contents: file.formatted })) });
  if (JSON.stringify(after) === before) return result;
  throw new CliError(
    "format_changes_model",
    `${files.path} can't be formatted.`,
    "Report this as a bug, with the model.",
  );
}

/** Whether the file isn't in the modelling language: a manifest, or a model in JSON. */
function isOtherText({ path, contents }: ModelFiles["files"][number]): boolean {
  return path.endsWith(".mod") || /^[\s\ufeff]*\{/.test(contents);
}
