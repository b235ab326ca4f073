import { sameConditionAndExpiry } from "../graph/graph.ts";
import { formatObject, formatSubject, type Tuple, type TupleKey } from "../tuple.ts";

/** Rows that state one fact on different terms: the first is taken for the one that was meant. */
export class Conflicts {
  /** By fact, the first row that states it. */
  private readonly first = new Map<string, { tuple: Tuple; line: number } | undefined>();

  constructor(facts: readonly TupleKey[]) {
    for (const fact of facts) this.first.set(textOf(fact), undefined);
  }

  /** Why the row can't be accepted beside those before it; to be asked row by row. */
  reasonAgainst(tuple: Tuple, line: number): string | undefined {
    const fact = textOf(tuple);
    if (!this.first.has(fact)) return undefined;
    const first = this.first.get(fact);
    if (first === undefined) this.first.set(fact, { tuple, line });
    if (first === undefined || sameConditionAndExpiry(first.tuple, tuple)) return undefined;
    return `${fact} stands in line ${first.line} on other terms.`;
  }
}

function textOf(key: TupleKey): string {
  return `${formatSubject(key)} ${key.relation} ${formatObject(key)}`;
}
