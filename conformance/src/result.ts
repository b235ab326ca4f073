import { type Engine, EngineError, type EngineErrorCode, type ListPage, type QueryOptions } from "@cf-auth/engine";
import { tupleOf } from "./formats/tuples.ts";
import type { Way } from "./setups.ts";
import type { Assertion } from "./suite.ts";

/** What the engine made of a question. */
export type Answer =
  | { readonly kind: "allowed"; readonly allowed: boolean }
  | { readonly kind: "listed"; readonly items: readonly string[] }
  /** Context is missing: for a check, or for some of what a list might hold. */
  | { readonly kind: "conditional"; readonly on: readonly string[] }
  | { readonly kind: "error"; readonly code: EngineErrorCode; readonly message: string }
  /** The engine contradicts itself, or breaks down. */
  | { readonly kind: "broken"; readonly problem: string };

/** Asks in one way, and everything else that has to follow from the answer. */
export function answerOf(assertion: Assertion, { engine, contextual }: Way): Answer {
  try {
    const ask = { context: assertion.context, tuples: [...contextual, ...assertion.tuples].map(tupleOf) };
    return assertion.kind === "check" ? check(engine, assertion, ask) : list(engine, assertion, ask);
  } catch (error) {
    if (error instanceof EngineError) return { kind: "error", code: error.code, message: error.message };
    return { kind: "broken", problem: error instanceof Error ? error.message : `${error}` };
  }
}

interface Question {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

/** A yes has a proof that holds, anything else has none. */
function check(engine: Engine, { subject, relation, object }: Question, ask: QueryOptions): Answer {
  const { allowed, missing } = engine.check(subject, relation, object, ask);
  const proof = engine.prove(subject, relation, object, ask);
  if (proof !== undefined && allowed !== true) throw new Error(`a proof where the answer is ${allowed}`);
  if (proof === undefined && allowed === true) throw new Error("no proof of a yes");
  if (proof !== undefined) {
    const isOfThis = proof.subject === subject && proof.relation === relation && proof.object === object;
    if (!isOfThis) throw new Error("a proof of something else");
    const verdict = engine.verify(proof, ask);
    if (!verdict.valid) throw new Error(`a proof that does not hold: ${verdict.problem}`);
  }
  return allowed === "conditional" ? { kind: "conditional", on: missing } : { kind: "allowed", allowed };
}

type ListAssertion = Exclude<Assertion, { kind: "check" }>;
type Listed = Pick<ListPage, "items" | "conditional" | "excluded">;

const WHOLE = 1_000_000;
const SMALL_PAGES = [1, 2];

/** Pages of any size give the same list, and what is listed is what checks say of it. */
function list(engine: Engine, assertion: ListAssertion, ask: QueryOptions): Answer {
  const { relation } = assertion;
  const pageOf = (limit: number, after?: string) =>
    assertion.kind === "listObjects"
      ? engine.listObjects(assertion.subject, relation, assertion.type, { limit, after }, ask)
      : engine.listSubjects(assertion.object, relation, assertion.filter, { limit, after }, ask);
  const { items, conditional, excluded } = pageOf(WHOLE);
  for (const limit of SMALL_PAGES) {
    const paged = allPages((after) => pageOf(limit, after));
    if (JSON.stringify(paged) !== JSON.stringify({ items, conditional, excluded })) {
      const { items: some, conditional: unsure, excluded: without } = paged;
      throw new Error(`pages of ${limit} give ${some}, if ${unsure} and not ${without} instead of ${items}`);
    }
  }
  const checked = (item: string) => {
    const [subject, object] = assertion.kind === "listObjects" ? [assertion.subject, item] : [item, assertion.object];
    const answer = check(engine, { subject, relation, object }, ask);
    return answer.kind === "allowed" && !answer.allowed ? "denied" : answer.kind;
  };
  const disputed =
    items.find((item) => checked(item) !== "allowed") ??
    conditional.find((item) => checked(item) !== "conditional") ??
    excluded.find((item) => checked(item) !== "denied");
  if (disputed !== undefined) throw new Error(`${disputed} is listed, and a check says otherwise`);
  return conditional.length > 0 ? { kind: "conditional", on: conditional } : { kind: "listed", items };
}

function allPages(pageOf: (after?: string) => ListPage): Listed {
  const pages = [pageOf()];
  for (let next = pages[0]?.next; next !== undefined; ) {
    const page = pageOf(next);
    pages.push(page);
    next = page.next;
  }
  return {
    items: pages.flatMap(({ items }) => items),
    conditional: pages.flatMap(({ conditional }) => conditional),
    excluded: pages.flatMap(({ excluded }) => excluded),
  };
}
