import { EngineError, type ModelDefinition } from "@cf-auth/engine";
import { MAX_NESTING } from "../limits.ts";
import { BEGINNING, invalidModel, type ModelProblem } from "./problems.ts";

type Json = Readonly<Record<string, unknown>>;

/** Whether the text of a model is OpenFGA's JSON form. No model in the language begins so. */
export function isJsonText(text: string): boolean {
  return /^[\s\ufeff]*\{/.test(text);
}

/** A line of the text that is made of a model, and the JSON pointer of what it was made of. */
type Line = readonly [text: string, pointer: string];

/** A model as text, and where each line of it comes from. */
export interface WrittenModel {
  readonly text: string;
  readonly lines: readonly Line[];
}

/**
 * A model in OpenFGA's JSON form as text in the modelling language. `requireSame` compares what that text means with the
 * JSON, so nothing in the JSON is lost silently. Throws `invalid_model` with the JSON pointer of the mistake.
 *
 * Source: openfga/api, authzmodel.proto.
 */
export function textOfJson(json: string): WrittenModel {
  const { schema_version: version = "1.1", type_definitions: types, conditions } = documentOf(json);
  const schema = within("/schema_version", () => wordOf(version, "schema_version"));
  const lines: Line[] = [
    ["model", ""],
    [`  schema ${schema}`, "/schema_version"],
    ["", ""],
  ];
  const listed = within("/type_definitions", () => listOf(types, "type_definitions"));
  for (const [i, type] of listed.entries()) lines.push(...typeLines(type, `/type_definitions/${i}`), ["", ""]);
  for (const [name, condition] of Object.entries(within("/conditions", () => recordOf(conditions, "conditions")))) {
    const at = `/conditions/${escaped(name)}`;
    lines.push(...within(at, () => conditionLines(condition, at)));
  }
  return { text: lines.map(([text]) => `${text}\n`).join(""), lines };
}

/** A model's definition as text in the modelling language. Throws `invalid_model` for one that has no form there. */
export function textOfDefinition(definition: ModelDefinition): string {
  const json = JSON.stringify(definition);
  return `${textOfJson(json).text.trimEnd()}\n`;
}

/** The part of a JSON pointer for a name (RFC 6901 §3). */
function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Gives the problems that `work` throws this pointer, unless they have one. */
function within<T>(pointer: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EngineError && Array.isArray(error.details.problems))) throw error;
    throw invalidModel((error.details.problems as ModelProblem[]).map((problem) => ({ pointer, ...problem })));
  }
}

/** Throws `invalid_model` unless the definition that was read from the text is that of the JSON. */
export function requireSame(json: string, read: ModelDefinition): void {
  const written = documentOf(json);
  const same = JSON.stringify(meaningOf(read)) === JSON.stringify(meaningOf(written));
  if (!same)
    throw invalid("this model can't be written in the modelling language: a name or a rewrite in it has no form there");
}

/** The problems of a model's text as problems of the JSON that it was made of, each with its pointer and its line's text. */
export function asProblemsOfJson(error: unknown, { lines }: WrittenModel): unknown {
  if (!(error instanceof EngineError && Array.isArray(error.details.problems))) return error;
  return invalidModel((error.details.problems as ModelProblem[]).map((problem) => problemOfJson(problem, lines)));
}

/** A problem, or a warning, of a model's text as one of the JSON that it was made of. */
export function problemOfJson(problem: ModelProblem, lines: WrittenModel["lines"]): ModelProblem {
  if (problem.pointer !== undefined) return problem;
  const [text = "", pointer = ""] = lines[problem.line - 1] ?? [];
  const source = text.trim().slice(0, 200);
  const message = source === "" ? problem.message : `${problem.message}, in "${source}"`;
  return { ...BEGINNING, message, pointer };
}

function documentOf(json: string): Json {
  try {
    // Without a byte order mark, which JSON.parse refuses.
    return recordOf(JSON.parse(json.replace(/^\ufeff/, "")), "the model");
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid("the model is no valid JSON");
    throw error;
  }
}

