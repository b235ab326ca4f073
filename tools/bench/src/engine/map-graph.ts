import type { ModelDefinition, RewriteDefinition } from "@cf-auth/engine";

/**
 * The baseline: the same questions about the same graph, answered with `Map<string, Set<string>>` both ways and the
 * obvious recursion. Only unions, no wildcards, no conditions.
 */
export class MapGraph {
  /** `doc:1#viewer` → `user:anne`, `group:eng#member`, … */
  readonly subjects = new Map<string, Set<string>>();
  /** `user:anne` → `doc:1#viewer`, … */
  readonly objects = new Map<string, Set<string>>();
  private readonly rules = new Map<string, Rule>();

  constructor(model: ModelDefinition) {
    for (const { type, relations = {} } of model.type_definitions) {
      for (const [relation, rewrite] of Object.entries(relations))
        this.rules.set(`${type}#${relation}`, ruleOf(rewrite));
    }
  }

  /** A row of CSV: subject type, id and relation, relation, object type and id. */
  add(row: string): void {
    const [subjectType, subjectId, subjectRelation, relation, objectType, objectId] = row.split(",");
    const subject = `${subjectType}:${subjectId}${subjectRelation ? `#${subjectRelation}` : ""}`;
    const node = `${objectType}:${objectId}#${relation}`;
    setOf(this.subjects, node).add(subject);
    setOf(this.objects, subject).add(node);
  }

  check(subject: string, relation: string, object: string): boolean {
    return this.reaches(`${object}#${relation}`, subject, new Set());
  }

  listObjects(subject: string, relation: string, type: string): string[] {
    const found = new Set<string>();
    this.spread(subject, found);
    const suffix = `#${relation}`;
    const matching = [...found].filter((node) => node.startsWith(`${type}:`) && node.endsWith(suffix));
    return matching.map((node) => node.slice(0, -suffix.length)).sort();
  }

  listSubjects(object: string, relation: string, type: string): string[] {
    const seen = new Set<string>();
    const found = new Set<string>();
    const visit = (node: string): void => {
      if (seen.has(node)) return;
      seen.add(node);
      for (const subject of this.subjects.get(node) ?? []) if (subject.startsWith(`${type}:`)) found.add(subject);
      for (const next of this.after(node)) visit(next);
    };
    visit(`${object}#${relation}`);
    return [...found].sort();
  }

  /** What else is enough to be in the set `doc:1#viewer`: usersets, relations of the same object, of its parents. */
  *after(node: string): Generator<string> {
    for (const subject of this.subjects.get(node) ?? []) if (subject.includes("#")) yield subject;
    const { object, rule } = this.ruleFor(node);
    for (const relation of rule?.computed ?? []) yield `${object}#${relation}`;
    for (const { tupleset, relation } of rule?.from ?? []) {
      for (const parent of this.subjects.get(`${object}#${tupleset}`) ?? []) yield `${parent}#${relation}`;
    }
  }

  private reaches(node: string, subject: string, seen: Set<string>): boolean {
    if (seen.has(node)) return false;
    seen.add(node);
    if (this.subjects.get(node)?.has(subject)) return true;
    for (const next of this.after(node)) if (this.reaches(next, subject, seen)) return true;
    return false;
  }

  /** Everything that follows from being this subject, or from being in this set. */
  private spread(from: string, found: Set<string>): void {
    const reach = (node: string): void => {
      if (found.has(node)) return;
      found.add(node);
      this.spread(node, found);
    };
    for (const node of this.objects.get(from) ?? []) reach(node);
    if (!from.includes("#")) return;
    const { object, relation: own } = this.ruleFor(from);
    for (const [key, rule] of this.rules) {
      const [type, relation = ""] = key.split("#");
      if (object.startsWith(`${type}:`) && rule.computed.includes(own)) reach(`${object}#${relation}`);
      for (const step of rule.from) {
        if (step.relation === own)
          for (const child of this.childrenOf(object, step.tupleset, type)) reach(`${child}#${relation}`);
      }
    }
  }

  private *childrenOf(parent: string, tupleset: string, type: string | undefined): Generator<string> {
    for (const node of this.objects.get(parent) ?? []) {
      if (node.startsWith(`${type}:`) && node.endsWith(`#${tupleset}`)) yield node.slice(0, -tupleset.length - 1);
    }
  }

  private ruleFor(node: string) {
    const hash = node.indexOf("#");
    const object = node.slice(0, hash);
    const relation = node.slice(hash + 1);
    return { object, relation, rule: this.rules.get(`${object.slice(0, object.indexOf(":"))}#${relation}`) };
  }
}

interface Rule {
  readonly computed: readonly string[];
  readonly from: readonly { readonly tupleset: string; readonly relation: string }[];
}

function ruleOf(rewrite: RewriteDefinition): Rule {
  const parts = rewrite.union?.child ?? [rewrite];
  return {
    computed: parts.flatMap((part) => part.computedUserset?.relation ?? []),
    from: parts.flatMap(({ tupleToUserset: step }) =>
      step === undefined ? [] : [{ tupleset: step.tupleset.relation, relation: step.computedUserset.relation }],
    ),
  };
}

function setOf(map: Map<string, Set<string>>, key: string): Set<string> {
  const found = map.get(key) ?? new Set();
  map.set(key, found);
  return found;
}
