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

/** One way in which a stage's tuples can be there. Every answer has to be the same in each. */
export interface Way {
  readonly name: string;
  readonly engine: Engine;
  /** What goes with every question, besides what it brings itself. */
  readonly contextual: readonly TupleText[];
}

/** The ways to ask a question that brings `bringing` tuples itself. */
export function waysOf(schema: Schema, stage: Stage): (bringing: number) => Way[] {
  const graphOf = (tuples: readonly TupleText[]) => Graph.from(tuples.map(tupleOf));
  const all = [...stage.before, ...stage.tuples];
  const way = (name: string, graph: Graph, contextual: readonly TupleText[] = []): Way => {
    return { name, engine: new Engine(schema, graph), contextual };
  };
  const stored = [
    way("stored", graphOf(all)),
    way("from CSV", parseCsv([...exportCsv(graphOf(all))].join(""))),
    way("from a snapshot", decodeSnapshot(encodeSnapshot(graphOf(all)))),
  ];
  return (bringing) => {
    const room = Math.max(0, MAX_CONTEXTUAL_TUPLES - bringing);
    const rest = graphOf([...stage.before, ...stage.tuples.slice(room)]);
    return [...stored, way("contextual", rest, stage.tuples.slice(0, room))];
  };
}
