import type { Condition } from "./condition.ts";

/**
 * A model made ready for evaluation: names resolved to objects, relations numbered.
 * Nothing here knows a graph; `evaluate/program.ts` binds a schema to one.
 */
export interface Schema {
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly types: ReadonlyMap<string, SchemaType>;
  /** Every relation of every type, at its `id`. */
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
  /** Which subjects a stored tuple of this relation may have; empty when none may be stored. */
  readonly direct: readonly Restriction[];
  readonly rewrite: Rewrite;
}

/** A kind of subject: `user`, `user:*`, or `group#member`; and the condition that its tuples have to carry. */
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
