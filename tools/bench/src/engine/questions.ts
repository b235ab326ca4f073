import { readChecks } from "@cf-auth/seeds";
import type { Dataset } from "./dataset.ts";
import type { MapGraph } from "./map-graph.ts";
import { pick, randomFrom } from "./random.ts";

export interface Question {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

export interface Questions {
  /** Allowed checks. */
  readonly hits: readonly Question[];
  /** Denied checks. */
  readonly misses: readonly Question[];
}

const SEED = 7;

/** A number of allowed and of denied checks; the dataset's own ones if it has any. */
export function makeQuestions(dataset: Dataset, map: MapGraph, count: number): Questions {
  if (dataset.checks !== undefined) return repeated(dataset.checks, count);
  const random = randomFrom(SEED);
  const { relation, objectType } = dataset;
  const { users, objects } = namesOf(map, objectType);
  const hits: Question[] = [];
  while (hits.length < count) {
    const object = pick(objects, random);
    const subject = someone(map, `${object}#${relation}`, random);
    if (subject !== undefined) hits.push({ subject, relation, object });
  }
  const misses: Question[] = [];
  while (misses.length < count) {
    const question = { subject: pick(users, random), relation, object: pick(objects, random) };
    if (!map.check(question.subject, relation, question.object)) misses.push(question);
  }
  return { hits, misses };
}

/** All subjects of tuples, and all objects of the type. */
export function namesOf(map: MapGraph, objectType: string): { users: string[]; objects: string[] } {
  const users = [...map.objects.keys()].filter((subject) => subject.startsWith("user:"));
  const objects = new Set<string>();
  for (const node of map.subjects.keys()) {
    if (node.startsWith(`${objectType}:`)) objects.add(node.slice(0, node.indexOf("#")));
  }
  return { users, objects: [...objects] };
}

/** A user in the set, found by going down from it at random; undefined at a dead end. */
function someone(map: MapGraph, node: string, random: () => number): string | undefined {
  for (let steps = 0; steps < 50; steps++) {
    const users = [...(map.subjects.get(node) ?? [])].filter((subject) => subject.startsWith("user:"));
    const ways = [...map.after(node)];
    const at = Math.floor(random() * (ways.length + (users.length > 0 ? 1 : 0)));
    if (at === ways.length) return users.length > 0 ? pick(users, random) : undefined;
    node = ways[at] ?? "";
  }
  return undefined;
}

function repeated(file: string, count: number): Questions {
  const random = randomFrom(SEED);
  const checks = readChecks(file);
  const of = (allowed: boolean) => {
    const some = checks.filter((check) => check.allowed === allowed);
    return Array.from({ length: count }, () => pick(some, random));
  };
  return { hits: of(true), misses: of(false) };
}
