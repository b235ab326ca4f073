import { basename, dirname, join } from "node:path";
import type { ModuleFile } from "@cf-auth/model-language";
import { emitModel } from "../../../client-sdk/src/codegen/emit-model.ts";
import { modelOf } from "../../../client-sdk/src/codegen/read-model.ts";
import { CliError } from "../cli-error.ts";
import type { NewFile } from "./planned-file.ts";
import { PROJECT_FILE, type ProjectFields } from "./project-file.ts";

/** Names of files with secrets, which are never committed. */
const IGNORED = [".env", ".env.local"];
/** A module's path within the model's folder. */
const MODULE_PATH = /^(?!.*(?:^|\/)\.\.?(?:\/|$))[\w.-]+(?:\/[\w.-]+)*$/;

export function projectFile({ url, tenant, model }: ProjectFields): NewFile {
  const fields = { url, ...(tenant !== undefined && { tenant }), ...(model !== undefined && { model }) };
  return { path: PROJECT_FILE, contents: `${JSON.stringify(fields, null, 2)}\n` };
}

/** The model's files below its folder. Throws for a module that would be written elsewhere. */
export function modelFilesOf(path: string, source: string | readonly ModuleFile[]): NewFile[] {
  if (typeof source === "string") return [{ path, contents: source }];
  return source.map(({ name, contents }) => {
    if (MODULE_PATH.test(name)) return { path: join(dirname(path), name), contents };
    throw new CliError(
      "module_path_invalid",
      `The tenant's model has a module called ${name}, which isn't a path below the model's folder.`,
      "Rename the module in the tenant's model.",
    );
  });
}

/** TypeScript types beside the model, for `createClient<Model>`. Throws `invalid_model`. */
export function typesFile(path: string, source: string | readonly ModuleFile[]): NewFile {
  const name = basename(path).replace(/\.fga$|^fga\.mod$/, "") || "model";
  return { path: join(dirname(path), `${name}.ts`), contents: emitModel(modelOf(source), basename(path)) };
}

export function environmentExample(url: string): NewFile {
  const contents = `# Copy this file to .env, which is not committed.
CF_AUTH_URL=${url}
# A secret or restricted key of the tenant: cf-auth keys create --kind secret --name server
CF_AUTH_KEY=
`;
  return { path: ".env.example", contents };
}

/** The existing `.gitignore` with the lines that it lacks. */
export function ignoreFile(existing = ""): NewFile {
  const lines = existing.split(/\r?\n/).map((line) => line.trim().replace(/^\//, ""));
  const missing = IGNORED.filter((name) => !lines.includes(name) && !lines.includes(".env*"));
  const separator = existing === "" || existing.endsWith("\n") ? "" : "\n";
  const contents = missing.length === 0 ? existing : `${existing}${separator}${missing.join("\n")}\n`;
  return { path: ".gitignore", contents, isAddition: true };
}
