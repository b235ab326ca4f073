import type { Every, Leading, LeadingIn, Resting } from "./leads.ts";

/** Who can have the relation: all kinds that lead to it, step by step until none is new. */
export type SubjectsReaching<Types, Relation extends string> = Reached<Types, Relation, never>;

type Reached<Types, Found, Seen> =
  Exclude<Extract<Found, string> | Shared<Types, Exclude<Found, string>, Seen>, Seen> extends infer New
    ? [New] extends [never]
      ? Seen
      : Reached<Types, Leading<Types, New>, Seen | New>
    : never;

/** What is seen already leads to the relation anyhow, so that no part of an intersection has to look at it again. */
type Shared<Types, Intersection, Seen> =
  Intersection extends Every<infer T extends string, infer Parts> ? SharedBy<Types, T, Parts, Seen> : never;

type SharedBy<Types, T extends string, Parts, Seen> = Parts extends readonly [infer Part]
  ? Reached<Types, LeadingIn<Types, T, Part>, Seen>
  : Parts extends readonly [infer Part, ...infer Rest]
    ? Reached<Types, LeadingIn<Types, T, Part>, Seen> & SharedBy<Types, T, Rest, Seen>
    : never;

/** The conditions that an answer about the relation can hang on, each with the kinds of subject whose answers do. */
export type ConditionsBehind<Types, Relation extends string> =
  Behind<Types, Relation, never> extends infer Found
    ? Found extends `${infer Kind} with ${infer Condition}`
      ? `${KindsUnder<Types, Kind>} with ${Condition}`
      : never
    : never;

/** Whom a tuple that names such a subject can lead to. */
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
