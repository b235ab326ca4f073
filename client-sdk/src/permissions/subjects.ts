/** The strings that name a subject of a kind: `team#member` is written `team:eng#member`. */
export type SubjectOf<Kind extends string> = Kind extends `${infer Type}#${infer Relation}`
  ? `${Type}:${string}#${Relation}`
  : Kind extends `${string}:*`
    ? Kind
    : `${Kind}:${string}`;

/** The kind of a subject that is written in full or but for its id; the string itself, where that tells nothing. */
export type KindOf<Subject extends string> = Subject extends `${infer Type}:${infer Id}`
  ? Id extends "*"
    ? `${Type}:*`
    : Id extends `${string}#${infer Relation}`
      ? `${Type}#${Relation}`
      : Type
  : Subject;

/**
 * The subject itself where its kind is among those, or what should stand there. `user:*` and `user:anne#friend` also
 * look like `user:<id>`, so a sentence takes the place of a pattern that they would fit. Where there are no kinds, the
 * relation or the object is wrong already, and the complaint is about that.
 */
export type Fitting<Subject extends string, Kinds extends string> = [KindOf<Subject>] extends [Kinds]
  ? Subject
  : [Kinds] extends [never]
    ? Subject
    : [Subject] extends [SubjectOf<Kinds>]
      ? `not ${KindOf<Subject>}, but ${Kinds}`
      : SubjectOf<Kinds>;

/** The kinds of subject that can have the relation; where it is one of several, those that can have each of them. */
export type SubjectsOf<Relation> = (
  Relation extends { readonly subjects: infer Kinds extends string }
    ? (kinds: Kinds) => void
    : never
) extends (kinds: infer Common extends string) => void
  ? Common
  : never;
