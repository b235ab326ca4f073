import type { ModelDefinition, RestrictionDefinition, RewriteDefinition } from "../src/model/definition.ts";

/**
 * Slow, simple evaluator that the engine has to agree with. It shares only the shape of a model with the engine,
 * computes every relation of every object, and favours clarity over speed.
 *
 * Semantics: the well-founded semantics. A relation is true if it follows from tuples without assuming itself,
 * undefined if it depends on its own absence, and false otherwise.
 * Source: Van Gelder, "The Alternating Fixpoint of Logic Programs with Negation", 1989.
 *
 * A subtracted part counts as a relation of its own, even without a name in the model: `a but not (b but not a)`
 * equals `a but not d` with `d` defined as `b but not a`. A double subtraction is not an assertion.
 * Source: Lloyd and Topor, "Making Prolog more Expressive", 1984.
 *
 * Tuples whose condition lacks context count in the best case and not in the worst. A relation that is true in the
 * worst case is true; one that is true only in the best case is conditional. Negation swaps best and worst.
 */
export interface OracleTuple {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly condition?: string;
  readonly context?: string;
  readonly expiresAt?: number;
}

export type OracleValue = "true" | "conditional" | "false";
export type Counts = "yes" | "maybe" | "no";
type Case = "best" | "worst";

/** A relation, or a subtracted part of one. */
interface Part {
  readonly name: string;
  /** The relation whose tuples `this` stands for. */
  readonly owner: string;
  /** Rewrite in which each subtracted part is a named part of its own. */
  readonly rewrite: RewriteDefinition;
}

export class Oracle {
  private readonly model: ModelDefinition;
  private readonly tuples: readonly OracleTuple[];
  private readonly counts: (tuple: OracleTuple) => Counts;
  /** Parts by type. */
  private readonly parts: ReadonlyMap<string, readonly Part[]>;
  /** Results by subject, object and case: many relations of one object are checked. */
  private readonly found = new Map<string, Set<string>>();

  /** `counts` decides by expiry and condition whether a tuple counts. */
  constructor(
    model: ModelDefinition,
    tuples: readonly OracleTuple[],
    counts: (tuple: OracleTuple) => Counts = () => "yes",
  ) {
    this.model = model;
    this.tuples = tuples;
    this.counts = counts;
    this.parts = new Map(
      model.type_definitions.map(({ type, relations = {} }) => [
        type,
        Object.entries(relations).flatMap(([owner, rewrite]) => partsOf(owner, owner, rewrite)),
      ]),
    );
  }

  /** Value of the subject's relation to the object. */
  check(subject: string, relation: string, object: string): OracleValue {
    const atom = `${object}#${relation}`;
    if (this.certain(subject, object, "worst").has(atom)) return "true";
    return this.certain(subject, object, "best").has(atom) ? "conditional" : "false";
  }

  /** Whether the relation is undefined only because it depends on its own absence; all tuples count or not. */
  isUndefined(subject: string, relation: string, object: string): boolean {
    const atom = `${object}#${relation}`;
    const certain = this.certain(subject, object, "best");
    return !certain.has(atom) && this.closure(subject, object, certain, "worst").has(atom);
  }

  /** All relations that are true in one case: alternates certain and possible relations until they converge. */
  private certain(subject: string, extraObject: string, inCase: Case): Set<string> {
    const key = `${subject} ${extraObject} ${inCase}`;
    const found = this.found.get(key) ?? this.closeIn(subject, extraObject, inCase);
    this.found.set(key, found);
    return found;
  }

  private closeIn(subject: string, extraObject: string, inCase: Case): Set<string> {
    const other = inCase === "best" ? "worst" : "best";
    let certain = new Set<string>();
    for (;;) {
      const possible = this.closure(subject, extraObject, certain, other);
      const next = this.closure(subject, extraObject, possible, inCase);
      if (next.size === certain.size) return certain;
      certain = next;
    }
  }

