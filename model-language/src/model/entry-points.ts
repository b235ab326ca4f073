import type { ModelProblem } from "./problems.ts";
import type { Expression, RelationSyntax, SubjectSyntax } from "./syntax.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A part of a definition. Tuples can lead into it once they can lead into `missing` of its dependencies. */
interface Clause {
  missing: number;
  readonly dependents: Clause[];
}

/** Relations that no tuple can lead into, because every path into them starts from themselves. */
export function problemsOfEntryPoints(vocabulary: Vocabulary): ModelProblem[] {
  const circuit = new Circuit(vocabulary);
  circuit.solve();
  const problems: ModelProblem[] = [];
  for (const [type, { relations }] of vocabulary.types) {
    for (const { name, source } of relations.values()) {
      if (circuit.canBeReached(type, name.text)) continue;
      const message = `no tuple can lead to ${name.text} of ${type}: every path into it starts from the relation itself`;
      problems.push({ ...source.position(name.at), message });
    }
  }
  return problems;
}

/**
 * Least fixpoint, in time linear in the model's operands.
 * Source: W. Dowling, J. Gallier, "Linear-time algorithms for testing the satisfiability of propositional Horn
 * formulae", 1984.
 */
class Circuit {
  private readonly vocabulary: Vocabulary;
  private readonly relations = new Map<string, Clause>();
  /** Clauses that are reached and whose dependents aren't updated yet. */
  private readonly reached: Clause[] = [];

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    const defined = [...vocabulary.types].flatMap(([type, { relations }]) =>
      [...relations.values()].map((relation) => ({ type, relation, clause: this.clause(1) })),
    );
    for (const { type, relation, clause } of defined) this.relations.set(`${type}#${relation.name.text}`, clause);
    for (const { type, relation, clause } of defined)
      this.build(type, relation, relation.expression).dependents.push(clause);
  }

  solve(): void {
    for (let clause = this.reached.pop(); clause !== undefined; clause = this.reached.pop()) {
      for (const dependent of clause.dependents) if (--dependent.missing === 0) this.reached.push(dependent);
    }
  }

  canBeReached(type: string, relation: string): boolean {
    return (this.relations.get(`${type}#${relation}`)?.missing ?? 0) <= 0;
  }

  private build(type: string, owner: RelationSyntax, expression: Expression): Clause {
    const below = (part: Expression) => this.build(type, owner, part);
    switch (expression.kind) {
      case "or":
        return this.clause(1, expression.of.map(below));
      case "and":
        return this.clause(expression.of.length, expression.of.map(below));
      case "but not":
        return this.clause(2, [below(expression.base), below(expression.subtract)]);
      case "computed":
        return this.clause(1, this.named(type, expression.relation.text));
      case "from": {
        const parents = subjectsOf(this.vocabulary.types.get(type)?.relations.get(expression.tupleset.text));
        return this.clause(
          1,
          parents.flatMap((parent) => this.named(parent.type.text, expression.relation.text)),
        );
      }
      case "direct": {
        const { subjects } = expression;
        if (subjects.some(({ relation }) => relation === undefined)) return this.clause(0);
        return this.clause(
          1,
          subjects.flatMap((subject) => this.named(subject.type.text, subject.relation?.text ?? "")),
        );
      }
    }
  }

  private clause(missing: number, dependencies: readonly Clause[] = []): Clause {
    const clause = { missing, dependents: [] };
    for (const dependency of dependencies) dependency.dependents.push(clause);
    if (missing === 0) this.reached.push(clause);
    return clause;
  }

  private named(type: string, relation: string): Clause[] {
    const clause = this.relations.get(`${type}#${relation}`);
    return clause ? [clause] : [];
  }
}

function subjectsOf(relation: RelationSyntax | undefined): readonly SubjectSyntax[] {
  return relation?.expression.kind === "direct" ? relation.expression.subjects : [];
}
