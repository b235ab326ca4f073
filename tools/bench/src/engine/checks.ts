import { compileModel, Engine } from "@cf-auth/engine";
import { median } from "../measure.ts";
import { type Dataset, definitionOf } from "./dataset.ts";
import { percentile, timeEach } from "./latency.ts";
import { graphOfCsv, mapOfCsv } from "./load.ts";
import { makeQuestions, type Question } from "./questions.ts";

const ROUNDS = 5;
const QUESTIONS = 4000;

/** Microseconds of one check, the median over the rounds. */
export interface CheckTimes {
  readonly p50: number;
  readonly p99: number;
}

export interface CheckReport {
  readonly hits: { readonly engine: CheckTimes; readonly map: CheckTimes };
  readonly misses: { readonly engine: CheckTimes; readonly map: CheckTimes };
}

/** Times the same questions with the engine and with the Map variant, other ones in each round. Both must agree. */
export function measureChecks(dataset: Dataset): CheckReport {
  const map = mapOfCsv(dataset);
  const engine = new Engine(compileModel(definitionOf(dataset)), graphOfCsv(dataset.csv));
  const { hits, misses } = makeQuestions(dataset, map, QUESTIONS * (ROUNDS + 1));
  const byEngine = ({ subject, relation, object }: Question) =>
    engine.check(subject, relation, object).allowed === true;
  const byMap = ({ subject, relation, object }: Question) => map.check(subject, relation, object);
  const times = { hits: { engine: noTimes(), map: noTimes() }, misses: { engine: noTimes(), map: noTimes() } };
  for (let round = 0; round <= ROUNDS; round++) {
    const slice = [round * QUESTIONS, (round + 1) * QUESTIONS] as const;
    const lists = { hits: hits.slice(...slice), misses: misses.slice(...slice) };
    for (const kind of ["hits", "misses"] as const) {
      for (const [who, call] of [
        ["engine", byEngine],
        ["map", byMap],
      ] as const) {
        const timed = timeEach(lists[kind], call);
        const wrong = timed.answers.indexOf(kind !== "hits");
        if (wrong >= 0) throw new Error(`${who} is wrong about ${JSON.stringify(lists[kind][wrong])}`);
        // The first round warms up: code is compiled in it, and the engine lays out how groups nest.
        if (round > 0) note(times[kind][who], timed.times);
      }
    }
  }
  const report = ({ p50, p99 }: Noted) => ({ p50: median(p50), p99: median(p99) });
  return {
    hits: { engine: report(times.hits.engine), map: report(times.hits.map) },
    misses: { engine: report(times.misses.engine), map: report(times.misses.map) },
  };
}

interface Noted {
  readonly p50: number[];
  readonly p99: number[];
}

function noTimes(): Noted {
  return { p50: [], p99: [] };
}

function note({ p50, p99 }: Noted, times: Float64Array): void {
  p50.push(percentile(times, 0.5));
  p99.push(percentile(times, 0.99));
}
