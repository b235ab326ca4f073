export { exportCsv, formatCsv } from "./csv/format.ts";
export { type CsvProblem, CsvReader, parseCsv, type RowVerdict, readCsv } from "./csv/reader.ts";
export {
  type Allowed,
  type Answer,
  type Ask,
  Engine,
  type EngineOptions,
  MAX_CONTEXTUAL,
  type Remedy,
} from "./engine.ts";
export { EngineError, type EngineErrorCode } from "./errors.ts";
export { type Budget, DEFAULT_BUDGET } from "./evaluate/budget.ts";
export type { Triple } from "./evaluate/changes.ts";
export type { Denial, IneffectiveTuple } from "./evaluate/denial.ts";
export type { Tree } from "./evaluate/expand.ts";
export type { Page, PageRequest } from "./evaluate/page.ts";
export type { Absence, Proof, ProofTuple, Reason, Refuted } from "./evaluate/proof.ts";
export {
  type ContextProblem,
  ineffectiveCount,
  type StoredProblems,
  storedProblems,
} from "./evaluate/stored-problems.ts";
export type { Verdict } from "./evaluate/verify.ts";
export { EXPIRY_RANGE, expirySeconds, hasExpired, MAX_EXPIRES_AT, MIN_EXPIRES_AT } from "./expiry.ts";
export { lacking, merged } from "./graph/compare.ts";
export { canonicalJson } from "./graph/contexts.ts";
export { Graph, type GraphStats, sameTerms } from "./graph/graph.ts";
export { readTuples, type TupleFilter } from "./graph/read.ts";
export { decodeSnapshot, encodeSnapshot } from "./graph/snapshot.ts";
export { compileModel } from "./model/compile.ts";
export { dependencyComponents } from "./model/components.ts";
export type {
  CompileCondition,
  Condition,
  ConditionContext,
  ConditionDefinition,
  ConditionResult,
  ConditionWork,
  ParameterType,
  UnfitValue,
} from "./model/condition.ts";
export type { ModelDefinition, RewriteDefinition, TypeDefinition } from "./model/definition.ts";
export { namesIn, requireKnownNames } from "./model/names.ts";
export type { Relation, Rewrite, Schema } from "./model/schema.ts";
export {
  formatObject,
  formatSubject,
  MAX_ID_BYTES,
  type ObjectRef,
  parseObject,
  parseSubject,
  parseTuple,
  type SubjectRef,
  type Tuple,
  type TupleKey,
  WILDCARD,
} from "./tuple.ts";
