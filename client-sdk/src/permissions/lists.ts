import type {
  ListObjectsRequest,
  ListObjectsResponse,
  ListRelationsResponse,
  ListSubjectsResponse,
  ReadRequest,
  ReadResponse,
  Tuple,
} from "../generated/types.ts";
import type { ConditionsOf } from "./context.ts";
import type { ModelTypes, RelationName, RelationOf, TypeName } from "./model-types.ts";
import type { Fitting, SubjectOf, SubjectsOf } from "./subjects.ts";

/** The page of a list to return. */
type PageRequest = Pick<ListObjectsRequest, "cursor" | "limit">;

/** A list with typed items. `conditional` is empty if no condition is involved. */
type ListOf<Output, Item, Condition extends string> = Omit<Output, "items" | "conditional"> & {
  items: Item[];
  /** Items of this page that depend on missing context. */
  conditional: ([Condition] extends [never] ? never : Item)[];
};

/** Request of a typed `authz.listObjects`. */
export type ObjectsRequest<
  M extends ModelTypes,
  T extends TypeName<M>,
  R extends RelationName<M, T>,
  S extends string,
> = PageRequest & {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  readonly subject: Fitting<S, SubjectsOf<RelationOf<M, T, R>>>;
  /** A relation of that type. */
  readonly relation: R;
  /** The type of the objects to list. */
  readonly objectType: T;
};

/** Response of a typed `authz.listObjects`. */
export type ObjectsResponse<
  M extends ModelTypes,
  T extends TypeName<M>,
  R extends RelationName<M, T>,
  Kind extends string,
> = ListOf<ListObjectsResponse, `${T}:${string}`, ConditionsOf<RelationOf<M, T, R>, Kind>>;

/** Kinds that `listSubjects` can list. Everyone, `user:*`, is listed among the users. */
export type ListedKind<M extends ModelTypes, T extends TypeName<M>, R extends RelationName<M, T>> = Exclude<
  SubjectsOf<RelationOf<M, T, R>>,
  `${string}:*`
>;

/** Request of a typed `authz.listSubjects`. */
export type SubjectsRequest<T extends string, R, Kind> = PageRequest & {
  /** type:id. */
  readonly object: `${T}:${string}`;
  /** A relation of the object's type. */
  readonly relation: R;
  /** A type such as user, or a userset's kind such as team#member. */
  readonly subjectKind: Kind;
};

/** Response of a typed `authz.listSubjects`. */
export type SubjectsResponse<
  M extends ModelTypes,
  T extends TypeName<M>,
  R extends RelationName<M, T>,
  Kind extends string,
> = Omit<ListOf<ListSubjectsResponse, SubjectOf<Kind>, ConditionsOf<RelationOf<M, T, R>, Kind>>, "excluded"> & {
  /** Subjects of this page that lack the relation although the list has type:*. */
  excluded: SubjectOf<Kind>[];
};

type AnyRelationOf<M extends ModelTypes, T extends TypeName<M>> = RelationOf<M, T, RelationName<M, T>>;

/** Request of a typed `authz.listRelations`. */
export type RelationsRequest<M extends ModelTypes, T extends TypeName<M>, S extends string> = {
  /** type:id, type:id#relation, or type:* for everyone of the type. */
  readonly subject: Fitting<S, KindsOf<AnyRelationOf<M, T>>>;
  /** type:id. */
  readonly object: `${T}:${string}`;
};

/** Kinds that can have one relation or another. */
type KindsOf<Relation> = Relation extends { readonly subjects: infer Kinds extends string } ? Kinds : never;

/** Conditions of one relation or another. */
export type ConditionsOn<M extends ModelTypes, T extends TypeName<M>, Kind extends string> = ConditionsOf<
  AnyRelationOf<M, T>,
  Kind
>;

type ConditionalOn<M extends ModelTypes, T extends TypeName<M>, Kind extends string> = {
  [R in RelationName<M, T>]: [ConditionsOf<RelationOf<M, T, R>, Kind>] extends [never] ? never : R;
}[RelationName<M, T>];

/** Response of a typed `authz.listRelations`. */
export type RelationsResponse<M extends ModelTypes, T extends TypeName<M>, Kind extends string> = Omit<
  ListRelationsResponse,
  "relations" | "conditional"
> & {
  relations: RelationName<M, T>[];
  /** Relations that depend on missing context. */
  conditional: ConditionalOn<M, T, Kind>[];
};

/** Request of a typed `authz.read`. */
export type TuplesRequest<T extends string, R> = Omit<ReadRequest, "object" | "objectType" | "relation"> & {
  /** type:id. */
  readonly object?: `${T}:${string}` | undefined;
  /** All objects of this type. Use it instead of `object`. */
  readonly objectType?: T | undefined;
  /** A relation of the object's type. */
  readonly relation?: R | undefined;
};

/** Response of a typed `authz.read`. Stored tuples may be older than the model, so only the requested type is typed. */
export type TuplesResponse<T extends string> = Omit<ReadResponse, "items"> & {
  items: (Omit<Tuple, "object"> & { object: [T] extends [never] ? string : `${T}:${string}` })[];
};
