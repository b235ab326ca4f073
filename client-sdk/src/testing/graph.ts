import {
  type Answer,
  type Ask,
  canonicalJson,
  compileModel,
  Engine,
  formatObject,
  formatSubject,
  Graph,
  MAX_CONTEXTUAL,
  parseObject,
  parseSubject,
  parseTuple,
  readTuples,
  type Tuple as StoredTuple,
  sameTerms,
  type TupleFilter,
  type TupleKey,
} from "@cf-auth/engine";
import { compileCondition, type ModuleFile, parseModel, parseModules } from "@cf-auth/model-language";
import type * as Api from "../generated/types.ts";
import { decodeCursor, encodeCursor, isText } from "./cursor.ts";
import { Refusal, refusalOf } from "./refusal.ts";

interface Given {
  readonly context?: Record<string, unknown> | undefined;
  readonly contextualTuples?: Api.Tuple[] | undefined;
}

type Consistency = Api.AuthzCheckInput["consistency"];

const DEFAULT_LIMIT = 100;

/** A tenant's model and graph in memory, answered by the engine that the service answers by. */
export class TestGraph {
  readonly #clock: () => Date;
  readonly #graph = new Graph();
  #engine: Engine | undefined;
  #revision = 0;
  #models: Omit<Api.AuthzModelGetOutput, "revision">[] = [];

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  putModel({ model, strict = false }: Api.AuthzModelPutInput): Api.AuthzModelPutOutput {
    const options = { strict };
    const parsed =
      typeof model === "string" ? parseModel(model, options) : parseModules(model as ModuleFile[], options);
    const clock = () => this.#clock().getTime();
    this.#engine = new Engine(compileModel(parsed.definition, compileCondition), this.#graph, { clock });
    const newest = this.#models.at(-1);
    const changed = JSON.stringify(newest?.model) !== JSON.stringify(model);
    const version = (newest?.version ?? 0) + Number(changed);
    if (changed) {
      this.#models.push({ version, model, createdAt: this.#clock(), createdBy: "test" });
      this.#revision++;
    }
    const { ineffective: inertTuples, ...problems } = storedProblemsOf(this.#engine);
    return { version, changed, inertTuples, ...problems, warnings: [...parsed.warnings], ...this.#at() };
  }

  getModel({ version }: Api.AuthzModelGetInput): Api.AuthzModelGetOutput {
    const found = version === undefined ? this.#models.at(-1) : this.#models.find((one) => one.version === version);
    if (found === undefined) throw new Refusal(version === undefined ? "model_missing" : "model_version_unknown");
    return { ...found, ...this.#at() };
  }

  /** All or nothing. */
  write({ writes = [], deletes = [], preconditions }: Api.AuthzWriteInput): Api.AuthzWriteOutput {
    const { engine } = this;
    const written = new Map<string, StoredTuple>();
    for (const tuple of writes) {
      const stored = storedFrom(tuple);
      const before = written.get(keyOf(tuple)) ?? stored;
      if (!sameTerms(before, stored)) throw new Refusal("conflicting_changes", { tuple: factOf(stored) });
      written.set(keyOf(tuple), before);
    }
    const deleted = new Map(deletes.map((fact) => [keyOf(fact), keyFrom(fact)]));
    for (const tuple of written.values()) engine.validate(tuple);
    for (const [key, tuple] of written) {
      if (deleted.has(key)) throw new Refusal("conflicting_changes", { tuple: factOf(tuple) });
    }
    for (const fact of preconditions?.mustExist ?? []) this.#require(fact, true);
    for (const fact of preconditions?.mustNotExist ?? []) this.#require(fact, false);
    const added = [...written.values()].filter((tuple) => !isSame(this.#graph.get(tuple), tuple));
    const removed = [...deleted.values()].filter((tuple) => this.#graph.has(tuple));
    for (const tuple of removed) this.#graph.remove(tuple);
    for (const tuple of added) this.#graph.put(tuple);
    if (added.length + removed.length > 0) this.#revision++;
    return { written: added.length, deleted: removed.length, ...this.#at() };
  }

  check({ subject, relation, object, consistency, ...given }: Api.AuthzCheckInput): Api.AuthzCheckOutput {
    return this.#answer(consistency, () => {
      return answerOf(this.engine.check(subject, relation, object, this.#ask(given)));
    });
  }

  batchCheck({ checks, consistency, ...given }: Api.AuthzBatchCheckInput): Api.AuthzBatchCheckOutput {
    return this.#answer(consistency, () => {
      const { engine } = this;
      const ask = this.#ask(given);
      const results = checks.map(({ subject, relation, object, context }) => {
        try {
          return answerOf(engine.check(subject, relation, object, { ...ask, context: { ...ask.context, ...context } }));
        } catch (error) {
          const { code, message } = refusalOf(error);
          return { error: { code, message } };
        }
      });
      return { results };
    });
  }

  listObjects({ subject, relation, objectType, ...input }: Api.AuthzListObjectsInput): Api.AuthzListObjectsOutput {
    const { consistency, ...given } = input;
    const page = pageOf(given);
    return this.#answer(consistency, () => {
      return listOf(this.engine.listObjects(subject, relation, objectType, page, this.#ask(given)));
    });
  }

  listSubjects({ object, relation, subjectKind, ...input }: Api.AuthzListSubjectsInput): Api.AuthzListSubjectsOutput {
    const { consistency, ...given } = input;
    const page = pageOf(given);
    return this.#answer(consistency, () => {
      return listOf(this.engine.listSubjects(object, relation, subjectKind, page, this.#ask(given)));
    });
  }

  listRelations({ subject, object, ...input }: Api.AuthzListRelationsInput): Api.AuthzListRelationsOutput {
    const { consistency, ...given } = input;
    return this.#answer(consistency, () => ({ ...this.engine.listRelations(subject, object, this.#ask(given)) }));
  }

  expand({ object, relation, consistency, ...given }: Api.AuthzExpandInput): Api.AuthzExpandOutput {
    // The engine's own types, which nobody may change.
    return this.#answer(consistency, () => ({
      tree: this.engine.expand(object, relation, this.#ask(given)) as Api.AuthzExpandOutput["tree"],
    }));
  }

  explain({ subject, relation, object, consistency, ...given }: Api.AuthzExplainInput): Api.AuthzExplainOutput {
    return this.#answer(consistency, () => {
      const { engine } = this;
      const ask = this.#ask(given);
      const answer = answerOf(engine.check(subject, relation, object, ask));
      const isAllowed = answer.allowed === true;
      const proof = isAllowed ? (engine.prove(subject, relation, object, ask) ?? null) : null;
      const remedies = isAllowed ? [] : engine.remedies(subject, relation, object, ask);
      return { ...answer, proof, remedies } as Omit<Api.AuthzExplainOutput, "revision">;
    });
  }

  verifyProof({ proof, consistency, ...given }: Api.AuthzVerifyProofInput): Api.AuthzVerifyProofOutput {
    return this.#answer(consistency, () => {
      const verdict = this.engine.verify(proof, this.#ask(given));
      return { valid: verdict.valid, problem: verdict.valid ? null : verdict.problem };
    });
  }

