/** Proof that a subject has a relation to an object: tuples and rules that anyone with the graph can verify. */
export interface Proof {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly reason: Reason;
}

/** A stored tuple with its condition, context and expiry. */
export interface ProofTuple {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
  readonly condition?: string | undefined;
  /** The tuple's context for its condition, as canonical JSON. */
  readonly context?: string | undefined;
  /** Seconds since 1970 from which on the tuple no longer counts. */
  readonly expiresAt?: number | undefined;
}

export type Reason =
  /** The subject is a userset, and this is its own relation to its own object. */
  | { readonly kind: "self" }
  /** A stored tuple names the subject, or everyone of its type. */
  | { readonly kind: "tuple"; readonly tuple: ProofTuple }
  /** A stored tuple names a userset, and the subject is in it. */
  | { readonly kind: "userset"; readonly tuple: ProofTuple; readonly member: Proof }
  /** The relation follows from another one on the same object. */
  | { readonly kind: "computed"; readonly of: Proof }
  /** The relation follows from one on another object, to which a stored tuple leads. */
  | { readonly kind: "from"; readonly tuple: ProofTuple; readonly parent: Proof }
  /** One operand of an `or` holds; they are counted from 0. */
  | { readonly kind: "or"; readonly operand: number; readonly reason: Reason }
  /** Every operand of an `and` holds. */
  | { readonly kind: "and"; readonly all: Reason[] }
  /** The base of a `but not` holds, and what is subtracted does not. */
  | { readonly kind: "butNot"; readonly base: Reason; readonly absent: Absence };

/** Reason why something doesn't hold. */
export interface Absence {
  /** Expression that doesn't hold, in the modelling language. */
  readonly expression: string;
  /**
   * Relations of objects that the subject lacks. Each depends only on others of the list, and so on nothing: no
   * tuple names the subject, and every userset and parent that tuples lead to is in the list.
   */
  readonly refuted: Refuted[];
  /** Reasons why the inner subtracted part holds, if the subtracted part is itself a `but not` whose base holds. */
  readonly excluded?: Reason[] | undefined;
}

export interface Refuted {
  readonly relation: string;
  readonly object: string;
  /** Reasons why the subtracted part holds, for each `but not` in the relation whose base holds. */
  readonly excluded?: Reason[] | undefined;
}
