/**
 * What a model says, for the compiler: made by `defineModel` from a model in TypeScript, and by `cf-auth-generate` from
 * one in `.fga`. Each relation of each type is a `RelationTypes`, worked out already, so that a question costs the
 * compiler a look-up and no search.
 */
export interface ModelTypes {
  /** By the type's name, and in it by the relation's. */
  readonly types: object;
  /** By the condition's name: the types of its parameters, as JSON has them. */
  readonly conditions: object;
}

/** One relation. Kinds of subjects are written as in the modelling language: `user`, `user:*`, `team#member`. */
export interface RelationTypes {
  /** Who can have the relation at all, through everything that leads to it. */
  readonly subjects: string;
  /** By the kind of subject that a tuple may name: the condition it has to carry, `""` for none. */
  readonly direct: object;
  /** The conditions that an answer can hang on, with the kind of subject that it is about: `user with c`. */
  readonly conditions: string;
}

/** A model as `authz.model.put` takes it, and what the compiler is to know of it. */
export interface ModelSource<M extends ModelTypes> {
  /** The model in OpenFGA's modelling language: one file, or the files of a modular model. */
  readonly source: string | { name: string; contents: string }[];
  /** For the compiler only: nothing is there. */
  readonly "~types"?: M;
}

/** The types of a model, given as they are or by what holds them: `Model`, or `typeof model`. */
export type TypesOf<M> = M extends ModelTypes ? M : M extends ModelSource<infer Types> ? Types : never;

export type TypeName<M extends ModelTypes> = keyof M["types"] & string;

/** The relations of a type; of several types those that all have. */
export type RelationName<M extends ModelTypes, T extends TypeName<M>> = keyof M["types"][T] & string;

/** What the model says of a relation. */
export type RelationOf<M extends ModelTypes, T extends TypeName<M>, R extends RelationName<M, T>> = M["types"][T][R];
