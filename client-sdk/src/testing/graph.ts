import {
  type Answer,
  type Ask,
  canonicalJson,
  compileModel,
  Engine,
  expirySeconds,
  formatObject,
  formatSubject,
  Graph,
  namesIn,
  parseObject,
  parseSubject,
  parseTuple,
  readTuples,
  requireKnownNames,
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
  /** Types and relations of every version of the model. */
  readonly #names = new Set<string>();
  #revision = 0;
  /** When the newest revision was made, in milliseconds since 1970. */
  #revisedAt = 0;
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
    for (const name of namesIn(parsed.definition)) this.#names.add(name);
    const newest = this.#models.at(-1);
    const changed = JSON.stringify(newest?.model) !== JSON.stringify(model);
    const version = (newest?.version ?? 0) + Number(changed);
    if (changed) {
      this.#models.push({ version, model, createdAt: this.#clock(), createdBy: "test" });
      this.#revise();
    }
    const { ineffective: inertTuples, ...problems } = storedProblemsOf(this.#engine, this.#now());
    return { version, changed, inertTuples, ...problems, warnings: [...parsed.warnings], ...this.#at() };
  }

  getModel({ version }: Api.AuthzModelGetInput): Api.AuthzModelGetOutput {
    const found = version === undefined ? this.#models.at(-1) : this.#models.find((one) => one.version === version);
    if (found === undefined) throw new Refusal(version === undefined ? "model_missing" : "model_version_unknown");
    return { ...found, ...this.#at() };
  }

  /** All or nothing. What has expired is not there, as in the service. */
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
    const { mustExist = [], mustNotExist = [] } = preconditions ?? {};
    for (const key of [...deleted.values(), ...[...mustExist, ...mustNotExist].map(parseTuple)]) {
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
    const { items, conditional, excluded, next } = page;
    return { items, conditional, excluded, nextCursor: next ?? null, ...this.#at() };
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
    const denial = engine.denial(subject, relation, object, ask) ?? null;
    return { ...answer, proof, remedies, denial, ...this.#at() } as Api.AuthzExplainOutput;
  }

  verifyProof({ proof, ...given }: Api.AuthzVerifyProofInput): Api.AuthzVerifyProofOutput {
    const verdict = this.engine.verify(proof, this.#ask(given));
    return { valid: verdict.valid, problem: verdict.valid ? null : verdict.problem, ...this.#at() };
  }

  read({ cursor, limit = DEFAULT_LIMIT, consistency, ...filter }: Api.AuthzReadInput): Api.AuthzReadOutput {
    const after = cursor === undefined ? undefined : parseTuple(JSON.parse(cursor));
    const found = readTuples(this.#graph, filterFrom(filter), after, limit + 1, this.#timeOf(consistency));
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

  #ask({ context, contextualTuples = [], consistency }: Given): Ask {
    return { context, tuples: contextualTuples.map(storedFrom), now: this.#timeOf(consistency) };
  }

  /**
   * The time at which tuples have to count: the present, or that of the revision that is asked for by its number. The newest
   * is the one that there is in memory; another cannot be asked for.
   */
  #timeOf(consistency: Given["consistency"]): number {
    const newest = this.#revision;
    const { at, atLeast = 0 } = Object(consistency);
    if (Number(atLeast) > newest) throw new Refusal("revision_unknown", { revision: Number(atLeast), newest });
    if (at === undefined) return this.#now();
    if (Number(at) !== newest) throw new Refusal("revision_unknown", { revision: Number(at), oldest: newest, newest });
    return this.#revisedAt;
  }

  #now(): number {
    return this.#clock().getTime();
  }

  #revise(): void {
    this.#revision++;
    this.#revisedAt = this.#now();
  }

  #require(fact: Api.Fact, present: boolean): void {
    if ((this.#graph.live(parseTuple(fact), this.#now()) !== undefined) === present) return;
    throw new Refusal("precondition_failed", present ? { missing: fact } : { present: fact });
  }
}

function answerOf({ allowed, missing }: Answer) {
  return missing.length === 0 ? { allowed } : { allowed, missing: [...missing] };
}

function storedProblemsOf(engine: Engine, now: number) {
  const looking = engine.storedProblems(now);
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
