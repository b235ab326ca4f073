import { type Engine, EngineError, type EngineErrorCode, type ListPage, type QueryOptions } from "@cf-auth/engine";
import { tupleOf } from "./formats/tuples.ts";
import type { Setup } from "./setups.ts";
import type { Assertion } from "./suite.ts";

/** Result of an assertion's query. */
export type Result =
  | { readonly kind: "allowed"; readonly allowed: boolean }
  | { readonly kind: "listed"; readonly items: readonly string[] }
  /** Context is missing: for a check, or for some items of a list. */
  | { readonly kind: "conditional"; readonly on: readonly string[] }
  | { readonly kind: "error"; readonly code: EngineErrorCode; readonly message: string }
  /** The engine contradicts itself, or throws an unexpected error. */
  | { readonly kind: "broken"; readonly problem: string };

/** Runs the query in one setup, with the queries whose results must agree. */
export function resultOf(assertion: Assertion, { engine, contextual }: Setup): Result {
  try {
    const options = { context: assertion.context, tuples: [...contextual, ...assertion.tuples].map(tupleOf) };
    return assertion.kind === "check" ? check(engine, assertion, options) : list(engine, assertion, options);
  } catch (error) {
    if (error instanceof EngineError) return { kind: "error", code: error.code, message: error.message };
    return { kind: "broken", problem: error instanceof Error ? error.message : `${error}` };
  }
}

interface CheckQuery {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

/** Runs a check. An allowed one must have a valid proof, any other none. */
function check(engine: Engine, { subject, relation, object }: CheckQuery, options: QueryOptions): Result {
  const { allowed, missing } = engine.check(subject, relation, object, options);
  const proof = engine.prove(subject, relation, object, options);
  if (proof !== undefined && allowed !== true) throw new Error(`a proof although the result is ${allowed}`);
  if (proof === undefined && allowed === true) throw new Error("no proof of an allowed check");
  if (proof !== undefined) {
    const isOfThis = proof.subject === subject && proof.relation === relation && proof.object === object;
    if (!isOfThis) throw new Error("a proof of another query");
    const verdict = engine.verify(proof, options);
    if (!verdict.valid) throw new Error(`an invalid proof: ${verdict.problem}`);
  }
  return allowed === "conditional" ? { kind: "conditional", on: missing } : { kind: "allowed", allowed };
}

type ListAssertion = Exclude<Assertion, { kind: "check" }>;
type Listed = Pick<ListPage, "items" | "conditional" | "excluded">;

const WHOLE = 1_000_000;
const SMALL_PAGES = [1, 2];

/** Runs a list. Pages of any size must give the same items, and checks must agree. */
function list(engine: Engine, assertion: ListAssertion, options: QueryOptions): Result {
  const { relation } = assertion;
  const pageOf = (limit: number, after?: string) =>
    assertion.kind === "listObjects"
      ? engine.listObjects(assertion.subject, relation, assertion.type, { limit, after }, options)
      : engine.listSubjects(assertion.object, relation, assertion.filter, { limit, after }, options);
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
    const result = check(engine, { subject, relation, object }, options);
    return result.kind === "allowed" && !result.allowed ? "denied" : result.kind;
  };
  const disputed =
    items.find((item) => checked(item) !== "allowed") ??
    conditional.find((item) => checked(item) !== "conditional") ??
    excluded.find((item) => checked(item) !== "denied");
  if (disputed !== undefined) throw new Error(`${disputed} is listed, but a check disagrees`);
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
