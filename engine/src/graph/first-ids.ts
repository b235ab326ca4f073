import { compareBytes } from "../tuple.ts";
import { COST, type Meter } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import { type Dictionary, UNKNOWN } from "./dictionary.ts";

/** Numbers to choose from; `UNKNOWN` in a place where there is none. Read anew after each pause. */
export interface Candidates {
  readonly count: number;
  at(index: number): number;
}

/** Which ids qualify: those behind this one, or from it on; it may have gone since the page before. */
export interface From {
  readonly id: string;
  readonly inclusive: boolean;
}

/**
 * The numbers of the first `count` ids in byte order, of those behind `after`. Most of many are compared once, with the
 * last of those that are kept.
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

/** Says of a number whether its id qualifies. */
function followers(dictionary: Dictionary, from: From | undefined): (number: number) => boolean {
  if (from === undefined) return () => true;
  const { id, inclusive } = from;
  const known = dictionary.indexOf(id);
  const least = inclusive ? 0 : 1;
  if (known !== UNKNOWN) return (number) => Math.sign(dictionary.compare(number, known)) >= least;
  return (number) => compareBytes(dictionary.id(number), id) > 0;
}
