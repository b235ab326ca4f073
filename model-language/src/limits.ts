/**
 * Limits of conditions. A tenant writes the model and a request brings the context, so neither is trusted.
 *
 * Compiling limits the size and nesting of an expression, and the recursion of its evaluation. Outside of loops,
 * each node then runs once. Other work is counted while it is done: a loop iteration, an item compared, characters
 * read, a value read from a context, a pattern compiled and matched. A unit is at most about 50 ns on a server's
 * core. Limiting the context's size isn't sufficient: `[s].map(x, x + x).map(x, x + x)…` doubles with every step.
 */

/** Units of one evaluation: at most 5 ms. */
export const MAX_WORK = 100_000;

/** Nodes of an expression's syntax tree. */
export const MAX_NODES = 1_000;

/** Nesting of brackets, calls and selections; also of brackets in a relation's definition. */
export const MAX_NESTING = 50;

/** Nesting of loops (`all`, `exists`, `map`, …). */
export const MAX_LOOPS = 2;

/** Characters of a string in a context, including keys of maps. */
export const MAX_STRING_LENGTH = 10_000;

/** Nesting of lists and maps in a value of type `any`. */
export const MAX_ANY_NESTING = 32;

/** Characters that are copied or compared in one unit of work. */
export const CHARACTERS_PER_UNIT = 8;

/** Units of expensive operations; each is the slowest measured case. */
export const UNITS = {
  /** Per character of a compiled expression. */
  compilation: 30,
  /** Per evaluation, plus one unit for each node of its expression. */
  evaluation: 20,
  /** Per value that is read from a context or compared. */
  value: 5,
  timestamp: 100,
  /** Per character. */
  duration: 10,
  ipAddress: 140,
  /** Per access to a part of a time in a time zone. */
  timeZone: 1_500,
  /** Per character, instruction and Unicode class of a compiled pattern. */
  patternCharacter: 100,
  patternInstruction: 40,
  patternClass: 2_000,
  /** Per instruction of a pattern and character of a text. */
  patternStep: 2,
} as const;

/** Parsed patterns, ranges and times that are cached, of each kind. */
export const MAX_MEMOIZED = 200;

// Limits of models. A large real one has 200 types, 2,000 relations and 300 KB. Each limit is checked before
// the work that it bounds. Together they keep a stored model below the 2 MB of a row.

/** Bytes of a model's text, of all files together. */
export const MAX_MODEL_BYTES = 512 * 1024;

/** Files of a modular model, `fga.mod` included. */
export const MAX_FILES = 100;

/** Bytes of an `fga.mod`. */
export const MAX_MANIFEST_BYTES = 10_000;

export const MAX_TYPES = 500;

/** Relations of all types together. */
export const MAX_RELATIONS = 3_000;

/** Operands of one relation's definition, counting each kind of subject. */
export const MAX_OPERANDS = 200;

/** Operands of all relations together. */
export const MAX_MODEL_OPERANDS = 15_000;

export const MAX_CONDITIONS = 300;

/** Parameters of a condition. */
export const MAX_PARAMETERS = 50;

/** Characters of a condition's expression. */
export const MAX_EXPRESSION_LENGTH = 10_000;

/**
 * Relations that `from` leads to, in all relations together. Each counts once for every type that may be the parent.
 */
export const MAX_TARGETS = 50_000;

/** Bytes of a compiled model, as JSON. */
export const MAX_DEFINITION_BYTES = 1_900_000;
