import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type ModuleFile, parseManifest } from "@cf-auth/model-language";

/** Files of a model: one, or `fga.mod` and the modules that it lists. */
export interface ModelFiles {
  readonly path: string;
  readonly isModular: boolean;
  readonly files: readonly (ModuleFile & { readonly path: string })[];
}

const MANIFEST = "fga.mod";

/** Reads a model from a file, with the modules that it lists. */
export function modelFiles(path: string): ModelFiles {
  const contents = readFileSync(path, "utf8");
  const own = { name: basename(path), contents, path };
  if (own.name !== MANIFEST) return { path, isModular: false, files: [own] };
  const modules = modulesIn(contents).map((name) => {
    const file = join(dirname(path), name);
    return { name, contents: readFileSync(file, "utf8"), path: file };
  });
  return { path, isModular: true, files: [own, ...modules] };
}

/** The model as the API takes it. */
export function modelText({ isModular, files }: ModelFiles): string | ModuleFile[] {
  const [first] = files;
  if (!isModular) return first?.contents ?? "";
  return files.map(({ name, contents }) => ({ name, contents }));
}

function modulesIn(manifest: string): string[] {
  return parseManifest(manifest).map(({ name }) => name);
}
