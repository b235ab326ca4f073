import { MAX_ID_BYTES } from "../tuple.ts";
import type { Numbers } from "./arrays.ts";

/**
 * Buffer for ids during a lookup, each as UTF-8 padded with at least one zero to a word boundary. Ids contain no
 * zeros, so two ids are equal if and only if these words are. The engine is synchronous, so all dictionaries share
 * one buffer.
 */
export const staged: Numbers = new Uint32Array(2 * MAX_ID_BYTES);
/** Offset of the second of two ids; the first is at 0. */
export const SECOND = MAX_ID_BYTES;
const bytesStaged = new Uint8Array(staged.buffer);
const encoder = new TextEncoder();

/** Result of `stage`: the hash of the id and its number of words, 0 for text that can't be an id. */
export let stagedHash = 0;
export let stagedWords = 0;

/** Copies the id that starts at `start` of the text to `staged` at `at`, and hashes it. */
export function stage(text: string, start: number, at: number, seed: number): void {
  const { length } = text;
  stagedWords = 0;
  if (length - start > MAX_ID_BYTES) return;
  let h = seed;
  let all = 0;
  let zeros = 0;
  let end = at;
  let i = start;
  for (; i + 4 <= length; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    all |= a | b | c | d;
    const word = a | (b << 8) | (c << 16) | (d << 24);
    zeros |= zerosIn(word);
    staged[end++] = word;
    h = step(h, word);
  }
  let rest = 0;
  for (let shift = 0; i < length; i++, shift += 8) {
    const unit = text.charCodeAt(i);
    all |= unit;
    if (unit === 0) zeros = 1;
    rest |= unit << shift;
  }
  staged[end++] = rest;
  if (all > 0x7f) {
    stageUnicode(text.slice(start), at, seed);
    return;
  }
  if (zeros !== 0) return;
  stagedWords = end - at;
  stagedHash = finished(step(h, rest));
}

/** As `stage` at 0, for an id in UTF-8. */
export function stageBytes(bytes: Uint8Array, start: number, end: number, seed: number): void {
  const length = end - start;
  staged[length >>> 2] = 0;
  for (let i = 0; i < length; i++) bytesStaged[i] = bytes[start + i];
  stagedWords = (length >>> 2) + 1;
  stagedHash = hash(seed, staged, 0, stagedWords);
}

/** Slow path for text outside ASCII. */
function stageUnicode(id: string, at: number, seed: number): void {
  const part = bytesStaged.subarray(4 * at, 4 * (at + SECOND));
  const { read, written } = encoder.encodeInto(id, part.subarray(0, -4));
  if (read < id.length || part.subarray(0, written).includes(0)) return;
  part.fill(0, written, (written | 3) + 1);
  stagedWords = (written >>> 2) + 1;
  stagedHash = hash(seed, staged, at, at + stagedWords);
}

/** Nonzero if and only if one of the word's bytes is 0. */
function zerosIn(word: number): number {
  return (word - 0x01010101) & ~word & 0x80808080;
}

export function hash(seed: number, words: Numbers, start: number, end: number): number {
  let h = seed;
  for (let i = start; i < end; i++) h = step(h, words[i]);
  return finished(h);
}

/** Mixes a word into all bits of the hash. */
function step(h: number, word: number): number {
  const mixed = Math.imul(h ^ word, 0x297a2d39);
  return mixed ^ (mixed >>> 15);
}

/** Final mix: the low bits choose a slot, the high ones are the tag. */
function finished(h: number): number {
  const mixed = Math.imul(h, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 16);
}
