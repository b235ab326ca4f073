import type { People } from "./people.ts";
import type { Tuples } from "./tuples.ts";

/** A kind of operation, and how many of 1,000 operations are of it. */
export interface Kind {
  readonly name: string;
  readonly share: number;
  readonly run: () => Promise<void>;
}

export function kindsOf(people: People, tuples: Tuples): readonly Kind[] {
  return [
    { name: "check, fast", share: 520, run: () => tuples.checkFast() },
    { name: "check, exact", share: 260, run: () => tuples.checkExact() },
    { name: "refresh", share: 100, run: () => people.refresh() },
    { name: "tuple write", share: 94, run: () => tuples.write() },
    { name: "sign-in", share: 25, run: () => people.signIn() },
    { name: "import", share: 1, run: () => tuples.import() },
  ];
}

/** An endless sequence of kinds in their shares, evenly mixed and the same each time. */
export function* sequenceOf(kinds: readonly Kind[]): Generator<Kind, never> {
  const total = kinds.reduce((sum, { share }) => sum + share, 0);
  const credits = kinds.map(() => 0);
  for (;;) {
    for (const [i, { share }] of kinds.entries()) credits[i] = (credits[i] ?? 0) + share / total;
    const at = credits.indexOf(Math.max(...credits));
    credits[at] = (credits[at] ?? 0) - 1;
    const kind = kinds[at];
    if (kind === undefined) throw new Error("There is no kind of operation.");
    yield kind;
  }
}
