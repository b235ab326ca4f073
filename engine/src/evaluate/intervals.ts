import { accumulate, type Numbers } from "../graph/arrays.ts";
import type { Components } from "./components.ts";

/** Bounds kept, and looked at while they are made: a nesting that takes more is better walked. */
const MOST_KEPT = 4_000_000;
const MOST_SEEN = 40_000_000;

/**
 * What lies within each component, all the way down, as intervals of numbers: a component is numbered before those
 * that hang below it in a spanning forest, so most of what lies within is one interval.
 * Source: Agrawal, Borgida, Jagadish, "Efficient management of transitive relationships in large data and knowledge
 * bases", 1989.
 */
export interface Intervals {
  /** By component: its number in the forest. */
  readonly numbers: Numbers;
  /** By component, where its intervals start and end in `bounds`. */
  readonly starts: Numbers;
  readonly ends: Numbers;
  /** First and last number of each interval; ascending for one component, and apart. */
  readonly bounds: Numbers;
}

/** Undefined where they would take too much. */
export function intervalsOf(components: Components): Intervals | undefined {
  const { count } = components;
  const parents = parentsOf(components);
  const { numbers, sizes } = numbered(parents);
  const within = reversed(components);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const bounds: number[] = [];
  let seen = 0;
  // What lies within a component has a larger number, and its intervals already.
  for (let own = count - 1; own >= 0; own--) {
    const found: [first: number, last: number][] = [[numbers[own], numbers[own] + sizes[own] - 1]];
    for (let i = within.offsets[own]; i < within.offsets[own + 1]; i++) {
      const inner = within.targets[i];
      for (let at = starts[inner]; at < ends[inner]; at += 2) found.push([bounds[at], bounds[at + 1]]);
    }
    seen += found.length;
    starts[own] = bounds.length;
    addMerged(found, bounds);
    ends[own] = bounds.length;
    if (seen > MOST_SEEN || bounds.length > MOST_KEPT) return undefined;
  }
  return { numbers, starts, ends, bounds: Uint32Array.from(bounds) };
}

/** Whether the number lies in one of the intervals from `start` to `end` of the bounds. */
export function isWithin(bounds: Numbers, start: number, end: number, number: number): boolean {
  if (end - start === 2) return number >= bounds[start] && number <= bounds[start + 1];
  let low = start >>> 1;
  let high = end >>> 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[2 * middle + 1] < number) low = middle + 1;
    else high = middle;
  }
  return 2 * low < end && bounds[2 * low] <= number;
}

/** Each component's place in the forest: below the one that lies deepest of those it lies in; its own number at the top. */
function parentsOf({ count, offsets, targets }: Components): Numbers {
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

/** Numbers from the top down, each before all that hang below it; parents have smaller places than their children. */
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

/** The edges the other way round: from a component to those that lie in it. */
function reversed({ count, offsets, targets }: Components): Pick<Components, "offsets" | "targets"> {
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

function addMerged(intervals: [first: number, last: number][], bounds: number[]): void {
  intervals.sort((a, b) => a[0] - b[0]);
  let [first, last] = intervals[0];
  for (const [nextFirst, nextLast] of intervals) {
    if (nextFirst > last + 1) {
      bounds.push(first, last);
      first = nextFirst;
      last = nextLast;
    } else last = Math.max(last, nextLast);
  }
  bounds.push(first, last);
}
