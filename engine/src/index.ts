export { parseCsv } from "./csv/reader.ts";
export type { AccessChanges } from "./diff/access-changes.ts";
export { type EffectChanges, effectChanges } from "./diff/effect-changes.ts";
export {
  Engine,
  type EngineOptions,
  inContextualTuple,
  MAX_CONTEXTUAL_TUPLES,
  type QueryOptions,
  requireContextualTupleLimit,
} from "./engine.ts";
export { EngineError, type EngineErrorCode } from "./errors.ts";
export { type Budget, DEFAULT_BUDGET, MAX_NESTING } from "./evaluate/budget.ts";
export type { Triple } from "./evaluate/changes.ts";
export type { Denial, IneffectiveTuple } from "./evaluate/denial.ts";
export type { UsersetTree, UsersetTreeCursor, UsersetTreePage } from "./evaluate/expand.ts";
export type { ListPage, ListPageRequest } from "./evaluate/page.ts";
export type { Absence, Proof, ProofTuple, Reason, Refuted } from "./evaluate/proof.ts";
export {
  type ContextProblem,
  countIneffective,
  countLive,
  type LiveCount,
  type StoredProblems,
  storedProblems,
} from "./evaluate/stored-problems.ts";
export { MAX_VERIFIED_NESTING, type VerifyResult } from "./evaluate/verify.ts";
export { EXPIRY_RANGE, expirySeconds, hasExpired, MAX_EXPIRES_AT, MIN_EXPIRES_AT } from "./expiry.ts";
export {
  type MissingTuplesRequest,
  mergeGraphs,
  mergeGraphsInSteps,
  missingTuples,
  missingTuplesInSteps,
} from "./graph/compare.ts";
export { canonicalJson, MAX_CONTEXT_LENGTH } from "./graph/contexts.ts";
export { type ExpiryCursor, type ExpiryScan, Graph, type GraphStats, sameConditionAndExpiry } from "./graph/graph.ts";
export { readInSteps, readTuples, type TupleFilter } from "./graph/read.ts";
export { decodeInSteps, decodeSnapshot, encodeSnapshot, snapshotPieces } from "./graph/snapshot.ts";
export { compileModel } from "./model/compile.ts";
export { dependencyComponents } from "./model/components.ts";
export type {
  CompileCondition,
  Condition,
  ConditionContext,
  ConditionDefinition,
  ConditionResult,
  ConditionWork,
  InvalidValue,
  ParameterType,
} from "./model/condition.ts";
export type { ModelDefinition, RewriteDefinition, TypeDefinition } from "./model/definition.ts";
export { namesIn, requireKnownNames } from "./model/names.ts";
export type { Relation, Rewrite, Schema } from "./model/schema.ts";
export {
  type Allowed,
  type BatchCheckItem,
  type CheckResult,
  type Explanation,
  MAX_PROOF_NESTING,
  MAX_REMEDIES,
  type Queries,
  type Remedy,
} from "./queries.ts";
export {
  formatObject,
  formatSubject,
  MAX_ID_BYTES,
  MAX_RELATION_LENGTH,
  MAX_TYPE_LENGTH,
  type ObjectRef,
  parseObject,
  parseSubject,
  parseTuple,
  type SubjectRef,
  type Tuple,
  type TupleKey,
  WILDCARD,
} from "./tuple.ts";
export { exportCsv, exportInSteps, exportTuples, formatCsv, formatTuples } from "./tuple-file/export.ts";
export { tupleReader } from "./tuple-file/read.ts";
export { type ReadFormat, TUPLE_FORMATS, type TupleFormat } from "./tuple-file/tuple-format.ts";
export {
  invalidFile,
  type JudgeRow,
  MAX_INEFFECTIVE_KINDS,
  MAX_PROBLEMS,
  MAX_ROW_BYTES,
  type RowProblem,
  type RowVerdict,
  readTupleFile,
  TupleReader,
} from "./tuple-file/tuple-reader.ts";
export { MAX_DECISION_WORK, Meter, SLICE_WORK, TASK_DECISIONS } from "./work/meter.ts";
export { inOneStep, runSteps, type Steps } from "./work/steps.ts";
export { type RollbackChanges, Task, TaskInvalidated } from "./work/task.ts";
