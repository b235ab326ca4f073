import type { Every, Leading, LeadingIn, Resting } from "./leads.ts";

/** Kinds of subjects that can have the relation: the transitive closure of `Leading`. */
export type SubjectsReaching<Types, Relation extends string> = Reached<Types, Relation, never>;

type Reached<Types, Found, Seen> =
  Exclude<Extract<Found, string> | Shared<Types, Exclude<Found, string>, Seen>, Seen> extends infer New
    ? [New] extends [never]
      ? Seen
      : Reached<Types, Leading<Types, New>, Seen | New>
    : never;

/** Kinds seen already lead to the relation anyway, so the parts of an intersection skip them. */
type Shared<Types, Intersection, Seen> =
  Intersection extends Every<infer T extends string, infer Parts> ? SharedBy<Types, T, Parts, Seen> : never;

type SharedBy<Types, T extends string, Parts, Seen> = Parts extends readonly [infer Part]
  ? Reached<Types, LeadingIn<Types, T, Part>, Seen>
  : Parts extends readonly [infer Part, ...infer Rest]
    ? Reached<Types, LeadingIn<Types, T, Part>, Seen> & SharedBy<Types, T, Rest, Seen>
    : never;

/** Conditions that may decide about the relation, each with the kinds of subjects that it affects. */
export type ConditionsBehind<Types, Relation extends string> =
  Behind<Types, Relation, never> extends infer Found
    ? Found extends `${infer Kind} with ${infer Condition}`
      ? `${KindsUnder<Types, Kind>} with ${Condition}`
      : never
    : never;

/** Kinds of subjects that a tuple with such a subject can lead to. */
type KindsUnder<Types, Kind extends string> = Kind extends `${string}#${string}`
  ? SubjectsReaching<Types, Kind> & string
  : Kind extends `${infer Type}:*`
    ? Kind | Type
    : Kind;

type Behind<Types, Found, Seen> =
  Exclude<Found, Seen> extends infer New
    ? [New] extends [never]
      ? Seen
      : Behind<Types, Resting<Types, New>, Seen | New>
    : never;
