import { type Condition, compileModel, EngineError, type ModelDefinition, type Schema } from "@cf-auth/engine";
import { compileCondition } from "../condition/compile.ts";
import { MAX_DEFINITION_BYTES } from "../limits.ts";
import { operandCount, problemsOfCount, problemsOfSize, problemsOfTargets } from "./bounds.ts";
import { conditionDefinition, definitionOf } from "./define.ts";
import { problemsOfEntryPoints } from "./entry-points.ts";
import { offsetIn } from "./expression-text.ts";
import { readFile } from "./grammar.ts";
import { asProblemsOfJson, isJsonText, problemOfJson, requireSame, textOfJson } from "./json-text.ts";
import { type ModuleFile, selectModules } from "./manifest.ts";
import { recursiveThroughNegation } from "./negation.ts";
import {
  BEGINNING,
  inOrder,
  invalidModel,
  MAX_PROBLEMS,
  type ModelProblem,
  type ParsedModel,
  type ParseOptions,
} from "./problems.ts";
import { problemsOfReferences } from "./references.ts";
import { mismatchedParameters } from "./shared-parameters.ts";
import { problemsOfText, Source } from "./source.ts";
import type { ConditionSyntax, FileSyntax } from "./syntax.ts";
import { type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** A model in OpenFGA's JSON form, as an object. It is checked when it is read. */
export interface JsonModel {
  readonly schema_version?: string | undefined;
  readonly type_definitions: readonly unknown[];
  readonly conditions?: Readonly<Record<string, unknown>> | undefined;
}

/** Source of a model: one file, which may be JSON, that JSON as an object, or the files of a modular model. */
export type ModelText = string | JsonModel | readonly ModuleFile[];

/** Steps after which the caller should yield: some milliseconds of work. */
export const STEPS_PER_SLICE = 5_000;
/** Characters of a message about an expression, which it quotes. */
const MAX_MESSAGE = 500;
/** Characters of JSON that are read in one step. */
const CHARACTERS_PER_STEP = 10;
/** Steps per condition, plus one for each character of it. */
const STEPS_PER_CONDITION = 100;

/**
 * Reads a model in OpenFGA's modelling language, or in its JSON form, in linear time. Yields the number of steps since the last yield, so
 * that the caller may pause. Throws `invalid_model` with `details.problems`, the first 100 of them, and
 * `details.problemCount`. Syntax errors prevent further checks.
 *
 * Sources: https://openfga.dev/docs/configuration-language, https://openfga.dev/docs/modeling/modular-models
 */
export function* readModel(model: ModelText, options: ParseOptions = {}): Generator<number, ParsedModel> {
  const text = isJsonModel(model) ? JSON.stringify(model) : model;
  if (typeof text !== "string" || !isJsonText(text)) return yield* readText(text, options);
  refuse(problemsOfSize([text]));
  // Reading JSON takes about a step for each of its values.
  yield text.length / CHARACTERS_PER_STEP;
  const written = textOfJson(text);
  try {
    const { definition, warnings } = yield* readText(written.text, options);
    requireSame(text, definition);
    return { definition, warnings: warnings.map((warning) => problemOfJson(warning, written.lines)) };
  } catch (error) {
    throw asProblemsOfJson(error, written);
  }
}

function isJsonModel(model: ModelText): model is JsonModel {
  return typeof model === "object" && !Array.isArray(model);
}

function* readText(
  text: string | readonly ModuleFile[],
  { strict = false }: ParseOptions,
): Generator<number, ParsedModel> {
  const isModular = typeof text !== "string";
  refuse(problemsOfSize(isModular ? text.map(({ contents }) => contents) : [text]));
  const { modules, warnings } = isModular ? selectModules(text) : { modules: [{ contents: text }], warnings: [] };
  const files = yield* readFiles(modules, isModular);
  refuse(problemsOfCount(files));
  const { vocabulary, problems } = vocabularyOf(files);
  problems.push(...problemsOfReferences(vocabulary));
  // Each of the following steps reads every operand once.
  const relations = files.flatMap(({ types }) => types.flatMap((type) => type.relations));
  const operands = relations.reduce((sum, relation) => sum + operandCount(relation), 0);
  yield operands;
  // Undefined names have no entry points, and are reported already.
  if (problems.length === 0) problems.push(...problemsOfTargets(vocabulary), ...problemsOfEntryPoints(vocabulary));
  yield operands;
  for (const condition of vocabulary.conditions.values()) {
    yield STEPS_PER_CONDITION + condition.expression.text.length;
    problems.push(...problemsOfCondition(condition));
  }
  refuse(problems);
  const definition = definitionOf(vocabulary, isModular ? "1.2" : (files[0]?.header.name.text ?? ""));
  yield operands;
  const found = [...warnings, ...negationWarnings(schemaOf(definition), vocabulary)];
  if (strict) refuse(found);
  found.push(...mismatchWarnings(definition, vocabulary));
  return { definition, warnings: inOrder(found).slice(0, MAX_PROBLEMS) };
}

/** `readModel` without pauses. */
export function parseModel(text: string | JsonModel, options?: ParseOptions): ParsedModel {
  return finished(readModel(text, options));
}

/** `readModel` without pauses, for a modular model: `fga.mod` and the modules it lists. */
export function parseModules(files: readonly ModuleFile[], options?: ParseOptions): ParsedModel {
  return finished(readModel(files, options));
}

function finished<T>(work: Generator<number, T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}

function refuse(problems: readonly ModelProblem[]): void {
  if (problems.length > 0) throw invalidModel(problems);
}

function* readFiles(
  modules: readonly { readonly name?: string; readonly contents: string }[],
  isModular: boolean,
): Generator<number, FileSyntax[]> {
  const files: FileSyntax[] = [];
  const problems: ModelProblem[] = [];
  for (const { name, contents } of modules) {
    problems.push(...problemsOfText(contents, name));
    const reading = yield* readFile(new Source(contents, name));
    problems.push(...reading.problems);
    if (reading.file === undefined || reading.problems.length > 0) continue;
    problems.push(...problemsOfHeader(reading.file, isModular));
    files.push(reading.file);
  }
  refuse(problems);
  return files;
}

function problemsOfHeader({ source, header, types }: FileSyntax, isModular: boolean): ModelProblem[] {
  const at = (offset: number, message: string) => [{ ...source.position(offset), message }];
  const { kind, name } = header;
  if (isModular) {
    if (kind === "model") return at(0, 'the file is not a module: start it with "module" and a name');
    return types.length === 0 ? at(name.at, `module ${name.text} defines no type`) : [];
  }
  if (kind === "module") return at(0, "this is a module: send all files of the model, with fga.mod among them");
  const isKnown = name.text === "1.1" || name.text === "1.2";
  return isKnown ? [] : at(name.at, `schema version ${name.text} is not supported: write "schema 1.1"`);
}

function problemsOfCondition(condition: ConditionSyntax): ModelProblem[] {
  const { source, name, expression } = condition;
  try {
    compileCondition(conditionDefinition(condition));
    return [];
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { problem, at } = error.details;
    const message = `condition ${name.text}: ${problem}`.slice(0, MAX_MESSAGE);
    return [{ ...source.position(offsetIn(expression, Number(at))), message }];
  }
}

/** Compiled schema without conditions, which have been compiled before. */
function schemaOf(definition: ModelDefinition): Schema {
  const size = new TextEncoder().encode(JSON.stringify(definition)).length;
  if (size > MAX_DEFINITION_BYTES) {
    const message = `the model has ${size} bytes when it is compiled, more than ${MAX_DEFINITION_BYTES}`;
    throw invalidModel([{ ...BEGINNING, message }]);
  }
  const unused: Omit<Condition, "name"> = {
    parameters: [],
    evaluate: () => ({ met: false }),
    validate: () => {},
    invalidValues: () => [],
  };
  return compileModel(definition, ({ name }) => ({ name, ...unused }));
}

function negationWarnings(schema: Schema, { types }: Vocabulary): ModelProblem[] {
  return recursiveThroughNegation(schema).map(({ type, name }) => {
    const relation = types.get(type.name)?.relations.get(name);
    const position = relation ? relation.source.position(relation.name.at) : BEGINNING;
    return { ...position, message: `${type.name}#${name} depends on itself through what "but not" subtracts` };
  });
}

function mismatchWarnings(definition: ModelDefinition, { conditions }: Vocabulary): ModelProblem[] {
  return mismatchedParameters(Object.values(definition.conditions ?? {})).map(({ condition, message }) => {
    const named = conditions.get(condition);
    return { ...(named ? named.source.position(named.name.at) : BEGINNING), message };
  });
}
