/**
 * Value of a relation: the lower and the upper bound of its truth once all context is known. Each is false,
 * undefined or true. Without conditions both are equal.
 *
 * Undefined means that the relation depends on its own absence (a cycle through "but not"), or that the depth limit
 * ended the search. It never allows, and never counts as an absence either.
 *
 * Each bound takes two bits, 00 false, 01 undefined, 11 true, so bitwise OR is `or` and AND is `and`.
 */
export type Value = number;

export const FALSE = 0b0000;
export const UNDEFINED = 0b0101;
/** False or true, depending on missing context. */
export const CONDITIONAL = 0b1100;
export const TRUE = 0b1111;

const LOWER_BOUND = 0b0011;
const UPPER_BOUND = 0b1100;

/** Kleene's negation: undefined stays undefined, and the bounds are swapped. */
export function not(value: Value): Value {
  return (negated((value & UPPER_BOUND) >> 2) | (negated(value & LOWER_BOUND) << 2)) >>> 0;
}

function negated(bits: number): number {
  return bits === 0b01 ? 0b01 : bits ^ 0b11;
}

/** TRUE, FALSE or CONDITIONAL: undefined allows nothing. */
export function settled(value: Value): Value {
  if (value === TRUE || (value & UPPER_BOUND) !== UPPER_BOUND) return value === TRUE ? TRUE : FALSE;
  return CONDITIONAL;
}
