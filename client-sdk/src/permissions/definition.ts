/**
 * The definition of a relation. An array lists the directly assignable subjects, which are in brackets in the modelling language. Relation
 * names and `viewer from parent` are strings. `or`, `and` and `butNot` combine definitions; an array comes first.
 *
 * @example
 * { or: [["user", "team#member"], "owner", "viewer from parent"], butNot: "blocked" }
 * // ([user, team#member] or owner or viewer from parent) but not blocked
 */
export type RelationDefinition = readonly string[] | string | AnyOf<RelationDefinition> | AllOf<RelationDefinition>;

/** A definition without an array. */
export type IndirectDefinition = string | AnyOf<IndirectDefinition> | AllOf<IndirectDefinition>;

export interface AnyOf<First> {
  readonly or: readonly [First, ...IndirectDefinition[]];
  readonly and?: never;
  readonly butNot?: IndirectDefinition;
}

export interface AllOf<First> {
  readonly and: readonly [First, ...IndirectDefinition[]];
  readonly or?: never;
  readonly butNot?: IndirectDefinition;
}

export type TypeDefinitions = { readonly [type: string]: { readonly [relation: string]: RelationDefinition } };

type ScalarName = "any" | "bool" | "string" | "int" | "uint" | "double" | "duration" | "timestamp" | "ipaddress";

export type ParameterName = ScalarName | `list<${ScalarName}>` | `map<${ScalarName}>`;

export interface ConditionDefinition {
  readonly parameters: { readonly [name: string]: ParameterName };
  /** In CEL. */
  readonly expression: string;
}

export type ConditionDefinitions = { readonly [name: string]: ConditionDefinition };

export interface Definition {
  readonly types: TypeDefinitions;
  readonly conditions?: ConditionDefinitions | undefined;
}
