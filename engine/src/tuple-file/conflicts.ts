import { sameConditionAndExpiry } from "../graph/graph.ts";
import { formatObject, formatSubject, type Tuple, type TupleKey } from "../tuple.ts";

/** Finds rows that state one fact with a different condition, context or expiry than an earlier row. */
export class Conflicts {
  /** First row of each fact. */
  private readonly first = new Map<string, { tuple: Tuple; line: number } | undefined>();

  constructor(facts: readonly TupleKey[]) {
    for (const fact of facts) this.first.set(textOf(fact), undefined);
  }

  /** Reason to refuse the row because of an earlier one, or undefined. Call it for each row in order. */
  reasonAgainst(tuple: Tuple, line: number): string | undefined {
    const fact = textOf(tuple);
    if (!this.first.has(fact)) return undefined;
    const first = this.first.get(fact);
    if (first === undefined) this.first.set(fact, { tuple, line });
    if (first === undefined || sameConditionAndExpiry(first.tuple, tuple)) return undefined;
    return `${fact} is already in line ${first.line} with another condition, context or expiry.`;
  }
}

function textOf(key: TupleKey): string {
  return `${formatSubject(key)} ${key.relation} ${formatObject(key)}`;
}
