import { compareBytes } from "../tuple.ts";
import { COST, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import { type Dictionary, UNKNOWN } from "./dictionary.ts";

/** Candidate numbers; `UNKNOWN` at an index without one. Read again after each pause. */
export interface Candidates {
  readonly count: number;
  at(index: number): number;
}

/** Lower bound of the ids, exclusive or inclusive. The id itself may have been removed since the previous page. */
export interface From {
  readonly id: string;
  readonly inclusive: boolean;
}

/**
 * Numbers of the first `count` ids after `after`, in byte order. Most candidates are compared only once, with the
 * last id that is retained.
 */
export function* firstIds(
  meter: Meter,
  dictionary: Dictionary,
  candidates: Candidates,
  after: string | From | undefined,
  count: number,
): Steps<number[]> {
  const compare = (a: number, b: number) => dictionary.compare(a, b);
  const qualifies = followers(dictionary, typeof after === "string" ? { id: after, inclusive: false } : after);
  const kept: number[] = [];
  let bound = UNKNOWN;
  for (let i = 0; i < candidates.count; i++) {
    meter.work += COST.row;
    if (meter.isDue) yield;
    const number = candidates.at(i);
    if (number === UNKNOWN || (bound !== UNKNOWN && compare(number, bound) >= 0) || !qualifies(number)) continue;
    kept.push(number);
    if (kept.length < 2 * count) continue;
    meter.work += kept.length * COST.query;
    kept.sort(compare).length = count;
    bound = kept[count - 1];
  }
  return kept.sort(compare).slice(0, count);
}

/** Predicate for the numbers whose ids follow `from`. */
function followers(dictionary: Dictionary, from: From | undefined): (number: number) => boolean {
  if (from === undefined) return () => true;
  const { id, inclusive } = from;
  const known = dictionary.indexOf(id);
  const least = inclusive ? 0 : 1;
  if (known !== UNKNOWN) return (number) => Math.sign(dictionary.compare(number, known)) >= least;
  return (number) => compareBytes(dictionary.id(number), id) > 0;
}
