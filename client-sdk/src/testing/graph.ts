import {
  type CheckResult,
  canonicalJson,
  compileModel,
  Engine,
  EngineError,
  type QueryOptions as EngineQueryOptions,
  expirySeconds,
  formatObject,
  formatSubject,
  Graph,
  inContextualTuple,
  Meter,
  namesIn,
  parseObject,
  parseSubject,
  parseTuple,
  readTuples,
  requireContextualTupleLimit,
  requireKnownNames,
  runSteps,
  type Tuple as StoredTuple,
  sameConditionAndExpiry,
  type TupleFilter,
  type TupleKey,
  type UsersetTreeCursor,
} from "@cf-auth/engine";
import { compileCondition, type ModuleFile, parseModel, parseModules } from "@cf-auth/model-language";
import type * as Api from "../generated/types.ts";
import { decodeCursor, encodeCursor, isText } from "./cursor.ts";
import { ServiceError } from "./service-error.ts";

interface QueryOptions {
  readonly context?: Record<string, unknown> | undefined;
  readonly contextualTuples?: Api.Tuple[] | undefined;
}

type Consistency = Api.CheckRequest["consistency"];

const DEFAULT_LIMIT = 100;
const MAX_DELETES = 1000;
const MAX_EXPANDED = 1000;

/** Model and graph of an in-memory tenant, with the service's own engine. */
export class TestGraph {
  readonly #clock: () => Date;
  readonly #graph = new Graph();
  #engine: Engine | undefined;
  /** Types and relations of every version of the model. */
  readonly #names = new Set<string>();
  #revision = 0;
  /** Time of the newest revision, in milliseconds since 1970. */
  #revisedAt = 0;
  #models: Omit<Api.GetModelResponse, "revision">[] = [];

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  putModel({ model: input, strict = false }: Api.PutModelRequest): Api.PutModelResponse {
    const options = { strict };
    // As in the service, an object is stored as text.
    const model = typeof input === "string" || Array.isArray(input) ? input : JSON.stringify(input);
    const parsed =
      typeof model === "string" ? parseModel(model, options) : parseModules(model as ModuleFile[], options);
    const clock = () => this.#clock().getTime();
    this.#engine = new Engine(compileModel(parsed.definition, compileCondition), this.#graph, { clock });
    for (const name of namesIn(parsed.definition)) this.#names.add(name);
    const newest = this.#models.at(-1);
    const changed = JSON.stringify(newest?.model) !== JSON.stringify(model);
    const version = (newest?.version ?? 0) + Number(changed);
    if (changed) {
      this.#models.push({ version, model, createdAt: this.#clock(), createdBy: "test" });
      this.#revise();
    }
    const { ineffective: ineffectiveCount, ...problems } = storedProblemsOf(this.#engine, this.#now());
    return { version, changed, ineffectiveCount, ...problems, warnings: [...parsed.warnings], ...this.#at() };
  }

  getModel({ version }: Api.GetModelRequest): Api.GetModelResponse {
    const found = version === undefined ? this.#models.at(-1) : this.#models.find((one) => one.version === version);
    if (found === undefined)
      throw new ServiceError(version === undefined ? "model_not_found" : "model_version_not_found");
    return { ...found, ...this.#at() };
  }

  /** All or nothing. Expired tuples do not count, as in the service. */
  write({ writes = [], deletes = [], preconditions }: Api.WriteRequest): Api.WriteResponse {
    const { engine } = this;
    const written = new Map<string, StoredTuple>();
    for (const tuple of writes) {
      const stored = storedFrom(tuple);
      const before = written.get(keyOf(tuple)) ?? stored;
      if (!sameConditionAndExpiry(before, stored)) throw new ServiceError("duplicate_tuple", { tuple: factOf(stored) });
      written.set(keyOf(tuple), before);
    }
    const deleted = new Map(deletes.map((fact) => [keyOf(fact), keyFrom(fact)]));
    for (const tuple of written.values()) engine.validate(tuple);
    for (const [key, tuple] of written) {
      if (deleted.has(key)) throw new ServiceError("duplicate_tuple", { tuple: factOf(tuple) });
    }
    const { mustExist = [], mustNotExist = [] } = preconditions ?? {};
    for (const key of [...deleted.values(), ...[...mustExist, ...mustNotExist].map(keyFrom)]) {
      if (!this.#graph.has(key)) requireKnownNames(key, this.#names);
    }
    for (const fact of mustExist) this.#require(fact, true);
    for (const fact of mustNotExist) this.#require(fact, false);
    const now = this.#now();
    const added = [...written.values()].filter((tuple) => this.#graph.wouldChange(tuple, now));
    const removed = [...deleted.values()].filter((tuple) => this.#graph.live(tuple, now) !== undefined);
    for (const tuple of removed) this.#graph.remove(tuple);
    for (const tuple of added) this.#graph.put(tuple);
    if (added.length + removed.length > 0) this.#revise();
    return { writtenCount: added.length, deletedCount: removed.length, ...this.#at() };
  }

  deleteTuples({ limit = MAX_DELETES, reason: _, ...filter }: Api.DeleteTuplesRequest): Api.DeleteTuplesResponse {
    const found = readTuples(this.#graph, filterFrom(filter), undefined, limit + 1, this.#now());
    for (const tuple of found.slice(0, limit)) this.#graph.remove(tuple);
    if (found.length > 0) this.#revise();
    return { deletedCount: Math.min(found.length, limit), done: found.length <= limit, ...this.#at() };
  }

  check({ subject, relation, object, consistency, ...options }: Api.CheckRequest): Api.CheckResponse {
    return this.#answer(consistency, (now) => {
      return checkResult(this.engine.check(subject, relation, object, this.#queryOptions(options, now)));
    });
  }

  batchCheck({ checks, consistency, ...options }: Api.BatchCheckRequest): Api.BatchCheckResponse {
    return this.#answer(consistency, (now) => {
      const query = this.#queryOptions(options, now);
      const answers = this.engine.task(query, (queries) => queries.batchCheck(checks, query.context, now)).finish();
      const results = answers.map((answer) => {
        return answer instanceof EngineError
          ? { error: { code: answer.code, message: answer.message } }
          : checkResult(answer);
      });
      return { results };
    });
  }

  listObjects({ subject, relation, objectType, ...input }: Api.ListObjectsRequest): Api.ListObjectsResponse {
    const { consistency, ...options } = input;
    const page = pageOf(options);
    return this.#answer(consistency, (now) => {
      return listOf(this.engine.listObjects(subject, relation, objectType, page, this.#queryOptions(options, now)));
    });
  }

  listSubjects({ object, relation, subjectKind, ...input }: Api.ListSubjectsRequest): Api.ListSubjectsResponse {
    const { consistency, ...options } = input;
    const page = pageOf(options);
    return this.#answer(consistency, (now) => {
      const listed = this.engine.listSubjects(object, relation, subjectKind, page, this.#queryOptions(options, now));
      return { ...listOf(listed), excluded: listed.excluded };
    });
  }

  listRelations({ subject, object, ...input }: Api.ListRelationsRequest): Api.ListRelationsResponse {
    const { consistency, ...options } = input;
    return this.#answer(consistency, (now) => ({
      ...this.engine.listRelations(subject, object, this.#queryOptions(options, now)),
    }));
  }

  expand({ object, relation, ...input }: Api.ExpandRequest): Api.ExpandResponse {
    const { cursor, limit = MAX_EXPANDED, consistency, ...options } = input;
    const page = { after: decodeCursor(cursor, isTreeCursor), limit };
    return this.#answer(consistency, (now) => {
      const { tree, next } = this.engine.expand(object, relation, page, this.#queryOptions(options, now));
      const nextCursor = next === undefined ? null : encodeCursor(next);
      // The engine's types are readonly.
      return { tree: tree as Api.ExpandResponse["tree"], nextCursor };
    });
  }

  explain({ subject, relation, object, consistency, ...options }: Api.ExplainRequest): Api.ExplainResponse {
    return this.#answer(consistency, (now) => {
      const { engine } = this;
      const query = this.#queryOptions(options, now);
      const answer = checkResult(engine.check(subject, relation, object, query));
      const isAllowed = answer.allowed === true;
      const proof = isAllowed ? (engine.prove(subject, relation, object, query) ?? null) : null;
      const remedies = isAllowed ? [] : engine.remedies(subject, relation, object, query);
      const denial = engine.denial(subject, relation, object, query) ?? null;
      return { ...answer, proof, remedies, denial } as Omit<Api.ExplainResponse, "revision">;
    });
  }

  verifyProof({ proof, consistency, ...options }: Api.VerifyProofRequest): Api.VerifyProofResponse {
    return this.#answer(consistency, (now) => {
      const verdict = this.engine.verify(proof, this.#queryOptions(options, now));
      return { valid: verdict.valid, problem: verdict.valid ? null : verdict.problem };
    });
  }