  /** Least fixpoint of relations, with subtracted parts read from `assumed`. */
  private closure(subject: string, extraObject: string, assumed: ReadonlySet<string>, inCase: Case): Set<string> {
    const known = new Set<string>();
    const objects = new Set([...this.tuples.flatMap((t) => [t.object, t.subject.split("#")[0] ?? ""]), extraObject]);
    objects.add(subject.split("#")[0] ?? "");
    for (let before = -1; before < known.size; ) {
      before = known.size;
      for (const object of objects) {
        for (const { name, owner, rewrite } of this.parts.get(object.split(":")[0] ?? "") ?? []) {
          if (this.holds(rewrite, subject, owner, object, { known, assumed, inCase })) known.add(`${object}#${name}`);
        }
      }
    }
    return known;
  }

  private holds(rewrite: RewriteDefinition, subject: string, relation: string, object: string, sides: Sides): boolean {
    if (subject === `${object}#${relation}`) return true;
    const { known, assumed, inCase } = sides;
    const recurse = (child: RewriteDefinition) => this.holds(child, subject, relation, object, sides);
    if (rewrite.this) return this.stored(subject, relation, object, sides);
    if (rewrite.computedUserset) return known.has(`${object}#${rewrite.computedUserset.relation}`);
    if (rewrite.tupleToUserset) {
      const { tupleset, computedUserset } = rewrite.tupleToUserset;
      const parents = this.tuplesOf(tupleset.relation, object, inCase);
      return parents.some((t) => known.has(`${t.subject}#${computedUserset.relation}`));
    }
    if (rewrite.union) return rewrite.union.child.some(recurse);
    if (rewrite.intersection) return rewrite.intersection.child.every(recurse);
    if (rewrite.difference) {
      const { base, subtract } = rewrite.difference;
      // `assumed` comes from the other case: negation swaps best and worst.
      return recurse(base) && !assumed.has(`${object}#${subtract.computedUserset?.relation}`);
    }
    return false;
  }

  private stored(subject: string, relation: string, object: string, { known, inCase }: Sides): boolean {
    const [type, rest] = [subject.split(":")[0], subject.slice(subject.indexOf(":") + 1)];
    const single = !rest.includes("#") && rest !== "*";
    return this.tuplesOf(relation, object, inCase).some(
      (t) =>
        t.subject === subject ||
        (single && t.subject === `${type}:*`) ||
        (t.subject.includes("#") && known.has(t.subject)),
    );
  }

  /** Tuples of the relation that the model allows and that count. */
  private tuplesOf(relation: string, object: string, inCase: Case): OracleTuple[] {
    const type = object.split(":")[0];
    const definition = this.model.type_definitions.find((t) => t.type === type);
    const allowed = definition?.metadata?.relations?.[relation]?.directly_related_user_types ?? [];
    return this.tuples.filter((t) => {
      if (t.object !== object || t.relation !== relation || !allowed.some((r) => matches(r, t))) return false;
      const counts = this.counts(t);
      return counts === "yes" || (counts === "maybe" && inCase === "best");
    });
  }
}

interface Sides {
  readonly known: ReadonlySet<string>;
  readonly assumed: ReadonlySet<string>;
  readonly inCase: Case;
}

/** The rewrite as a part of that name, and its subtracted parts. No relation's name contains a space. */
function partsOf(name: string, owner: string, rewrite: RewriteDefinition): Part[] {
  const subtracted: Part[] = [];
  const named = (part: RewriteDefinition): RewriteDefinition => {
    if (part.union) return { union: { child: part.union.child.map(named) } };
    if (part.intersection) return { intersection: { child: part.intersection.child.map(named) } };
    if (!part.difference) return part;
    const base = named(part.difference.base);
    const relation = `${name} ${subtracted.length}`;
    subtracted.push(...partsOf(relation, owner, part.difference.subtract));
    return { difference: { base, subtract: { computedUserset: { relation } } } };
  };
  const whole = { name, owner, rewrite: named(rewrite) };
  return [whole, ...subtracted];
}

function matches(restriction: RestrictionDefinition, tuple: OracleTuple): boolean {
  const [node = "", relation = ""] = tuple.subject.split("#");
  const type = node.split(":")[0];
  const wildcard = node.endsWith(":*");
  return (
    restriction.type === type &&
    (restriction.relation ?? "") === relation &&
    (restriction.wildcard !== undefined) === wildcard &&
    (restriction.condition ?? "") === (tuple.condition ?? "")
  );
}
