import { EngineError } from "../errors.ts";
import { Dictionary, UNKNOWN } from "../graph/dictionary.ts";
import { type NodeType, newNodeType } from "../graph/partition.ts";
import { type ObjectRef, parseObject, parseRelation, parseSubject, type SubjectRef, WILDCARD } from "../tuple.ts";
import type { Program, Rule } from "./program.ts";
import { kindOf } from "./reach.ts";

/** Subject of a query, in the program's numbers. */
export interface Subject {
  /** See `SubjectKinds`. */
  readonly kind: number;
  /** Kind of `type:*` for a single subject, because it matches the wildcard too; otherwise -1. */
  readonly wildcardKind: number;
  /** Node number; 0 for a wildcard. Larger than every node if the graph has never seen the id. */
  readonly index: number;
  /** Rule id if the subject is a userset, otherwise -1. */
  readonly rule: number;
  /** Nodes of the subject's type. */
  readonly nodes: NodeType;
}

/** Subject before the first query. */
export const NO_SUBJECT: Subject = { kind: 0, wildcardKind: -1, index: UNKNOWN, rule: -1, nodes: newNodeType("") };

/** Number of a subject that the graph has never seen, unless it is on the query's own object. */
export const UNKNOWN_SUBJECT = UNKNOWN - 1;

/** A userset has its own relation to its own object: `team:eng#member` is a member of `team:eng`. */
export function isSubjectItself(subject: Subject, rule: Rule, object: number): boolean {
  return rule.id === subject.rule && object === subject.index;
}

export interface ResolvedQuery {
  readonly subject: Subject;
  readonly rule: Rule;
  readonly object: number;
}

/**
 * Resolves the names of a query to numbers. Throws `malformed_*`, and `unknown_type` or `unknown_relation` if the
 * model lacks them. Ids that the graph has never seen are valid.
 */
export function resolveQuery(program: Program, subject: string, relation: string, object: string): ResolvedQuery {
  return resolveKnown(program, subject, relation, object) ?? resolveAny(program, subject, relation, object);
}

/** Result of the last lookup; reused, because allocating it takes longer than a query. */
const numbers = { a: UNKNOWN, b: UNKNOWN };

/** Fast path for the most frequent case: a single subject and an object that the graph has both seen. */
function resolveKnown(program: Program, subject: string, relation: string, object: string): ResolvedQuery | undefined {
  const objectType = program.typeBefore(object);
  const subjectType = program.typeBefore(subject);
  const found = objectType?.type.relations.get(relation);
  if (objectType === undefined || subjectType === undefined || found === undefined) return undefined;
  // Ids in the graph are well-formed, so no further validation is necessary.
  Dictionary.lookUpBoth(objectType, object, subjectType, subject, numbers);
  const { a: at, b: index } = numbers;
  if (at === UNKNOWN || index === UNKNOWN) return undefined;
  objectType.nodes.asObject.prefetch(at);
  subjectType.nodes.asSubject.prefetch(index);
  const { id } = subjectType.type;
  const single = { kind: id, wildcardKind: program.kinds.types + id, index, rule: -1, nodes: subjectType.nodes };
  return { subject: single, rule: program.rules[found.id], object: at };
}

function resolveAny(program: Program, subject: string, relation: string, object: string): ResolvedQuery {
  const subjectRef = parseSubject(subject);
  const objectRef = parseObject(object);
  const rule = resolveRule(program, objectRef.type, relation);
  const resolved = resolveSubject(program, subjectRef);
  const index = rule.nodes.dictionary.indexOf(objectRef.id);
  // Two unseen ids are the same node only if they are equal.
  if (resolved.index === UNKNOWN && !sameNode(subjectRef, objectRef)) {
    return { subject: { ...resolved, index: UNKNOWN_SUBJECT }, rule, object: index };
  }
  return { subject: resolved, rule, object: index };
}

export function resolveRule(program: Program, type: string, relation: string): Rule {
  const found = known(program, type).relations.get(relation);
  if (found !== undefined) return program.rules[found.id];
  // Only unknown names need a check of their form.
  parseRelation(relation);
  const message = `Type ${type} has no relation ${relation}.`;
  throw new EngineError("unknown_relation", message, { type, relation });
}

/** The error of a relation that no type has. Throws another for text that is no relation. */
export function unknownRelation(relation: string): EngineError {
  parseRelation(relation);
  return new EngineError("unknown_relation", `No type has a relation ${relation}.`, { relation });
}

export function resolveSubject(program: Program, subject: SubjectRef): Subject {
  const type = known(program, subject.type);
  const { kinds } = program;
  const nodes = program.graph.type(subject.type);
  if (subject.id === WILDCARD) {
    return { kind: kinds.types + type.id, wildcardKind: -1, index: 0, rule: -1, nodes };
  }
  const index = nodes.dictionary.indexOf(subject.id);
  if (subject.relation === "") {
    return { kind: type.id, wildcardKind: kinds.types + type.id, index, rule: -1, nodes };
  }
  const rule = resolveRule(program, subject.type, subject.relation);
  return { kind: 2 * kinds.types + rule.id, wildcardKind: -1, index, rule: rule.id, nodes };
}

/** A kind of subject, `user` or `group#member`, in the program's numbers. */
export interface SubjectKind {
  readonly kind: number;
  /** Kind of `type:*` for single subjects, otherwise -1. */
  readonly wildcardKind: number;
  /** Rule id for usersets, otherwise -1. */
  readonly rule: number;
  readonly nodes: NodeType;
  /** Suffix of the id: `#relation`, or empty. */
  readonly suffix: string;
}

export function resolveSubjectKind(program: Program, kind: string): SubjectKind {
  const [typeName = "", relation] = kind.split("#", 2);
  const type = known(program, typeName);
  const nodes = program.graph.type(typeName);
  const { kinds } = program;
  if (relation === undefined) {
    return { kind: type.id, wildcardKind: kinds.types + type.id, rule: -1, nodes, suffix: "" };
  }
  const rule = resolveRule(program, typeName, relation);
  const restriction = { type, wildcard: false, userset: rule.relation, condition: undefined };
  return { kind: kindOf(kinds, restriction), wildcardKind: -1, rule: rule.id, nodes, suffix: `#${relation}` };
}

function known(program: Program, name: string) {
  const type = program.type(name);
  if (type === undefined) throw new EngineError("unknown_type", `The model has no type ${name}.`, { type: name });
  return type;
}

function sameNode(subject: SubjectRef, object: ObjectRef): boolean {
  return subject.type === object.type && subject.id === object.id;
}
