import { firstSubjects, type SubjectsRequest } from "../graph/read.ts";
import { compareBytes, parseSubject, type Tuple, WILDCARD } from "../tuple.ts";
import { COST, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Names } from "./names.ts";
import { proofTuple } from "./names.ts";
import type { Program, Rule, Step, Store } from "./program.ts";
import type { ProofTuple } from "./proof.ts";

/** Userset tree of a relation of an object, one step deep: further usersets are named, not followed. */
export type UsersetTree =
  /** Stored tuples of the relation itself. */
  | { readonly kind: "tuples"; readonly tuples: ProofTuple[] }
  /** Subjects that have another relation to an object. */
  | { readonly kind: "userset"; readonly object: string; readonly relation: string }
  /** Subjects that have a relation to one of the objects to which stored tuples of the relation `tupleset` lead. */
  | {
      readonly kind: "from";
      readonly tupleset: string;
      readonly tuples: ProofTuple[];
      readonly usersets: { object: string; relation: string }[];
    }
  | { readonly kind: "or"; readonly of: UsersetTree[] }
  | { readonly kind: "and"; readonly of: UsersetTree[] }
  | { readonly kind: "butNot"; readonly base: UsersetTree; readonly subtract: UsersetTree };

/** Position at which a page of a tree ended: index of the list of tuples, and the last subject of the page. */
export interface UsersetTreeCursor {
  readonly list: number;
  readonly subject: string;
}

export interface UsersetTreePageRequest {
  readonly after?: UsersetTreeCursor | undefined;
  /** Tuples of all lists together, at least 1. */
  readonly limit: number;
}

export interface UsersetTreePage {
  /** The whole tree; its lists contain the tuples of this page only. */
  readonly tree: UsersetTree;
  readonly next: UsersetTreeCursor | undefined;
}

/** A list of the tree: tuples of one relation of the object. */
interface List {
  readonly owner: Rule;
  readonly tuples: ProofTuple[];
  /** Called with each tuple. */
  readonly see: (tuple: ProofTuple) => void;
}

/**
 * One page of the userset tree of a relation of an object. Its tuples include condition, context and expiry; expired
 * ones are omitted. They are ordered by kind of subject and then by id, in byte order, so that pages neither skip
 * nor repeat unchanged tuples.
 */
export function* expand(
  program: Program,
  { meter, evaluationContext }: Evaluator,
  names: Names,
  rule: Rule,
  object: number,
  { after, limit }: UsersetTreePageRequest,
): Steps<UsersetTreePage> {
  const lists: List[] = [];
  const tree = treeOf(program, names, rule, object, lists);
  meter.work += COST.words * (1 + lists.length);
  const now = evaluationContext.time();
  let left = limit;
  for (const [list, { owner, tuples, see }] of lists.entries()) {
    if (after !== undefined && list < after.list) continue;
    const last = after?.list === list ? after.subject : undefined;
    const found = yield* tuplesOf(program, meter, owner, object, { after: last, limit: left + 1, now });
    for (const tuple of found.slice(0, left)) {
      const written = proofTuple(tuple);
      tuples.push(written);
      see(written);
    }
    if (found.length > left) return { tree, next: cursorAfter(lists, list, after) };
    left -= found.length;
  }
  return { tree, next: undefined };
}

/** Cursor of the last tuple on the page, which may be of an earlier list. */
function cursorAfter(
  lists: readonly List[],
  list: number,
  after: UsersetTreeCursor | undefined,
): UsersetTreeCursor | undefined {
  for (let i = list; i >= 0; i--) {
    const last = lists[i]?.tuples.at(-1);
    if (last !== undefined) return { list: i, subject: last.subject };
  }
  return after;
}

function treeOf(program: Program, names: Names, rule: Rule, object: number, lists: List[]): UsersetTree {
  const listOf = (owner: Rule, see: List["see"]): ProofTuple[] => {
    const tuples: ProofTuple[] = [];
    lists.push({ owner, tuples, see });
    return tuples;
  };
  const build = (step: Step): UsersetTree => {
    switch (step.op) {
      case "this":
        return { kind: "tuples", tuples: listOf(rule, () => undefined) };
      case "computed":
        return { kind: "userset", object: names.of(rule, object), relation: step.rule.relation.name };
      case "from": {
        const relationOf = new Map(step.parents.map((edge) => [edge.rule.nodes.name, edge.rule.relation.name]));
        const usersets: { object: string; relation: string }[] = [];
        const tuples = listOf(program.rules[step.tupleset.id], ({ subject }) => {
          const relation = relationOf.get(subject.slice(0, subject.indexOf(":")));
          if (relation !== undefined) usersets.push({ object: subject, relation });
        });
        return { kind: "from", tupleset: step.tupleset.name, tuples, usersets };
      }
      case "or":
      case "and":
        return { kind: step.op, of: step.of.map(build) };
      case "butNot":
        return { kind: "butNot", base: build(step.base), subtract: build(step.subtract) };
    }
  };
  return build(rule.step);
}

/** Sort key of a kind of subject: its type, then its relation or `*`. */
type KindName = readonly [type: string, suffix: string];

/** First tuples of a relation of an object that the model allows, after the subject `after`. */
function* tuplesOf(
  program: Program,
  meter: Meter,
  owner: Rule,
  object: number,
  { after, limit, now }: SubjectsRequest,
): Steps<Tuple[]> {
  const start = after === undefined ? undefined : kindOfSubject(after);
  const kinds = owner.stored
    .flatMap((store) => (store === undefined ? [] : [{ partitions: partitionsOf(store), name: kindName(store) }]))
    .filter(({ name }) => start === undefined || compareKinds(name, start.kind) >= 0)
    .sort((a, b) => compareKinds(a.name, b.name));
  const found: Tuple[] = [];
  for (const { partitions, name } of kinds) {
    const last = start !== undefined && compareKinds(name, start.kind) === 0 ? start.id : undefined;
    const remaining = limit - found.length;
    const tuples: Tuple[] = [];
    for (const partition of partitions) {
      const subjects = yield* firstSubjects(meter, partition, object, { after: last, limit: remaining, now });
      for (const subject of subjects) {
        meter.work += COST.words;
        if (meter.isDue) yield;
        tuples.push(program.graph.tupleAt(partition, object, subject));
      }
    }
    if (partitions.length > 1) tuples.sort((a, b) => compareBytes(a.subjectId, b.subjectId));
    found.push(...tuples.slice(0, remaining));
    if (found.length === limit) break;
  }
  return found;
}

function partitionsOf({ plain, special }: Store) {
  return [...(plain === undefined ? [] : [plain]), ...special.map(({ partition }) => partition)];
}

function kindName(store: Store): KindName {
  const [{ kind }] = partitionsOf(store);
  return [kind.subjectType.name, kind.wildcard ? WILDCARD : kind.subjectRelation];
}

function kindOfSubject(subject: string): { kind: KindName; id: string } {
  const { type, id, relation } = parseSubject(subject);
  return { kind: [type, id === WILDCARD ? WILDCARD : relation], id };
}

function compareKinds(a: KindName, b: KindName): number {
  return compareBytes(a[0], b[0]) || compareBytes(a[1], b[1]);
}
