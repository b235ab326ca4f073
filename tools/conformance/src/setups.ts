import {
  decodeSnapshot,
  Engine,
  encodeSnapshot,
  exportCsv,
  Graph,
  MAX_CONTEXTUAL_TUPLES,
  parseCsv,
  type Schema,
} from "@cf-auth/engine";
import { tupleOf } from "./formats/tuples.ts";
import type { Stage, TupleText } from "./suite.ts";

/** One way to provide a stage's tuples to the engine. Results must be the same in each. */
export interface Setup {
  readonly name: string;
  readonly engine: Engine;
  /** Contextual tuples of every query, besides its own. */
  readonly contextual: readonly TupleText[];
}

/** Setups for a query with `contextualCount` contextual tuples of its own. */
export function setupsOf(schema: Schema, stage: Stage): (contextualCount: number) => Setup[] {
  const graphOf = (tuples: readonly TupleText[]) => Graph.from(tuples.map(tupleOf));
  const all = [...stage.before, ...stage.tuples];
  const setup = (name: string, graph: Graph, contextual: readonly TupleText[] = []): Setup => {
    return { name, engine: new Engine(schema, graph), contextual };
  };
  const stored = [
    setup("stored", graphOf(all)),
    setup("from CSV", parseCsv([...exportCsv(graphOf(all))].join(""))),
    setup("from a snapshot", decodeSnapshot(encodeSnapshot(graphOf(all)))),
  ];
  return (contextualCount) => {
    const free = Math.max(0, MAX_CONTEXTUAL_TUPLES - contextualCount);
    const rest = graphOf([...stage.before, ...stage.tuples.slice(free)]);
    return [...stored, setup("contextual", rest, stage.tuples.slice(0, free))];
  };
}
