import { accumulate, type Numbers } from "../graph/arrays.ts";
import { LAYOUT_STEP } from "../work/meter.ts";
import type { Steps } from "../work/steps.ts";
import type { NestingComponents } from "./nesting-components.ts";

/**
 * Bounds that are stored, scanned while building, and allowed for one component. Nestings that exceed them are
 * walked instead.
 */
const MAX_BOUNDS = 1_000_000;
const MAX_SCANNED = 20_000_000;
const MAX_INTERVALS_OF_ONE = 20_000;

/**
 * Descendants of each component as intervals of numbers. A component is numbered before its descendants in a
 * spanning forest, so most of them form one interval.
 * Source: Agrawal, Borgida, Jagadish, "Efficient management of transitive relationships in large data and knowledge
 * bases", 1989.
 */
export interface Intervals {
  /** Number in the forest, by component. */
  readonly numbers: Numbers;
  /** Four numbers by component: first and last of its own interval, and the range of the other ones in `bounds`. */
  readonly spans: Numbers;
  /** First and last number of each interval; ascending and disjoint for one component. */
  readonly bounds: Numbers;
}

export const SPAN = 4;

/** Builds the intervals; undefined if they would exceed the limits. */
export function* intervalsOf(components: NestingComponents): Steps<Intervals | undefined> {
  const { count } = components;
  const parents = parentsOf(components);
  const { numbers, sizes } = numbered(parents);
  const within = reversed(components);
  const spans = new Uint32Array(SPAN * count);
  const bounds: number[] = [];
  let seen = 0;
  let pauseAt = 0;
  // Descendants have larger indexes, so their intervals are complete.
  for (let own = count - 1; own >= 0; own--) {
    if (seen >= pauseAt) {
      pauseAt = seen + LAYOUT_STEP;
      yield;
    }
    const found: Interval[] = [[numbers[own], numbers[own] + sizes[own] - 1]];
    for (let i = within.offsets[own]; i < within.offsets[own + 1]; i++) {
      const [first, last, start, end] = spans.subarray(SPAN * within.targets[i], SPAN * (within.targets[i] + 1));
      found.push([first, last]);
      for (let at = start; at < end; at += 2) found.push([bounds[at], bounds[at + 1]]);
    }
    if (found.length > MAX_INTERVALS_OF_ONE) return undefined;
    seen += found.length;
    const start = bounds.length;
    for (const [first, last] of merged(found)) {
      if (first <= numbers[own] && numbers[own] <= last) spans.set([first, last], SPAN * own);
      else bounds.push(first, last);
    }
    spans.set([start, bounds.length], SPAN * own + 2);
    if (seen > MAX_SCANNED || bounds.length > MAX_BOUNDS) return undefined;
  }
  return { numbers, spans, bounds: Uint32Array.from(bounds) };
}

type Interval = readonly [first: number, last: number];

/** Parent of each component: the deepest of the components that contain it, or itself at the top. */
function parentsOf({ count, offsets, targets }: NestingComponents): Numbers {
  const parents = new Uint32Array(count);
  const depths = new Uint32Array(count);
  for (let own = 0; own < count; own++) {
    parents[own] = own;
    for (let i = offsets[own]; i < offsets[own + 1]; i++) {
      const outer = targets[i];
      if (depths[outer] + 1 <= depths[own]) continue;
      depths[own] = depths[outer] + 1;
      parents[own] = outer;
    }
  }
  return parents;
}

/** Numbers from the top down, each before its descendants; parents have smaller indexes than children. */
function numbered(parents: Numbers): { numbers: Numbers; sizes: Numbers } {
  const sizes = new Uint32Array(parents.length).fill(1);
  for (let own = parents.length - 1; own >= 0; own--) if (parents[own] !== own) sizes[parents[own]] += sizes[own];
  const numbers = new Uint32Array(parents.length);
  const next = new Uint32Array(parents.length);
  let free = 0;
  for (let own = 0; own < parents.length; own++) {
    if (parents[own] === own) {
      numbers[own] = free;
      free += sizes[own];
    } else {
      numbers[own] = next[parents[own]];
      next[parents[own]] += sizes[own];
    }
    next[own] = numbers[own] + 1;
  }
  return { numbers, sizes };
}

/** Reversed edges: from a component to the ones within it. */
function reversed({ count, offsets, targets }: NestingComponents): Pick<NestingComponents, "offsets" | "targets"> {
  const starts = new Uint32Array(count + 1);
  for (const target of targets) starts[target + 1]++;
  accumulate(starts);
  const next = starts.slice();
  const inner = new Uint32Array(targets.length);
  for (let own = 0; own < count; own++) {
    for (let i = offsets[own]; i < offsets[own + 1]; i++) inner[next[targets[i]]++] = own;
  }
  return { offsets: starts, targets: inner };
}

/** Merges intervals into as few as possible, ascending. */
function merged(intervals: Interval[]): Interval[] {
  const found: Interval[] = [];
  let last = -2;
  for (const [nextFirst, nextLast] of intervals.sort((a, b) => a[0] - b[0])) {
    if (nextFirst <= last + 1) found[found.length - 1] = [found[found.length - 1][0], Math.max(last, nextLast)];
    else found.push([nextFirst, nextLast]);
    last = Math.max(last, nextLast);
  }
  return found;
}
