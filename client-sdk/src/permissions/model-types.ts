/**
 * The types of a model: of `defineModel` for a model in TypeScript, of `cf-auth-generate` for an `.fga` file. Each relation of each type is
 * a precomputed `RelationTypes`, so that the compiler looks it up instead of searching.
 */
export interface ModelTypes {
  /** `RelationTypes` by type and relation. */
  readonly types: object;
  /** Parameter types by condition, in their JSON form. */
  readonly conditions: object;
}

/** The types of one relation. Kinds of subjects are written as in the modelling language: `user`, `user:*`, `team#member`. */
export interface RelationTypes {
  /** Kinds of subjects that can have the relation, directly or indirectly. */
  readonly subjects: string;
  /** Directly assignable kinds of subjects, each with the condition that its tuple needs; `""` for none. */
  readonly direct: object;
  /** Conditions that may decide a check, with the kind of subject: `user with c`. */
  readonly conditions: string;
}

/** A model for `authz.model.put`, with its types. */
export interface ModelSource<M extends ModelTypes> {
  /** The model in OpenFGA's modelling language: one file, or the files of a modular model. */
  readonly source: string | { name: string; contents: string }[];
  /** Type only: undefined at run time. */
  readonly "~types"?: M;
}

/** The types of a model: of a generated `Model`, or of `typeof model`. */
export type TypesOf<M> = M extends ModelTypes ? M : M extends ModelSource<infer Types> ? Types : never;

export type TypeName<M extends ModelTypes> = keyof M["types"] & string;

/** The relations of a type; of several types, the common ones. */
export type RelationName<M extends ModelTypes, T extends TypeName<M>> = keyof M["types"][T] & string;

/** The `RelationTypes` of a relation. */
export type RelationOf<M extends ModelTypes, T extends TypeName<M>, R extends RelationName<M, T>> = M["types"][T][R];