  read({ cursor, limit = DEFAULT_LIMIT, consistency, ...filter }: Api.AuthzReadInput): Api.AuthzReadOutput {
    const after = decodeCursor(cursor, isKey);
    const wanted = filterFrom(filter);
    return this.#answer(consistency, () => {
      const found = readTuples(this.#graph, wanted, after, limit + 1);
      const items = found.slice(0, limit);
      const nextCursor = found.length > limit ? encodeCursor(items.at(-1)) : null;
      return { items: items.map(textOf), nextCursor };
    });
  }

  /** Throws `model_missing`. */
  get engine(): Engine {
    if (this.#engine === undefined) throw new Refusal("model_missing");
    return this.#engine;
  }

  #at() {
    return { revision: `${this.#revision}` };
  }

  /**
   * What the work comes to, at the revision that is asked for: in memory there is the newest and no other, so that another is
   * unknown. As in the service, one that is too old is only found to be so when it has answered.
   */
  #answer<Answer extends object>(consistency: Consistency, work: () => Answer): Answer & { revision: string } {
    const newest = this.#revision;
    const wanted: { at?: string; atLeast?: string } = typeof consistency === "object" ? consistency : {};
    const at = revisionOf(wanted.at) ?? newest;
    const atLeast = revisionOf(wanted.atLeast) ?? 0;
    if (at !== newest) throw new Refusal("revision_unknown", { revision: at, oldest: newest, newest });
    const answer = work();
    if (atLeast > newest) throw new Refusal("revision_unknown", { revision: atLeast, newest });
    return { ...answer, ...this.#at() };
  }

  #ask({ context, contextualTuples = [] }: Given): Ask {
    const count = contextualTuples.length;
    if (count > MAX_CONTEXTUAL) throw new Refusal("too_many_tuples", { count, maximum: MAX_CONTEXTUAL });
    return { context, tuples: contextualTuples.map(storedFrom) };
  }

  #require(fact: Api.Fact, present: boolean): void {
    if (this.#graph.has(keyFrom(fact)) === present) return;
    throw new Refusal("precondition_failed", present ? { missing: fact } : { present: fact });
  }
}

function answerOf({ allowed, missing }: Answer) {
  return missing.length === 0 ? { allowed } : { allowed, missing: [...missing] };
}

function storedProblemsOf(engine: Engine) {
  const looking = engine.storedProblems();
  for (let step = looking.next(); ; step = looking.next()) {
    if (!step.done) continue;
    const contextProblems = step.value.contextProblems.map(({ expected = null, ...problem }) => ({
      ...problem,
      expected,
    }));
    return { ...step.value, contextProblems };
  }
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
  throw new Refusal("invalid_input", { issues: [{ path: "revision", message: "This is no revision." }] });
}

const KEY_FIELDS = ["subjectType", "subjectId", "subjectRelation", "relation", "objectType", "objectId"];

function isKey(value: unknown): value is TupleKey {
  return KEY_FIELDS.every((field) => typeof Object(value)[field] === "string");
}

/** Which fact is meant, whatever else is there. */
function keyFrom({ subject, relation, object }: Api.Fact): TupleKey {
  return parseTuple({ subject, relation, object });
}

function storedFrom({ condition, expiresAt, ...names }: Api.Tuple): StoredTuple {
  return {
    ...parseTuple(names),
    ...(condition && { condition: condition.name }),
    ...(condition?.context &&
      Object.keys(condition.context).length > 0 && { context: canonicalJson(condition.context) }),
    ...(expiresAt && { expiresAt: Math.floor(expiresAt.getTime() / 1000) }),
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

function isSame(found: StoredTuple | undefined, tuple: StoredTuple): boolean {
  return found !== undefined && JSON.stringify(textOf(found)) === JSON.stringify(textOf(tuple));
}

function filterFrom(filter: Omit<Api.AuthzReadInput, "cursor" | "limit" | "consistency">): TupleFilter {
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
  throw new Refusal("invalid_input", { issues: [{ path, message: `It contradicts ${named}.` }] });
}
