import { MAX_REMEMBERED } from "../limits.ts";

/** A parser that keeps its latest results: constants of an expression are parsed once, not at every evaluation. */
export function remember<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const parsed = parse(text);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(text, parsed);
    return parsed;
  };
}
