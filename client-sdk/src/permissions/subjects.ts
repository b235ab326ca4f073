/** Subject strings of a kind: `team:eng#member` for `team#member`. */
export type SubjectOf<Kind extends string> = Kind extends `${infer Type}#${infer Relation}`
  ? `${Type}:${string}#${Relation}`
  : Kind extends `${string}:*`
    ? Kind
    : `${Kind}:${string}`;

/** The kind of a subject string or template; the string itself if it has none. */
export type KindOf<Subject extends string> = Subject extends `${infer Type}:${infer Id}`
  ? Id extends "*"
    ? `${Type}:*`
    : Id extends `${string}#${infer Relation}`
      ? `${Type}#${Relation}`
      : Type
  : Subject;

/**
 * The subject if its kind is valid, or else the expected type, which becomes the compiler's message. `user:*` and `user:anne#friend` also
 * match `user:<id>`, so a sentence replaces the pattern. Without kinds the relation or the object is wrong, and reported instead.
 */
export type Fitting<Subject extends string, Kinds extends string> = [KindOf<Subject>] extends [Kinds]
  ? Subject
  : [Kinds] extends [never]
    ? Subject
    : [Subject] extends [SubjectOf<Kinds>]
      ? `not ${KindOf<Subject>}, but ${Kinds}`
      : SubjectOf<Kinds>;

/** Kinds of subjects that can have the relation; of a union of relations, those that can have each. */
export type SubjectsOf<Relation> = (
  Relation extends { readonly subjects: infer Kinds extends string }
    ? (kinds: Kinds) => void
    : never
) extends (kinds: infer Common extends string) => void
  ? Common
  : never;
