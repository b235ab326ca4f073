import {
  MAX_CONDITIONS,
  MAX_FILES,
  MAX_MODEL_BYTES,
  MAX_MODEL_OPERANDS,
  MAX_RELATIONS,
  MAX_TARGETS,
  MAX_TYPES,
} from "../limits.ts";
import { BEGINNING, type ModelProblem } from "./problems.ts";
import type { Source } from "./source.ts";
import { type FileSyntax, type Name, operandsOf, type RelationSyntax } from "./syntax.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Problems of a model with too many files or bytes to parse. */
export function problemsOfSize(texts: readonly string[]): ModelProblem[] {
  if (texts.length > MAX_FILES) return [{ ...BEGINNING, message: tooMany(texts.length, MAX_FILES, "files") }];
  const bytes = texts.reduce((sum, text) => sum + bytesOf(text), 0);
  return bytes <= MAX_MODEL_BYTES ? [] : [{ ...BEGINNING, message: tooMany(bytes, MAX_MODEL_BYTES, "bytes") }];
}

/** Problems of a model with too many definitions. */
export function problemsOfCount(files: readonly FileSyntax[]): ModelProblem[] {
  const types = files.flatMap((file) => file.types);
  const relations = types.flatMap((type) => type.relations);
  const conditions = files.flatMap((file) => file.conditions);
  return [
    ...excess(types, one, MAX_TYPES, "types"),
    ...excess(relations, one, MAX_RELATIONS, "relations"),
    ...excess(relations, operandCount, MAX_MODEL_OPERANDS, "operands in all its relations"),
    ...excess(conditions, one, MAX_CONDITIONS, "conditions"),
  ];
}

/** Problem of a model in which `from` leads to too many relations: one for each type that may be its parent. */
export function problemsOfTargets({ types }: Vocabulary): ModelProblem[] {
  const relations = [...types.values()].flatMap((entry) =>
    [...entry.relations.values()].map((relation) => ({ ...relation, entry })),
  );
  const targetCount = ({ expression, entry }: (typeof relations)[number]) => {
    const parents = operandsOf(expression).map((operand) =>
      operand.kind === "from" ? entry.relations.get(operand.tupleset.text)?.expression : undefined,
    );
    return parents.reduce((sum, parent) => sum + (parent?.kind === "direct" ? parent.subjects.length : 0), 0);
  };
  return excess(relations, targetCount, MAX_TARGETS, 'relations that "from" leads to');
}

/** Problem at the first definition beyond the limit, with the total count. */
function excess<Item extends { readonly source: Source; readonly name: Name }>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
  max: number,
  what: string,
): ModelProblem[] {
  let total = 0;
  let first: Item | undefined;
  for (const item of items) {
    total += weightOf(item);
    if (total > max) first ??= item;
  }
  return first ? [{ ...first.source.position(first.name.at), message: tooMany(total, max, what) }] : [];
}

function one(): number {
  return 1;
}

/** Number of operands, counting each kind of subject. */
export function operandCount({ expression }: RelationSyntax): number {
  return operandsOf(expression).reduce((sum, operand) => {
    return sum + (operand.kind === "direct" ? operand.subjects.length : 1);
  }, 0);
}

function tooMany(count: number, max: number, what: string): string {
  return `the model has ${count} ${what}, more than ${max}`;
}

/** Bytes of the text as UTF-8. */
function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
