import { EngineError } from "./errors.ts";

/** Fact that a tuple states: a subject has a relation to an object. */
export interface TupleKey {
  readonly subjectType: string;
  /** `*` for every subject of the type. */
  readonly subjectId: string;
  /** Empty unless the subject is a userset such as `team:eng#member`. */
  readonly subjectRelation: string;
  readonly relation: string;
  readonly objectType: string;
  readonly objectId: string;
}

/**
 * A stored fact and when it counts. Identifiers are byte-exact: nothing is trimmed, case-folded or normalised. A
 * graph stores each fact once, whatever its condition or expiry.
 */
export interface Tuple extends TupleKey {
  /** Name of the condition under which the tuple counts. Absent for tuples that always count. */
  readonly condition?: string;
  /** Context of the tuple for its condition: canonical JSON of an object. */
  readonly context?: string;
  /** Seconds since 1970 from which on the tuple no longer counts. Absent for tuples that never expire. */
  readonly expiresAt?: number;
}

export interface SubjectRef {
  readonly type: string;
  readonly id: string;
  /** Empty for a single subject or a wildcard. */
  readonly relation: string;
}

export interface ObjectRef {
  readonly type: string;
  readonly id: string;
}

/** The id that stands for every subject of a type. */
export const WILDCARD = "*";

/** UTF-8 bytes an id may have. */
export const MAX_ID_BYTES = 512;
/** Characters of a type's and a relation's name, as in OpenFGA. */
export const MAX_TYPE_LENGTH = 254;
export const MAX_RELATION_LENGTH = 50;

const TYPE = new RegExp(`^[^:#@*\\s]{1,${MAX_TYPE_LENGTH}}$`);
const RELATION = new RegExp(`^[^:#@*\\s]{1,${MAX_RELATION_LENGTH}}$`);
const encoder = new TextEncoder();

/** Parses `type:id`, `type:id#relation` or `type:*`. Throws `malformed_subject`. */
export function parseSubject(text: string): SubjectRef {
  const hash = text.indexOf("#");
  const relation = hash < 0 ? "" : text.slice(hash + 1);
  const { type, id, problem } = split(hash < 0 ? text : text.slice(0, hash));
  const reason =
    problem ??
    (hash >= 0 && !RELATION.test(relation) ? "the part after # is not a relation name" : undefined) ??
    (hash >= 0 && id === WILDCARD ? "a wildcard has no relation" : undefined);
  if (reason !== undefined) {
    throw new EngineError("malformed_subject", `Subject ${quote(text)}: ${reason}.`, { subject: text });
  }
  return { type, id, relation };
}

/** Parses `type:id`. Throws `malformed_object`. */
export function parseObject(text: string): ObjectRef {
  const { type, id, problem } = split(text);
  const reason = problem ?? (id === WILDCARD ? "an object is one thing, not a wildcard" : undefined);
  if (reason !== undefined) {
    throw new EngineError("malformed_object", `Object ${quote(text)}: ${reason}.`, { object: text });
  }
  return { type, id };
}

/** Returns the text if it is a relation name. Throws `malformed_relation`. */
export function parseRelation(text: string): string {
  if (!RELATION.test(text)) {
    throw new EngineError("malformed_relation", `${quote(text)} is not a relation name.`, { relation: text });
  }
  return text;
}

/** Parses the three strings of a tuple. Checks their form, not the model. */
export function parseTuple(triple: { subject: string; relation: string; object: string }): TupleKey {
  const subject = parseSubject(triple.subject);
  const object = parseObject(triple.object);
  return {
    subjectType: subject.type,
    subjectId: subject.id,
    subjectRelation: subject.relation,
    relation: parseRelation(triple.relation),
    objectType: object.type,
    objectId: object.id,
  };
}

export function formatSubject(tuple: TupleKey): string {
  const base = `${tuple.subjectType}:${tuple.subjectId}`;
  return tuple.subjectRelation === "" ? base : `${base}#${tuple.subjectRelation}`;
}

export function formatObject(tuple: TupleKey): string {
  return `${tuple.objectType}:${tuple.objectId}`;
}

/** Compares two strings by their UTF-8 bytes. UTF-16 order differs above the basic plane. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const bothAboveBasicPlane = x >= 0xd800 && y >= 0xd800;
    return bothAboveBasicPlane ? unitRank(x) - unitRank(y) : x - y;
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other UTF-16 unit, so they rank after U+E000 to U+FFFF. */
function unitRank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

function split(text: string): { type: string; id: string; problem?: string } {
  const colon = text.indexOf(":");
  if (colon < 0) return { type: "", id: "", problem: "write it as type:id" };
  const type = text.slice(0, colon);
  const id = text.slice(colon + 1);
  if (!TYPE.test(type)) return { type, id, problem: "the part before the colon is not a type name" };
  const problem = idProblem(id);
  return problem === undefined ? { type, id } : { type, id, problem };
}

/** Reason why `id` can't be an identifier, or undefined if it can. */
function idProblem(id: string): string | undefined {
  if (id === "") return "the id is empty";
  let ascii = true;
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    if (unit <= 0x20 || unit === 0x7f) return "the id has white space or a control character";
    if (unit === 0x23) return "the id has a #";
    if (unit > 0x7f) ascii = false;
  }
  if (!ascii && !id.isWellFormed()) return "the id is not valid Unicode";
  const bytes = ascii ? id.length : encoder.encode(id).length;
  return bytes > MAX_ID_BYTES ? `the id is longer than ${MAX_ID_BYTES} bytes` : undefined;
}

function quote(text: string): string {
  // The cut must not leave half of a surrogate pair.
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120).toWellFormed()}…` : text);
}
