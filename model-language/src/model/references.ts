import type { ModelProblem } from "./problems.ts";
import { type Expression, type Name, operandsOf, type RelationSyntax, type SubjectSyntax } from "./syntax.ts";
import type { TypeEntry, Vocabulary } from "./vocabulary.ts";

/** Problems of undefined names, and of operands that appear twice in one definition. */
export function problemsOfReferences(vocabulary: Vocabulary): ModelProblem[] {
  const problems: ModelProblem[] = [];
  for (const [type, entry] of vocabulary.types) {
    for (const relation of entry.relations.values()) {
      const check = new RelationCheck(vocabulary, type, entry, relation);
      check.run();
      problems.push(...check.problems);
    }
  }
  return [...problems, ...unusedConditions(vocabulary)];
}

class RelationCheck {
  readonly problems: ModelProblem[] = [];
  private readonly vocabulary: Vocabulary;
  private readonly type: string;
  private readonly entry: TypeEntry;
  private readonly relation: RelationSyntax;

  constructor(vocabulary: Vocabulary, type: string, entry: TypeEntry, relation: RelationSyntax) {
    this.vocabulary = vocabulary;
    this.type = type;
    this.entry = entry;
    this.relation = relation;
  }

  run(): void {
    const { expression, name } = this.relation;
    for (const operand of operandsOf(expression)) {
      if (operand.kind === "direct") this.checkSubjects(operand.subjects);
      else if (operand.kind === "computed") this.checkComputed(operand.relation);
      else this.checkFrom(operand);
    }
    for (const { text, at } of repeated(partsOf(expression).flatMap(writtenAs))) {
      this.problem(at, `"${text}" appears twice in the definition of ${name.text}`);
    }
  }

  private checkSubjects(subjects: readonly SubjectSyntax[]): void {
    for (const { type, relation, condition } of subjects) {
      const found = this.vocabulary.types.get(type.text);
      if (found === undefined) this.problem(type.at, `type ${type.text} is not defined`);
      else if (relation !== undefined && !found.relations.has(relation.text)) {
        this.problem(relation.at, `relation ${relation.text} is not defined on type ${type.text}`);
      }
      if (condition !== undefined && !this.vocabulary.conditions.has(condition.text)) {
        this.problem(condition.at, `condition ${condition.text} is not defined`);
      }
    }
    for (const { text, at } of repeated(subjects.map(subjectWritten))) {
      this.problem(at, `"${text}" appears twice in the brackets`);
    }
  }

  private checkComputed({ text, at }: Name): void {
    if (this.entry.relations.has(text)) return;
    const hint = this.vocabulary.types.has(text) ? `: write [${text}] if its subjects are to be assigned` : "";
    this.problem(at, `relation ${text} is not defined on type ${this.type}${hint}`);
  }

  private checkFrom({ relation, tupleset }: { readonly relation: Name; readonly tupleset: Name }): void {
    const parent = this.entry.relations.get(tupleset.text)?.expression;
    if (parent === undefined) {
      this.problem(tupleset.at, `relation ${tupleset.text} is not defined on type ${this.type}`);
    } else if (parent.kind !== "direct" || parent.subjects.some((subject) => subject.isWildcard || subject.relation)) {
      const rule = `"from ${tupleset.text}" needs a relation to which only single objects are assigned`;
      this.problem(tupleset.at, `${rule}, as in define ${tupleset.text}: [folder]`);
    } else if (
      !parent.subjects.some(({ type }) => this.vocabulary.types.get(type.text)?.relations.has(relation.text))
    ) {
      this.problem(relation.at, `no type that ${tupleset.text} may hold has a relation ${relation.text}`);
    }
  }

  private problem(at: number, message: string): void {
    this.problems.push({ ...this.relation.source.position(at), message });
  }
}

/** Operands of the outermost operator; bracketed expressions aren't compared. */
function partsOf(expression: Expression): readonly Expression[] {
  if (expression.kind === "or" || expression.kind === "and") return expression.of;
  return expression.kind === "but not" ? [expression.base, expression.subtract] : [];
}

function writtenAs(part: Expression): Name[] {
  if (part.kind === "computed") return [part.relation];
  if (part.kind !== "from") return [];
  return [{ text: `${part.relation.text} from ${part.tupleset.text}`, at: part.relation.at }];
}

function subjectWritten({ type, isWildcard, relation, condition }: SubjectSyntax): Name {
  const kind = `${type.text}${isWildcard ? ":*" : ""}${relation ? `#${relation.text}` : ""}`;
  return { text: `${kind}${condition ? ` with ${condition.text}` : ""}`, at: type.at };
}

function repeated(names: readonly Name[]): Name[] {
  const seen = new Set<string>();
  return names.filter(({ text }) => seen.size === seen.add(text).size);
}

function unusedConditions({ types, conditions }: Vocabulary): ModelProblem[] {
  const used = new Set<string>();
  for (const { relations } of types.values()) {
    for (const { expression } of relations.values()) {
      for (const operand of operandsOf(expression)) {
        if (operand.kind === "direct") for (const { condition } of operand.subjects) used.add(condition?.text ?? "");
      }
    }
  }
  return [...conditions.values()]
    .filter(({ name }) => !used.has(name.text))
    .map(({ source, name }) => ({
      ...source.position(name.at),
      message: `condition ${name.text} is not used by any relation`,
    }));
}
