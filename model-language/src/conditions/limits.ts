/*
 * What a condition may cost. A model is written by a tenant and a context by whoever asks, so both are bounded: the
 * expression when it is compiled, and the work before it is evaluated, by the sizes of what it would run over.
 */

/** Nodes of an expression's syntax tree, and brackets, calls and selections inside each other. */
export const MAX_NODES = 2000;
export const MAX_NESTING = 100;
/** Macros such as `exists` inside each other. */
export const MAX_LOOPS = 2;
/** Characters of a string in a context. */
export const MAX_STRING = 10_000;
/** Lists and maps inside each other in a context. */
export const MAX_VALUE_NESTING = 32;
/** Nodes times the items run over, once for each loop inside another. A unit is some tens of nanoseconds. */
export const MAX_COST = 1_000_000;
