import {
  type Answer,
  type Ask,
  canonicalJson,
  compileModel,
  Engine,
  formatObject,
  formatSubject,
  Graph,
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
import { Refusal, refusalOf } from "./refusal.ts";

interface Given {
  readonly context?: Record<string, unknown> | undefined;
  readonly contextualTuples?: Api.Tuple[] | undefined;
  readonly consistency?: Api.AuthzCheckInput["consistency"];
}

const DEFAULT_LIMIT = 100;
const MAX_EXPANDED = 1000;

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
    const deleted = new Map(deletes.map((fact) => [keyOf(fact), parseTuple(fact)]));
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

  check({ subject, relation, object, ...given }: Api.AuthzCheckInput): Api.AuthzCheckOutput {
    return { ...answerOf(this.engine.check(subject, relation, object, this.#ask(given))), ...this.#at() };
  }

  batchCheck({ checks, ...given }: Api.AuthzBatchCheckInput): Api.AuthzBatchCheckOutput {
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
    return { results, ...this.#at() };
  }

  listObjects({ subject, relation, objectType, ...given }: Api.AuthzListObjectsInput): Api.AuthzListObjectsOutput {
    const page = this.engine.listObjects(subject, relation, objectType, pageOf(given), this.#ask(given));
    return { items: [...page.items], conditional: [...page.conditional], nextCursor: page.next ?? null, ...this.#at() };
  }

  listSubjects({ object, relation, subjectKind, ...given }: Api.AuthzListSubjectsInput): Api.AuthzListSubjectsOutput {
    const page = this.engine.listSubjects(object, relation, subjectKind, pageOf(given), this.#ask(given));
    return { items: [...page.items], conditional: [...page.conditional], nextCursor: page.next ?? null, ...this.#at() };
  }

  listRelations({ subject, object, ...given }: Api.AuthzListRelationsInput): Api.AuthzListRelationsOutput {
    return { ...this.engine.listRelations(subject, object, this.#ask(given)), ...this.#at() };
  }

  expand({ object, relation, cursor, limit = MAX_EXPANDED, ...given }: Api.AuthzExpandInput): Api.AuthzExpandOutput {
    const page = { after: cursor === undefined ? undefined : JSON.parse(cursor), limit };
    const { tree, next } = this.engine.expand(object, relation, page, this.#ask(given));
    const nextCursor = next === undefined ? null : JSON.stringify(next);
    // The engine's own types, which nobody may change.
    return { tree: tree as Api.AuthzExpandOutput["tree"], nextCursor, ...this.#at() };
  }

  explain({ subject, relation, object, ...given }: Api.AuthzExplainInput): Api.AuthzExplainOutput {
    const { engine } = this;
    const ask = this.#ask(given);
    const answer = answerOf(engine.check(subject, relation, object, ask));
    const isAllowed = answer.allowed === true;
    const proof = isAllowed ? (engine.prove(subject, relation, object, ask) ?? null) : null;
    const remedies = isAllowed ? [] : engine.remedies(subject, relation, object, ask);
    return { ...answer, proof, remedies, ...this.#at() } as Api.AuthzExplainOutput;
  }

  verifyProof({ proof, ...given }: Api.AuthzVerifyProofInput): Api.AuthzVerifyProofOutput {
    const verdict = this.engine.verify(proof, this.#ask(given));
    return { valid: verdict.valid, problem: verdict.valid ? null : verdict.problem, ...this.#at() };
  }

  read({ cursor, limit = DEFAULT_LIMIT, consistency: _, ...filter }: Api.AuthzReadInput): Api.AuthzReadOutput {
    const after = cursor === undefined ? undefined : parseTuple(JSON.parse(cursor));
    const found = readTuples(this.#graph, filterFrom(filter), after, limit + 1);
    const items = found.slice(0, limit).map(textOf);
    return { items, nextCursor: found.length > limit ? JSON.stringify(items.at(-1)) : null, ...this.#at() };
  }

  /** Throws `model_missing`. */
  get engine(): Engine {
    if (this.#engine === undefined) throw new Refusal("model_missing");
    return this.#engine;
  }

  #at() {
    return { revision: `${this.#revision}` };
  }

  /** The one revision that there is in memory is the newest; another cannot be asked for. */
  #ask({ context, contextualTuples = [], consistency }: Given): Ask {
    const newest = this.#revision;
    const { at = newest, atLeast = 0 } = Object(consistency);
    if (Number(atLeast) > newest) throw new Refusal("revision_unknown", { revision: Number(atLeast), newest });
    if (Number(at) !== newest) throw new Refusal("revision_unknown", { revision: Number(at), oldest: newest, newest });
    return { context, tuples: contextualTuples.map(storedFrom) };
  }

  #require(fact: Api.Fact, present: boolean): void {
    if (this.#graph.has(parseTuple(fact)) === present) return;
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
  return { after: cursor, limit };
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

function filterFrom({ object, objectType, relation, subject, subjectType }: Api.AuthzReadInput): TupleFilter {
  const of = object === undefined ? undefined : parseObject(object);
  const by = subject === undefined ? undefined : parseSubject(subject);
  const type = { object: of?.type ?? objectType, subject: by?.type ?? subjectType };
  return {
    ...(type.object !== undefined && { objectType: type.object }),
    ...(of && { objectId: of.id }),
    ...(relation !== undefined && { relation }),
    ...(type.subject !== undefined && { subjectType: type.subject }),
    ...(by && { subjectId: by.id, subjectRelation: by.relation }),
  };
}
