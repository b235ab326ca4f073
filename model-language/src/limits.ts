/**
 * What a condition may cost. A model is written by a tenant and a context by whoever asks, so neither is trusted.
 *
 * When a condition is compiled, the size and the nesting of its expression are bounded; so is the recursion of its
 * evaluation. Outside loops each node then runs once. What else takes time is counted while it is done: a turn of a loop,
 * an item compared, characters looked at, a value read from a context, a pattern compiled and matched. A unit is about
 * 50 ns at most on a server's core, whatever it was counted for. Sizes of the context alone would not do for a
 * bound: `[s].map(x, x + x).map(x, x + x)…` doubles with every step.
 */

/** Units that one evaluation may cost: 5 ms at most. */
export const MAX_WORK = 100_000;

/** Nodes of an expression's syntax tree. */
export const MAX_NODES = 1_000;

/** Brackets, calls and selections inside each other; also the brackets of a relation's definition. */
export const MAX_NESTING = 50;

/** Loops (`all`, `exists`, `map`, …) inside each other. */
export const MAX_LOOPS = 2;

/** Characters of a string in a context, keys of maps included. */
export const MAX_STRING_LENGTH = 10_000;

/** Lists and maps inside each other in a value of type `any`. */
export const MAX_ANY_NESTING = 32;

/** Characters of a unit of work, where text is copied or compared. */
export const CHARACTERS_PER_UNIT = 8;

/** Units of what takes longer; each is the slowest case that was found. */
export const UNITS = {
  /** A character of an expression that is compiled. */
  compilation: 30,
  /** An evaluation, besides a unit for each node of its expression. */
  evaluation: 20,
  /** A value that is read from a context, or looked at when values are compared. */
  value: 5,
  timestamp: 100,
  /** Of each character. */
  duration: 10,
  ipAddress: 140,
  /** A part of a time in a time zone. */
  timeZone: 1_500,
  /** Characters and instructions of a pattern that is compiled, and those of its classes that Unicode defines. */
  patternCharacter: 100,
  patternInstruction: 40,
  patternClass: 2_000,
  /** An instruction of a pattern at a character of a text. */
  patternStep: 2,
} as const;

/** Patterns, ranges and times that are kept parsed, of each kind. */
export const MAX_REMEMBERED = 200;

// What a model may be. A real large one has 200 types, 2,000 relations and 300 KB. Each bound is looked at before what
// it bounds is worked on, and together they keep what is stored of a model below the 2 MB of a row.

/** Bytes of a model's text, all files together. */
export const MAX_MODEL_BYTES = 512 * 1024;

/** Files of a modular model, `fga.mod` included. */
export const MAX_FILES = 100;

/** Bytes of an `fga.mod`. */
export const MAX_MANIFEST_BYTES = 10_000;

export const MAX_TYPES = 500;

/** Relations of all types together. */
export const MAX_RELATIONS = 3_000;

/** Operands of one relation's definition, each kind of subject counted. */
export const MAX_OPERANDS = 200;

/** Operands of all relations together. */
export const MAX_MODEL_OPERANDS = 15_000;

export const MAX_CONDITIONS = 300;

/** Parameters of a condition. */
export const MAX_PARAMETERS = 50;

/** Characters of a condition's expression. */
export const MAX_EXPRESSION_LENGTH = 10_000;

/** Relations that `from` leads to, in all relations together: each counts once for every type that may be the parent. */
export const MAX_TARGETS = 50_000;

/** Bytes of what a model is compiled to, as JSON. */
export const MAX_DEFINITION_BYTES = 1_900_000;