  read({ cursor, limit = DEFAULT_LIMIT, consistency, ...filter }: Api.ReadRequest): Api.ReadResponse {
    const after = decodeCursor(cursor, isKey);
    const tupleFilter = filterFrom(filter);
    return this.#answer(consistency, (now) => {
      const found = readTuples(this.#graph, tupleFilter, after, limit + 1, now);
      const items = found.slice(0, limit);
      const nextCursor = found.length > limit ? encodeCursor(items.at(-1)) : null;
      return { items: items.map(textOf), nextCursor };
    });
  }

  /** Throws `model_not_found`. */
  get engine(): Engine {
    if (this.#engine === undefined) throw new ServiceError("model_not_found");
    return this.#engine;
  }

  #at() {
    return { revision: `${this.#revision}` };
  }

  /**
   * The result at the requested revision. Only the newest revision exists in memory; others are unknown. Expiry is by the present time, or
   * with `{ at }` by the time of the revision. As in the service, `{ atLeast }` is checked after the work.
   */
  #answer<Answer extends object>(
    consistency: Consistency,
    work: (now: number) => Answer,
  ): Answer & { revision: string } {
    const newest = this.#revision;
    const requested: { at?: string; atLeast?: string } = typeof consistency === "object" ? consistency : {};
    const at = revisionOf(requested.at);
    const atLeast = revisionOf(requested.atLeast) ?? 0;
    if (at !== undefined && at !== newest) {
      throw new ServiceError("revision_not_found", { revision: at, oldest: newest, newest });
    }
    const answer = work(at === undefined ? this.#now() : this.#revisedAt);
    if (atLeast > newest) throw new ServiceError("revision_not_found", { revision: atLeast, newest });
    return { ...answer, ...this.#at() };
  }

  #queryOptions({ context, contextualTuples = [] }: QueryOptions, now: number): EngineQueryOptions {
    requireContextualTupleLimit(contextualTuples.length);
    const tuples = contextualTuples.map((tuple, index) => inContextualTuple(index, () => storedFrom(tuple)));
    return { context, tuples, now };
  }

  #now(): number {
    return this.#clock().getTime();
  }

  #revise(): void {
    this.#revision++;
    this.#revisedAt = this.#now();
  }

  #require(fact: Api.Fact, present: boolean): void {
    if ((this.#graph.live(keyFrom(fact), this.#now()) !== undefined) === present) return;
    // Conditions and expiry do not matter here.
    const named = factOf(keyFrom(fact));
    throw new ServiceError("precondition_failed", present ? { missing: named } : { present: named });
  }
}

