/**
 * A model in TypeScript. What stands in brackets in the modelling language is a list; the name of a relation, and
 * `viewer from parent`, are strings; `or`, `and` and `butNot` combine. As in the language, a list stands first.
 *
 * @example
 * { or: [["user", "team#member"], "owner", "viewer from parent"], butNot: "blocked" }
 * // ([user, team#member] or owner or viewer from parent) but not blocked
 */
export type RelationDefinition = readonly string[] | string | AnyOf<RelationDefinition> | AllOf<RelationDefinition>;

/** Not a list, and none in it. */
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