function typeLines(definition: unknown, at: string): Line[] {
  const { type, relations, metadata } = within(at, () => recordOf(definition, "a type definition"));
  const name = within(`${at}/type`, () => wordOf(type, "type"));
  const restrictions = within(`${at}/metadata`, () => {
    return recordOf(recordOf(metadata, `${name}.metadata`).relations, `${name}.metadata.relations`);
  });
  const listed = within(`${at}/relations`, () => Object.entries(recordOf(relations, `${name}.relations`)));
  const defined = listed.map(([relation, rewrite]): Line => {
    const pointer = `${at}/relations/${escaped(relation)}`;
    const text = within(pointer, () => {
      const { directly_related_user_types: direct } = recordOf(restrictions[relation], `${name}#${relation}`);
      return rewriteText(rewrite, listOf(direct, `${name}#${relation}`), 0);
    });
    return [`    define ${within(pointer, () => wordOf(relation, "relation"))}: ${text}`, pointer];
  });
  const heading: Line[] = defined.length === 0 ? [] : [["  relations", `${at}/relations`]];
  return [[`type ${name}`, at], ...heading, ...defined];
}

/** A rewrite, in brackets where it is an operand of several. */
function rewriteText(rewrite: unknown, direct: readonly unknown[], depth: number): string {
  if (depth > MAX_NESTING) throw invalid(`a relation's definition is nested more than ${MAX_NESTING} levels deep`);
  const { union, intersection, difference, ...leaf } = recordOf(rewrite, "a rewrite");
  const many = childrenOf(union) ?? childrenOf(intersection);
  const operand = (one: unknown) => {
    const text = rewriteText(one, direct, depth + 1);
    return isComposed(one) ? `(${text})` : text;
  };
  if (many !== undefined) {
    const [only, ...more] = many;
    if (more.length === 0 && only !== undefined) return rewriteText(only, direct, depth + 1);
    return many.map(operand).join(union === undefined ? " and " : " or ");
  }
  if (difference !== undefined && difference !== null) {
    const { base, subtract } = recordOf(difference, "a difference");
    return `${operand(base)} but not ${operand(subtract)}`;
  }
  return leafText(leaf, direct);
}

function leafText({ this: own, computedUserset, tupleToUserset }: Json, direct: readonly unknown[]): string {
  if (computedUserset) return relationOf(computedUserset);
  if (tupleToUserset) {
    const { tupleset, computedUserset: computed } = recordOf(tupleToUserset, "a tupleToUserset");
    return `${relationOf(computed)} from ${relationOf(tupleset)}`;
  }
  if (own === undefined || own === null) throw invalid("a relation has no rewrite: this, computedUserset, union, …");
  return `[${direct.map(restrictionText).join(", ")}]`;
}

function restrictionText(restriction: unknown): string {
  const { type, relation, wildcard, condition } = recordOf(restriction, "a type restriction");
  const suffix = wildcard ? ":*" : relation ? `#${wordOf(relation, "relation")}` : "";
  return `${wordOf(type, "type")}${suffix}${condition ? ` with ${wordOf(condition, "condition")}` : ""}`;
}

function conditionLines(definition: unknown, at: string): Line[] {
  const { name, expression, parameters } = recordOf(definition, "a condition");
  const listed = Object.entries(recordOf(parameters, "parameters")).map(
    ([parameter, type]) => `${wordOf(parameter, "parameter")}: ${parameterType(type, 0)}`,
  );
  if (typeof expression !== "string") throw invalid("a condition has no expression");
  const body = `  ${expression.trim()}`.split("\n").map((text): Line => [text, `${at}/expression`]);
  return [[`condition ${wordOf(name, "condition")}(${listed.join(", ")}) {`, at], ...body, ["}", at], ["", ""]];
}