function checkResult({ allowed, missing }: CheckResult) {
  return missing.length === 0 ? { allowed } : { allowed, missing: [...missing] };
}

function storedProblemsOf(engine: Engine, now: number) {
  const found = runSteps(engine.storedProblems(new Meter(), now));
  const contextProblems = found.contextProblems.map(({ expected = null, ...problem }) => ({ ...problem, expected }));
  return { ...found, contextProblems };
}

function pageOf({ cursor, limit = DEFAULT_LIMIT }: { cursor?: string | undefined; limit?: number | undefined }) {
  return { after: decodeCursor(cursor, isText), limit };
}

function listOf({ items, conditional, next }: ReturnType<Engine["listObjects"]>) {
  return {
    items: [...items],
    conditional: [...conditional],
    nextCursor: next === undefined ? null : encodeCursor(next),
  };
}

/** Throws `invalid_input` unless it can be a revision. */
function revisionOf(text: string | undefined): number | undefined {
  if (text === undefined || /^(0|[1-9][0-9]{0,14})$/.test(text)) return text === undefined ? text : Number(text);
  throw new ServiceError("invalid_input", { issues: [{ path: "revision", message: "This is not a revision." }] });
}

const KEY_FIELDS = ["subjectType", "subjectId", "subjectRelation", "relation", "objectType", "objectId"];

