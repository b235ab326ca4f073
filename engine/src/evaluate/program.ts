import type { IdSource } from "../graph/dictionary.ts";
import type { Graph } from "../graph/graph.ts";
import type { NodeType, Partition } from "../graph/partition.ts";
import type { Condition } from "../model/condition.ts";
import type { Relation, Restriction, Rewrite, Schema, SchemaType } from "../model/schema.ts";
import { compareBytes, WILDCARD } from "../tuple.ts";
import { isPure } from "./purity.ts";
import { kindOf, reachability, type SubjectKinds } from "./reach.ts";
import { type Subtraction, subtractionOf } from "./subtraction.ts";

/** A relation bound to a graph. */
export interface Rule {
  /** The relation's id in the schema. */
  readonly id: number;
  readonly relation: Relation;
  readonly nodes: NodeType;
  readonly step: Step;
  /** Whether a plain walk decides it: only unions, nothing subtracted, intersected or conditional. */
  readonly pure: boolean;
  readonly subtraction: Subtraction;
  /** Own tuples of the relation, by kind of subject (see `SubjectKinds`). */
  readonly stored: readonly (Store | undefined)[];
}

/** Tuples of one relation with one kind of subject. */
export interface Store {
  /** Tuples that always count; undefined if the model requires a condition. */
  readonly plain: Partition | undefined;
  /** Tuples that expire or have a condition. */
  readonly special: readonly Special[];
}

export interface Special {
  readonly partition: Partition;
  /** Undefined if the tuples only expire. */
  readonly condition: Condition | undefined;
}

export type Step =
  | { readonly op: "this"; readonly usersets: readonly Edge[] }
  | { readonly op: "computed"; readonly rule: Rule }
  | { readonly op: "from"; readonly parents: readonly Edge[]; readonly tupleset: Relation }
  | { readonly op: "or" | "and"; readonly of: readonly Step[] }
  | { readonly op: "butNot"; readonly base: Step; readonly subtract: Step; readonly without: Rewrite };

/** Tuples to follow, and the rule to evaluate on the nodes that they lead to. */
export interface Edge {
  readonly store: Store;
  readonly rule: Rule;
}

/** A type of the schema with its nodes in the graph. */
export interface BoundType extends IdSource {
  readonly type: SchemaType;
  readonly nodes: NodeType;
  /** Prefix of its objects as text. */
  readonly prefix: string;
}

const COLON = 0x3a;

/** A schema bound to a graph. It stays valid while tuples come and go. */
export class Program {
  readonly schema: Schema;
  readonly graph: Graph;
  readonly kinds: SubjectKinds;
  /** `reach[rule.id][kind]`: whether a subject of that kind can have the relation in any graph. */
  readonly reach: readonly Uint8Array[];
  /** Rules by relation id. */
  readonly rules: readonly Rule[];
  private readonly types: readonly BoundType[];

  constructor(schema: Schema, graph: Graph) {
    this.schema = schema;
    this.graph = graph;
    this.kinds = { types: schema.types.size, relations: schema.relations.length };
    this.types = [...schema.types.values()].map((type) => {
      const nodes = graph.type(type.name);
      return { type, nodes, prefix: `${type.name}:`, dictionary: nodes.dictionary, idStart: type.name.length + 1 };
    });
    this.reach = reachability(schema, this.kinds);
    const pure = isPure(schema);
    const subtraction = subtractionOf(schema);
    const drafts = schema.relations.map((relation) => ({
      ...this.draft(relation),
      pure: pure[relation.id],
      subtraction: subtraction[relation.id],
    }));
    this.rules = drafts;
    for (const draft of drafts) draft.step = this.step(draft, draft.relation.rewrite);
  }

  type(name: string): SchemaType | undefined {
    return this.schema.types.get(name);
  }

  /** Names of the types that have the relation, in byte order of `type:`. */
  typesWith(relation: string): string[] {
    const found = [...this.schema.types.values()].filter(({ relations }) => relations.has(relation));
    return found.map(({ name }) => name).sort((a, b) => compareBytes(`${a}:`, `${b}:`));
  }

  /** Type of the text `type:id`; undefined if the model lacks it. Allocates no string. */
  typeBefore(text: string): BoundType | undefined {
    for (const type of this.types) {
      const { prefix } = type;
      let i = prefix.length - 1;
      if (text.charCodeAt(i) !== COLON) continue;
      while (i > 0 && text.charCodeAt(i - 1) === prefix.charCodeAt(i - 1)) i--;
      if (i === 0) return type;
    }
    return undefined;
  }

  private draft(relation: Relation): Pick<Rule, "id" | "relation" | "nodes" | "stored"> & { step: Step } {
    const stored: (Store | undefined)[] = [];
    for (const restriction of relation.direct) {
      const kind = kindOf(this.kinds, restriction);
      const store = stored[kind] ?? { plain: undefined, special: [] };
      stored[kind] = this.extended(store, relation, restriction);
    }
    const nodes = this.graph.type(relation.type.name);
    return { id: relation.id, relation, nodes, step: { op: "or", of: [] }, stored };
  }

  /** The store extended by one restriction: with plain and expiring tuples, or with tuples of a condition. */
  private extended({ plain, special }: Store, relation: Relation, restriction: Restriction): Store {
    const { type, wildcard, userset, condition } = restriction;
    const suffix = userset?.name ?? (wildcard ? WILDCARD : "");
    const partition = (name: string | undefined) =>
      this.graph.partition(relation.type.name, relation.name, type.name, suffix, name);
    if (condition !== undefined) {
      return { plain, special: [...special, { partition: partition(condition.name), condition }] };
    }
    return { plain: partition(undefined), special: [...special, { partition: partition(""), condition: undefined }] };
  }

  private step(owner: Rule, rewrite: Rewrite): Step {
    switch (rewrite.op) {
      case "this":
        return { op: "this", usersets: this.usersets(owner) };
      case "computed":
        return { op: "computed", rule: this.rules[rewrite.relation.id] };
      case "from":
        return { op: "from", parents: this.parents(rewrite), tupleset: rewrite.tupleset };
      case "or":
      case "and":
        return { op: rewrite.op, of: rewrite.of.map((child) => this.step(owner, child)) };
      case "butNot":
        return {
          op: "butNot",
          base: this.step(owner, rewrite.base),
          subtract: this.step(owner, rewrite.subtract),
          without: rewrite.subtract,
        };
    }
  }

  private usersets(owner: Rule): Edge[] {
    const ids = new Set(owner.relation.direct.flatMap(({ userset }) => (userset === undefined ? [] : userset.id)));
    return [...ids]
      .sort((a, b) => a - b)
      .flatMap((id) => {
        const store = owner.stored[2 * this.kinds.types + id];
        return store === undefined ? [] : [{ store, rule: this.rules[id] }];
      });
  }

  private parents(rewrite: Rewrite & { op: "from" }): Edge[] {
    const stored = this.rules[rewrite.tupleset.id].stored;
    return rewrite.targets.flatMap((target) => {
      const store = stored[target.type.id];
      return store === undefined ? [] : [{ store, rule: this.rules[target.id] }];
    });
  }
}
