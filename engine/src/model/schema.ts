import type { Condition } from "./condition.ts";

/**
 * A compiled model: names resolved to objects, relations numbered. It is independent of a graph;
 * `evaluate/program.ts` binds it to one.
 */
export interface Schema {
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly types: ReadonlyMap<string, SchemaType>;
  /** Relations of all types, indexed by `id`. */
  readonly relations: readonly Relation[];
}

export interface SchemaType {
  /** Dense, from 0, in the order of the model. */
  readonly id: number;
  readonly name: string;
  readonly relations: ReadonlyMap<string, Relation>;
}

export interface Relation {
  /** Dense over the whole schema, from 0. */
  readonly id: number;
  readonly type: SchemaType;
  readonly name: string;
  /** Kinds of subject that a stored tuple of this relation may have; empty if none may be stored. */
  readonly direct: readonly Restriction[];
  readonly rewrite: Rewrite;
}

/** A kind of subject (`user`, `user:*` or `group#member`) and the condition that its tuples must carry. */
export interface Restriction {
  readonly type: SchemaType;
  readonly wildcard: boolean;
  readonly userset: Relation | undefined;
  readonly condition: Condition | undefined;
}

export type Rewrite =
  | { readonly op: "this" }
  | { readonly op: "computed"; readonly relation: Relation }
  | { readonly op: "from"; readonly tupleset: Relation; readonly name: string; readonly targets: readonly Relation[] }
  | { readonly op: "or" | "and"; readonly of: readonly Rewrite[] }
  | { readonly op: "butNot"; readonly base: Rewrite; readonly subtract: Rewrite };
