import { compileModel, EngineError, type ModelDefinition } from "@cf-auth/engine";
import { transformDSLToJSONObject } from "@openfga/syntax-transformer/dist/transformer/dsltojson.js";
import { transformModFileToJSON } from "@openfga/syntax-transformer/dist/transformer/modules/mod-to-json.js";
import { transformModuleFilesToModel } from "@openfga/syntax-transformer/dist/transformer/modules/modules-to-model.js";
import { validateDSL } from "@openfga/syntax-transformer/dist/validator/validate-dsl.js";
import { compileCondition } from "./conditions/compile.ts";
import { negationCycles } from "./negation-cycles.ts";

/** Where a model is wrong; line and column count from 1. */
export interface ModelProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The module it is in. */
  readonly file?: string;
}

export interface ParsedModel {
  readonly definition: ModelDefinition;
  /** What is accepted but may not be meant. */
  readonly warnings: readonly ModelProblem[];
}

export interface ParseOptions {
  /** Refuse a relation that depends on its own absence; otherwise that is a warning. */
  readonly strict?: boolean;
}

interface File {
  readonly name: string;
  readonly contents: string;
}

const MANIFEST = "fga.mod";

/**
 * Reads a model in OpenFGA's modelling language, schema 1.1. Throws `invalid_model`, with every problem that was
 * found as `details.problems`.
 */
export function parseModel(source: string, options: ParseOptions = {}): ParsedModel {
  const definition = reporting(() => {
    validateDSL(source);
    return transformDSLToJSONObject(source);
  });
  return finish(definition, [{ name: "", contents: source }], options);
}

/** Reads a model in modules: `fga.mod`, which lists the others, and those. Throws like `parseModel`. */
export function parseModules(files: readonly File[], options: ParseOptions = {}): ParsedModel {
  const manifest = files.find(({ name }) => name === MANIFEST || name.endsWith(`/${MANIFEST}`));
  if (manifest === undefined) {
    throw invalid([{ line: 1, column: 1, message: `a model in modules needs the file ${MANIFEST}`, file: MANIFEST }]);
  }
  const folder = manifest.name.slice(0, -MANIFEST.length);
  const { schema, contents } = reporting(() => transformModFileToJSON(manifest.contents), manifest.name);
  const modules = contents.value.map(({ value, line, column }) => {
    const found = files.find(({ name }) => name === folder + value);
    if (found !== undefined) return { name: value, contents: found.contents };
    const place = { line: line.start + 1, column: column.start + 1, file: manifest.name };
    throw invalid([{ ...place, message: `the module ${value} is missing` }]);
  });
  const definition = reporting(() => transformModuleFilesToModel(modules, schema.value));
  return finish(definition, modules, options);
}

/** What the library's parsers do not look at: conditions, and negation. */
function finish(parsed: unknown, files: readonly File[], { strict = false }: ParseOptions): ParsedModel {
  // The library's type names OpenFGA's SDK, which is not installed; it writes the very form the engine reads.
  const definition = parsed as ModelDefinition;
  const problems: ModelProblem[] = [];
  for (const condition of Object.values(definition.conditions ?? {})) {
    try {
      compileCondition(condition);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      problems.push(problemOf(error, files));
    }
  }
  const warnings = negationCycles(definition).map(({ type, relation }): ModelProblem => {
    const message = `${relation} of ${type} depends on its own absence`;
    return { ...placeOfRelation(files, type, relation), message };
  });
  if (strict) problems.push(...warnings);
  if (problems.length > 0) throw invalid(problems);
  try {
    compileModel(definition, compileCondition);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw invalid([problemOf(error, files)]);
  }
  return { definition, warnings };
}

/** Runs a parser; its errors carry a list of errors with positions that count from 0. */
function reporting<T>(parse: () => T, file?: string): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Error && "errors" in error && Array.isArray(error.errors))) throw error;
    const problems = error.errors.map(({ msg, line, column, file: own }: LibraryProblem): ModelProblem => {
      const name = own ?? file;
      const place = { line: (line?.start ?? 0) + 1, column: (column?.start ?? 0) + 1 };
      return { ...place, message: msg, ...(name !== undefined && { file: name }) };
    });
    throw invalid(problems);
  }
}

interface LibraryProblem {
  readonly msg: string;
  readonly line?: { readonly start: number };
  readonly column?: { readonly start: number };
  readonly file?: string;
}

function invalid(problems: readonly ModelProblem[]): EngineError {
  const [first] = problems;
  const place = first?.file === undefined ? `Line ${first?.line}` : `${first.file}, line ${first.line}`;
  return new EngineError("invalid_model", `${place}: ${first?.message}`, { problems });
}

/** An error of our own, at the condition or the relation that it names. */
function problemOf({ message, details }: EngineError, files: readonly File[]): ModelProblem {
  const { condition, position, type, relation } = details;
  if (typeof condition === "string") {
    return { ...placeOfCondition(files, condition, typeof position === "number" ? position : undefined), message };
  }
  if (typeof type === "string") {
    return { ...placeOfRelation(files, type, typeof relation === "string" ? relation : undefined), message };
  }
  return { line: 1, column: 1, message };
}

type Place = Omit<ModelProblem, "message">;

function placeOfCondition(files: readonly File[], name: string, position: number | undefined): Place {
  for (const file of files) {
    const start = new RegExp(`^\\s*condition\\s+${escaped(name)}\\s*\\(`, "m").exec(file.contents);
    if (start === null) continue;
    const brace = file.contents.indexOf("{", start.index + start[0].length);
    const at = position === undefined || brace < 0 ? start.index + start[0].search(/\S/) : brace + 1;
    // The expression begins with the first character in the braces that is no white space.
    const lead = position === undefined ? 0 : file.contents.slice(at).search(/\S/) + position;
    return placeAt(file, at + lead);
  }
  return { line: 1, column: 1 };
}

function placeOfRelation(files: readonly File[], type: string, relation: string | undefined): Place {
  for (const file of files) {
    const block = new RegExp(
      `^(?:extend\\s+)?type\\s+${escaped(type)}\\s*$[^]*?(?=^(?:extend|type|condition)\\b|$(?![^]))`,
      "m",
    );
    const found = block.exec(file.contents);
    if (found === null) continue;
    const define = relation === undefined ? 0 : found[0].search(new RegExp(`define\\s+${escaped(relation)}\\s*:`));
    if (define >= 0) return placeAt(file, found.index + define);
  }
  return { line: 1, column: 1 };
}

function placeAt({ name, contents }: File, offset: number): Place {
  const before = contents.slice(0, offset).split("\n");
  const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  return name === "" ? place : { ...place, file: name };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
