import { MAX_MEMOIZED } from "../limits.ts";

/** Caches the latest results of a parser: constants of an expression are parsed once, not at every evaluation. */
export function memoize<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const parsed = parse(text);
    if (known.size >= MAX_MEMOIZED) known.clear();
    known.set(text, parsed);
    return parsed;
  };
}
