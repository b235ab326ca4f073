import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { compileModel, type ModelDefinition, type Schema } from "@cf-auth/engine";
import {
  compileCondition,
  type ModelProblem,
  type ModuleFile,
  parseManifest,
  parseModel,
  parseModules,
} from "@cf-auth/model-language";

const MANIFEST = "fga.mod";

/** A model from its file, or from the files of a modular model. */
export interface Model {
  readonly source: string | readonly ModuleFile[];
  readonly definition: ModelDefinition;
  readonly schema: Schema;
  readonly warnings: readonly ModelProblem[];
}

/** Throws `invalid_model` with every problem, as `parseModel` and `parseModules` do, and what the file system throws. */
export function readModel(file: string): Model {
  const contents = readFileSync(file, "utf8");
  return modelOf(basename(file) === MANIFEST ? modulesOf(file, contents) : contents);
}

/** A model from its text, or from the files of a modular model. Throws `invalid_model`. */
export function modelOf(source: Model["source"]): Model {
  const { definition, warnings } = typeof source === "string" ? parseModel(source) : parseModules(source);
  return { source, definition, schema: compileModel(definition, compileCondition), warnings };
}

/** The manifest and its existing modules. The parser reports missing ones. */
function modulesOf(file: string, manifest: string): ModuleFile[] {
  const folder = dirname(file);
  const names = parseManifest(manifest).map(({ name }) => name);
  const there = names.filter((name) => existsSync(join(folder, name)));
  return [
    { name: MANIFEST, contents: manifest },
    ...there.map((name) => ({ name, contents: readFileSync(join(folder, name), "utf8") })),
  ];
}
