import { compileModel, Engine } from "@cf-auth/engine";
import { type Dataset, definitionOf } from "./dataset.ts";
import { percentile, timeEach } from "./latency.ts";
import { graphOfCsv, mapOfCsv } from "./load.ts";
import { namesOf } from "./questions.ts";
import { pick, randomFrom } from "./random.ts";

const LIMIT = 100;
const TYPICAL = 100;
/** Candidates for the longest list: the names with the most direct tuples, and some random ones. */
const CANDIDATES = 30;
const REPEATS = 7;
const SEED = 11;

/** Milliseconds of a first page, the median, and how long the whole list is. */
export interface ListTimes {
  readonly engine: number;
  readonly map: number;
  readonly length: number;
}

export interface ListReport {
  readonly objects: { readonly typical: ListTimes; readonly heaviest: ListTimes };
  readonly subjects: { readonly typical: ListTimes; readonly heaviest: ListTimes };
}

/** Times the first page of lists by random subjects or objects, and by the one with the longest list of all tried. */
export function measureLists(dataset: Dataset): ListReport {
  const map = mapOfCsv(dataset);
  const engine = new Engine(compileModel(definitionOf(dataset)), graphOfCsv(dataset.csv));
  const { relation, objectType } = dataset;
  const { users, objects } = namesOf(map, objectType);
  const page = { limit: LIMIT };
  const byEngine = {
    objects: (subject: string) => engine.listObjects(subject, relation, objectType, page).items,
    subjects: (object: string) => engine.listSubjects(object, relation, "user", page).items,
  };
  const byMap = {
    objects: (subject: string) => map.listObjects(subject, relation, objectType),
    subjects: (object: string) => map.listSubjects(object, relation, "user"),
  };
  const objectsOwn = (object: string) => map.subjects.get(`${object}#${relation}`)?.size ?? 0;
  return {
    objects: both(users, (user) => map.objects.get(user)?.size ?? 0, byEngine.objects, byMap.objects),
    subjects: both(objects, objectsOwn, byEngine.subjects, byMap.subjects),
  };
}

type List = (of: string) => readonly string[];

function both(all: readonly string[], own: (name: string) => number, engine: List, map: List) {
  const random = randomFrom(SEED);
  const some = Array.from({ length: TYPICAL }, () => pick(all, random));
  const largest = [...all].sort((a, b) => own(b) - own(a)).slice(0, CANDIDATES);
  const lengths = new Map([...some, ...largest].map((name) => [name, map(name).length]));
  const heaviest = [...lengths].reduce((a, b) => (b[1] > a[1] ? b : a))[0];
  return {
    typical: timed(some, engine, map),
    heaviest: timed(
      Array.from({ length: REPEATS }, () => heaviest),
      engine,
      map,
    ),
  };
}

function timed(names: readonly string[], engine: List, map: List): ListTimes {
  timeEach(names, engine);
  const ours = timeEach(names, engine);
  const theirs = timeEach(names, map);
  for (const [i, name] of names.entries()) {
    const pages = [ours, theirs].map(({ answers }) => JSON.stringify(answers[i]?.slice(0, LIMIT)));
    if (pages[0] !== pages[1]) throw new Error(`The engine and the Map variant disagree on the list of ${name}.`);
  }
  const lengths = Float64Array.from(theirs.answers, ({ length }) => length);
  const milliseconds = ({ times }: { times: Float64Array }) => percentile(times, 0.5) / 1000;
  return { engine: milliseconds(ours), map: milliseconds(theirs), length: percentile(lengths, 0.5) };
}
