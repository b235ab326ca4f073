import { describe, expect, it } from "vitest";
import { countLive } from "../evaluate/stored-problems.ts";
import { formatObject, formatSubject, parseTuple, type Tuple } from "../tuple.ts";
import { Meter } from "../work/meter.ts";
import { runSteps } from "../work/steps.ts";
import { type ExpiryCursor, type ExpiryScan, Graph } from "./graph.ts";
import { readTuples, type TupleFilter } from "./read.ts";

const tuples: Tuple[] = [
  ...["b", "a", "ä", "c#x", "B"].flatMap((user) =>
    ["2", "10", "1"].map((doc) => ({
      subject: `user:${user.replace("#", "-")}`,
      relation: "reader",
      object: `doc:${doc}`,
    })),
  ),
  { subject: "user:*", relation: "reader", object: "doc:1" },
  { subject: "team:a#member", relation: "reader", object: "doc:2" },
  { subject: "team:a", relation: "owner", object: "doc:2" },
].map(parseTuple);
const special: Tuple[] = [
  { ...parseTuple({ subject: "user:z", relation: "reader", object: "doc:1" }), expiresAt: 100 },
  { ...parseTuple({ subject: "user:aa", relation: "reader", object: "doc:10" }), condition: "c" },
];
/** Expired tuples: the only ones of their object, kind of subject or row, and one among others. */
const expired: Tuple[] = [
  { subject: "user:0", relation: "reader", object: "doc:1" },
  { subject: "user:*", relation: "reader", object: "doc:2" },
  { subject: "user:a", relation: "reader", object: "doc:0" },
  { subject: "user:gone", relation: "reader", object: "doc:00" },
  { subject: "team:a#member", relation: "reader", object: "doc:0" },
  { subject: "user:z", relation: "writer", object: "doc:1" },
].map((fact, i) => ({ ...parseTuple(fact), expiresAt: 10, ...(i % 2 === 0 && { condition: "c" }) }));
/** In milliseconds: after those have expired, and before `user:z` does. */
const NOW = 50_000;
const graph = Graph.from([...tuples, ...special, ...expired]);
const text = (tuple: Tuple) => `${formatSubject(tuple)} ${tuple.relation} ${formatObject(tuple)}`;

/** All tuples, page by page. */
function pages(filter: TupleFilter, limit: number): string[] {
  const found: Tuple[] = [];
  for (let after: Tuple | undefined; ; ) {
    const page = readTuples(graph, filter, after, limit, NOW);
    found.push(...page);
    if (page.length < limit) return found.map(text);
    after = page.at(-1);
  }
}

/** Matching tuples, found by reading every tuple. */
function matching(filter: TupleFilter): string[] {
  return [...tuples, ...special]
    .filter((tuple) => Object.entries(filter).every(([key, value]) => tuple[key as keyof TupleFilter] === value))
    .map(text);
}

describe("reading tuples", () => {
  const filters: TupleFilter[] = [
    {},
    { objectType: "doc" },
    { objectType: "doc", objectId: "1" },
    { objectType: "doc", objectId: "nothing" },
    { subjectType: "user", subjectId: "a" },
    { subjectType: "user", subjectId: "nobody" },
    { subjectType: "user", subjectId: "*" },
    { subjectType: "team", subjectId: "a", subjectRelation: "member" },
    { subjectType: "team", subjectRelation: "" },
    { relation: "owner" },
    { objectType: "doc", objectId: "10", relation: "reader", subjectType: "user", subjectId: "aa" },
  ];

  it.each(filters)("%j finds the matching tuples, in the same order by pages of any size", (filter) => {
    const whole = readTuples(graph, filter, undefined, 1000, NOW).map(text);
    expect([...whole].sort()).toEqual(matching(filter).sort());
    for (let limit = 1; limit < 8; limit++) expect(pages(filter, limit)).toEqual(whole);
  });

  it("orders ids by their bytes, whatever their conditions, contexts and expiries", () => {
    const ids = readTuples(graph, { objectType: "doc", objectId: "10", subjectType: "user" }, undefined, 100, NOW);
    expect(ids.map(({ subjectId }) => subjectId)).toEqual(["B", "a", "aa", "b", "c-x", "ä"]);
    expect(ids[2]).toMatchObject({ condition: "c" });
  });

  it("finds expired tuples at a time before their expiry", () => {
    const before = readTuples(graph, {}, undefined, 1000, 9999).map(text);
    expect(before).toEqual(expect.arrayContaining(expired.map(text)));
    expect(readTuples(graph, { subjectType: "user", subjectId: "z" }, undefined, 1000, 100_000)).toEqual([]);
  });

  it("continues after a tuple that was removed meanwhile", () => {
    const [gone] = readTuples(graph, {}, undefined, 1, NOW);
    const whole = readTuples(graph, {}, undefined, 100, NOW);
    const without = Graph.from([...tuples, ...special].filter((tuple) => text(tuple) !== text(gone)));
    expect(readTuples(without, {}, gone, 100, NOW)).toEqual(whole.slice(1));
  });
});

describe("expiry", () => {
  it("is found for tuples that have one", () => {
    const start = { partition: 0, object: 0 };
    const scan = (now: number, limit: number) => graph.scanExpiry(start, now, 1000, limit);
    expect(graph.firstExpiry()).toBe(10);
    expect(scan(9, 10)).toMatchObject({ expired: [], first: 10, next: undefined });
    expect(scan(99, 10).expired.map(text).sort()).toEqual(expired.map(text).sort());
    expect(scan(99, 10)).toMatchObject({ first: 100, next: undefined });
    expect(scan(100, 10).expired.map(text)).toContain("user:z reader doc:1");
    expect(scan(100, 3).expired).toHaveLength(3);
    const liveAt = (now: number) => runSteps(countLive(new Meter(), undefined, graph, now * 1000)).tuples;
    expect([9, 10, 100].map((now) => graph.size - liveAt(now))).toEqual([0, 6, 7]);
    expect(Graph.from(tuples).firstExpiry()).toBeUndefined();
    // Tuples that may expire, and the objects that are scanned for each of their kinds.
    const kinds = graph.allPartitions().filter(({ kind }) => kind.condition !== undefined);
    const objectCounts = kinds.reduce((sum, { objectCount }) => sum + objectCount, 0);
    expect([graph.expiryScanSize, Graph.from(tuples).expiryScanSize]).toEqual([8 + objectCounts, 0]);
  });

  it("is scanned in parts, each continuing at the cursor of the previous one", () => {
    const many = Graph.from(
      Array.from({ length: 300 }, (_, i) => ({
        ...parseTuple({ subject: `user:u${i}`, relation: "reader", object: `doc:${i % 7}` }),
        ...(i % 3 > 0 && { expiresAt: 100 + (i % 3) }),
      })),
    );
    const found: Tuple[] = [];
    let first = Number.POSITIVE_INFINITY;
    for (let cursor: ExpiryCursor | undefined = { partition: 0, object: 0 }; cursor !== undefined; ) {
      const scan: ExpiryScan = many.scanExpiry(cursor, 101, 10, 9);
      expect(scan.expired.length).toBeLessThanOrEqual(9);
      for (const tuple of scan.expired) many.remove(tuple);
      found.push(...scan.expired);
      first = Math.min(first, scan.first);
      cursor = scan.next;
    }
    expect(found).toHaveLength(100);
    expect([first, many.size]).toEqual([102, 200]);
  });
});