function parameterType(type: unknown, depth: number): string {
  const { type_name: name, generic_types: inner } = recordOf(type, "a parameter's type");
  const text = wordOf(name, "type_name")
    .replace(/^TYPE_NAME_/, "")
    .toLowerCase();
  const of = listOf(inner, "generic_types");
  if (depth > 1 || of.length === 0) return text;
  return `${text}<${of.map((one) => parameterType(one, depth + 1)).join(", ")}>`;
}

/** What decides about permissions, in one form: fields without a value, and unions of one, are left out. */
function meaningOf(model: unknown): unknown {
  const { type_definitions: types, conditions } = recordOf(model, "the model");
  return {
    types: listOf(types, "type_definitions").map((definition) => {
      const { type, relations, metadata } = recordOf(definition, "a type definition");
      const direct = recordOf(recordOf(metadata, "metadata").relations, "relations");
      return [
        type,
        Object.entries(recordOf(relations, "relations")).map(([name, rewrite]) => {
          const { directly_related_user_types: kinds } = recordOf(direct[name], "a relation's metadata");
          const meaning = rewriteMeaning(rewrite);
          const isDirect = JSON.stringify(meaning).includes('"this"');
          return [name, meaning, isDirect ? listOf(kinds, "types").map(restrictionMeaning) : []];
        }),
      ];
    }),
    conditions: Object.values(recordOf(conditions, "conditions")).map((condition) => {
      const { name, expression, parameters } = recordOf(condition, "a condition");
      const types = Object.entries(recordOf(parameters, "parameters")).map(([parameter, type]) => [
        parameter,
        parameterType(type, 0),
      ]);
      return [name, `${expression}`.trim(), types];
    }),
  };
}

function rewriteMeaning(rewrite: unknown): unknown {
  const { union, intersection, difference, computedUserset, tupleToUserset } = recordOf(rewrite, "a rewrite");
  for (const [op, operands] of [
    ["or", childrenOf(union)],
    ["and", childrenOf(intersection)],
  ] as const) {
    if (operands === undefined) continue;
    const meanings = operands.map(rewriteMeaning);
    return meanings.length === 1
      ? meanings[0]
      : [op, ...meanings.flatMap((one) => (Array.isArray(one) && one[0] === op ? one.slice(1) : [one]))];
  }
  if (difference) {
    const { base, subtract } = recordOf(difference, "a difference");
    return ["but not", rewriteMeaning(base), rewriteMeaning(subtract)];
  }
  if (computedUserset) return { relation: relationOf(computedUserset) };
  if (!tupleToUserset) return "this";
  const { tupleset, computedUserset: computed } = recordOf(tupleToUserset, "a tupleToUserset");
  return { relation: relationOf(computed), from: relationOf(tupleset) };
}

function restrictionMeaning(restriction: unknown): unknown {
  return restrictionText(restriction);
}

function isComposed(rewrite: unknown): boolean {
  const { union, intersection, difference } = Object(rewrite);
  if (difference) return true;
  const operands = childrenOf(union) ?? childrenOf(intersection);
  if (operands === undefined) return false;
  return operands.length > 1 || isComposed(operands[0]);
}

function childrenOf(operands: unknown): readonly unknown[] | undefined {
  if (operands === undefined || operands === null) return undefined;
  return listOf(recordOf(operands, "a union or an intersection").child, "child");
}

function relationOf(reference: unknown): string {
  return wordOf(recordOf(reference, "a reference to a relation").relation, "relation");
}

/** A record; an absent one is empty. */
function recordOf(value: unknown, what: string): Json {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw invalid(`${what} must be an object`);
  return value as Json;
}

/** A list; an absent one is empty. */
function listOf(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalid(`${what} must be a list`);
  return value;
}

/** A name. What ends a word in the language is refused, so that a name stays one. */
function wordOf(value: unknown, what: string): string {
  if (typeof value === "string" && /^[^\s:#@,()[\]{}<>*]+$/.test(value)) return value;
  throw invalid(`${what} must be a name: ${JSON.stringify(value)?.slice(0, 100)}`);
}

function invalid(message: string): EngineError {
  return invalidModel([{ ...BEGINNING, message }]);
}
