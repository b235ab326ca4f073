import type { ModelProblem } from "./problems.ts";
import type { Expression, RelationSyntax, SubjectSyntax } from "./syntax.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A part of a definition into which tuples can lead once as many as `missing` of what it rests on can be led into. */
interface Gate {
  missing: number;
  readonly dependents: Gate[];
}

/** Relations that no tuple can ever lead into, because each way into them comes from themselves. */
export function problemsOfEntryPoints(vocabulary: Vocabulary): ModelProblem[] {
  const circuit = new Circuit(vocabulary);
  circuit.solve();
  const problems: ModelProblem[] = [];
  for (const [type, { relations }] of vocabulary.types) {
    for (const { name, source } of relations.values()) {
      if (circuit.canBeReached(type, name.text)) continue;
      const message = `no tuple can lead to ${name.text} of ${type}: every way into it comes from the relation itself`;
      problems.push({ ...source.position(name.at), message });
    }
  }
  return problems;
}

/**
 * The least fixed point, in time linear in the model's operands.
 * Source: W. Dowling, J. Gallier, "Linear-time algorithms for testing the satisfiability of propositional Horn formulae", 1984.
 */
class Circuit {
  private readonly vocabulary: Vocabulary;
  private readonly relations = new Map<string, Gate>();
  /** Gates that are reached, and whose dependents do not know it yet. */
  private readonly reached: Gate[] = [];

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    const defined = [...vocabulary.types].flatMap(([type, { relations }]) =>
      [...relations.values()].map((relation) => ({ type, relation, gate: this.gate(1) })),
    );
    for (const { type, relation, gate } of defined) this.relations.set(`${type}#${relation.name.text}`, gate);
    for (const { type, relation, gate } of defined)
      this.build(type, relation, relation.expression).dependents.push(gate);
  }

  solve(): void {
    for (let gate = this.reached.pop(); gate !== undefined; gate = this.reached.pop()) {
      for (const dependent of gate.dependents) if (--dependent.missing === 0) this.reached.push(dependent);
    }
  }

  canBeReached(type: string, relation: string): boolean {
    return (this.relations.get(`${type}#${relation}`)?.missing ?? 0) <= 0;
  }

  private build(type: string, owner: RelationSyntax, expression: Expression): Gate {
    const below = (part: Expression) => this.build(type, owner, part);
    switch (expression.kind) {
      case "or":
        return this.gate(1, expression.of.map(below));
      case "and":
        return this.gate(expression.of.length, expression.of.map(below));
      case "but not":
        return this.gate(2, [below(expression.base), below(expression.subtract)]);
      case "computed":
        return this.gate(1, this.named(type, expression.relation.text));
      case "from": {
        const parents = subjectsOf(this.vocabulary.types.get(type)?.relations.get(expression.tupleset.text));
        return this.gate(
          1,
          parents.flatMap((parent) => this.named(parent.type.text, expression.relation.text)),
        );
      }
      case "direct": {
        const { subjects } = expression;
        if (subjects.some(({ relation }) => relation === undefined)) return this.gate(0);
        return this.gate(
          1,
          subjects.flatMap((subject) => this.named(subject.type.text, subject.relation?.text ?? "")),
        );
      }
    }
  }

  private gate(missing: number, needs: readonly Gate[] = []): Gate {
    const gate = { missing, dependents: [] };
    for (const needed of needs) needed.dependents.push(gate);
    if (missing === 0) this.reached.push(gate);
    return gate;
  }

  private named(type: string, relation: string): Gate[] {
    const gate = this.relations.get(`${type}#${relation}`);
    return gate ? [gate] : [];
  }
}

function subjectsOf(relation: RelationSyntax | undefined): readonly SubjectSyntax[] {
  return relation?.expression.kind === "direct" ? relation.expression.subjects : [];
}
