import type { ConditionDefinition, ModelDefinition, TypeDefinition } from "@cf-auth/engine";
import { transformModularDSLToJSONObject } from "@openfga/syntax-transformer/dist/transformer/dsltojson.js";
import { transformModFileToJSON } from "@openfga/syntax-transformer/dist/transformer/modules/mod-to-json.js";
import { transformModuleFilesToModel } from "@openfga/syntax-transformer/dist/transformer/modules/modules-to-model.js";
import { examine, problemsOfConditions, refuseEntangled } from "./examine.ts";
import { BEGINNING, type Place, Source } from "./places.ts";
import { attempt, invalidModel, type ModelProblem, type ParsedModel, type ParseOptions, TOO_DEEP } from "./problems.ts";

/** A file of a modular model: `fga.mod`, or a module. */
export interface ModuleFile {
  /** As `fga.mod` names it, with `/` between folders. */
  readonly name: string;
  readonly contents: string;
}

const MANIFEST = "fga.mod";

/**
 * Reads a modular model: `fga.mod` and the modules it names; files that it does not name are left out. Throws
 * `invalid_model` as `parseModel` does, each problem with its file.
 *
 * Source: https://openfga.dev/docs/modeling/modular-models
 */
export function parseModules(files: readonly ModuleFile[], options: ParseOptions = {}): ParsedModel {
  const modules = modulesOf(files);
  const sources = modules.map(({ name, contents }) => new Source(contents, name));
  refuseEntangled(merged(modules), sources);
  const { result, problems } = attempt(() => transformModuleFilesToModel(modules, "1.2"));
  // As in `parseModel`, the library's form is the engine's.
  if (result !== undefined) return examine(result as ModelDefinition, sources, [], options);
  throw invalidModel([...problems, ...problemsOfConditions(conditionsOf(modules), sources)]);
}

/** The files that the manifest names, in its order. */
function modulesOf(files: readonly ModuleFile[]): ModuleFile[] {
  const contentsOf = new Map(files.map(({ name, contents }) => [name, contents]));
  const manifest = contentsOf.get(MANIFEST);
  if (manifest === undefined)
    throw invalidModel([{ ...BEGINNING, message: `there is no ${MANIFEST}`, file: MANIFEST }]);
  const problems: ModelProblem[] = [];
  const modules: ModuleFile[] = [];
  for (const { name, ...place } of modulesNamed(manifest)) {
    const contents = contentsOf.get(name);
    if (contents === undefined) problems.push({ ...place, message: `there is no file ${name}`, file: MANIFEST });
    else problems.push(...problemsOfModule(name, contents));
    modules.push({ name, contents: contents ?? "" });
  }
  if (problems.length > 0) throw invalidModel(problems);
  return modules;
}

/** The files that an `fga.mod` names, each with the place where it does. Throws `invalid_model`. */
export function modulesNamed(manifest: string): (Place & { readonly name: string })[] {
  const { result, problems } = attempt(() => transformModFileToJSON(manifest), MANIFEST);
  if (result === undefined) throw invalidModel(problems.map(yamlProblem));
  return result.contents.value.map(({ value: name, line, column }) => {
    return { name, line: line.start + 1, column: column.start + 1 };
  });
}

/** The library counts most places from 0, but not those of YAML's own errors. Their message says them. */
function yamlProblem(problem: ModelProblem): ModelProblem {
  const [, message = "", line, column] = /^(.*) at line (\d+), column (\d+)/.exec(problem.message) ?? [];
  return message ? { ...problem, message, line: Number(line), column: Number(column) } : problem;
}

/** What the library stumbles over. */
function problemsOfModule(file: string, contents: string): ModelProblem[] {
  const deep = new Source(contents, file).tooDeep();
  if (deep) return [{ ...deep, message: TOO_DEEP }];
  const { result, problems } = attempt(() => transformModularDSLToJSONObject(contents), file);
  if (result === undefined) return problems;
  if (!/^\s*module\s/m.test(contents)) return [{ ...BEGINNING, message: "the file is no module", file }];
  if (!result.authorizationModel.type_definitions)
    return [{ ...BEGINNING, message: "the module defines no type", file }];
  return [];
}

/** All that the modules define, types with their extensions; what contradicts itself is the library's to find. */
function merged(modules: readonly ModuleFile[]): ModelDefinition {
  const types = new Map<string, TypeDefinition>();
  for (const { type_definitions } of modules.map(definitionOf)) {
    for (const added of type_definitions) {
      const { type, relations, metadata } = types.get(added.type) ?? { type: added.type };
      types.set(type, {
        type,
        relations: { ...relations, ...added.relations },
        metadata: { relations: { ...metadata?.relations, ...added.metadata?.relations } },
      });
    }
  }
  return { schema_version: "1.2", type_definitions: [...types.values()] };
}

function conditionsOf(modules: readonly ModuleFile[]): ConditionDefinition[] {
  return modules.flatMap((module) => Object.values(definitionOf(module).conditions ?? {}));
}

/** As in `parseModel`, the library's form is the engine's. */
function definitionOf({ contents }: ModuleFile): ModelDefinition {
  return transformModularDSLToJSONObject(contents).authorizationModel as ModelDefinition;
}
