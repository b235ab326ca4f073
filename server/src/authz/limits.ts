/** Checks in one batch. */
export const MAX_CHECKS = 10_000;

/** Tuples in one write, preconditions counted. */
export const MAX_CHANGES = 1000;

/** Characters of the contexts of all tuples in one write. An import that changes more is kept as a whole. */
export const MAX_CHANGED_CHARACTERS = 1_000_000;

/**
 * Kinds of stored tuples: a relation with a kind of subject, under a condition or none. Each takes some KB of memory. With those
 * of the largest model they are fewer than a type can have (`MOST_SLOTS` of the engine).
 */
export const MAX_STORED_KINDS = 16_000;

/** Tuples on one page of an expanded tree. */
export const MAX_EXPANDED = 1000;

/** Characters of CSV in the body of a call or an answer. Without a bound, a graph goes through a file. */
export const MAX_CSV = 24 * 1024 * 1024;

/** Lists and objects inside each other in a context. */
export const MAX_CONTEXT_DEPTH = 20;

/** Tuples, relationships and kinds of invalid context that `authz.model.diff` lists, each. */
export const MAX_LISTED = 100;