function isKey(value: unknown): value is TupleKey {
  return KEY_FIELDS.every((field) => typeof Object(value)[field] === "string");
}

function isTreeCursor(value: unknown): value is UsersetTreeCursor {
  const { list, subject } = Object(value);
  return Number.isInteger(list) && list >= 0 && typeof subject === "string";
}

/** The key of a tuple, without condition and expiry. */
function keyFrom({ subject, relation, object }: Api.Fact): TupleKey {
  return parseTuple({ subject, relation, object });
}

function storedFrom({ condition, expiresAt, ...names }: Api.Tuple): StoredTuple {
  return {
    ...parseTuple(names),
    ...(condition && { condition: condition.name }),
    ...(condition?.context &&
      Object.keys(condition.context).length > 0 && { context: canonicalJson(condition.context) }),
    ...(expiresAt && { expiresAt: expirySeconds(expiresAt.getTime(), names) }),
  };
}

function textOf(tuple: StoredTuple): Api.Tuple {
  const { condition, context, expiresAt } = tuple;
  return {
    ...factOf(tuple),
    ...(condition !== undefined && {
      condition: { name: condition, ...(context !== undefined && { context: JSON.parse(context) }) },
    }),
    ...(expiresAt !== undefined && { expiresAt: new Date(expiresAt * 1000) }),
  };
}

function factOf(key: TupleKey): Api.Fact {
  return { subject: formatSubject(key), relation: key.relation, object: formatObject(key) };
}

function keyOf({ subject, relation, object }: Api.Fact): string {
  return JSON.stringify([subject, relation, object]);
}

function filterFrom(filter: Omit<Api.ReadRequest, "cursor" | "limit" | "consistency">): TupleFilter {
  const { object, objectType, relation, subject, subjectType } = filter;
  const of = object === undefined ? undefined : parseObject(object);
  const by = subject === undefined ? undefined : parseSubject(subject);
  const type = {
    object: agreed("objectType", of?.type, objectType),
    subject: agreed("subjectType", by?.type, subjectType),
  };
  return {
    ...(type.object !== undefined && { objectType: type.object }),
    ...(of && { objectId: of.id }),
    ...(relation !== undefined && { relation }),
    ...(type.subject !== undefined && { subjectType: type.subject }),
    ...(by && { subjectId: by.id, subjectRelation: by.relation }),
  };
}

function agreed(path: string, named: string | undefined, type: string | undefined): string | undefined {
  if (named === undefined || type === undefined || named === type) return named ?? type;
  throw new ServiceError("invalid_input", { issues: [{ path, message: `It must be ${named} or be left out.` }] });
}
