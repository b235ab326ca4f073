import type { Fact } from "@cf-auth/client";

export const MODEL = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n";

/** Tuples that come and go together: the users from 0 up to `size`, who may all read one document. */
export interface Group {
  readonly doc: string;
  readonly size: number;
}

/** How many tuples there are of each document. */
export type Sizes = Map<string, number>;

export function factsOf({ doc, size }: Group): Fact[] {
  return Array.from({ length: size }, (_, user) => factOf(doc, user));
}

export function factOf(doc: string, user: number): Fact {
  return { subject: `user:${user}`, relation: "reader", object: `doc:${doc}` };
}

const HEADER = "subject_type,subject_id,subject_relation,relation,object_type,object_id\n";

export function csvOf(groups: readonly Group[]): string {
  const rows = groups.flatMap(({ doc, size }) =>
    Array.from({ length: size }, (_, user) => `user,${user},,reader,doc,${doc}\n`),
  );
  return `${HEADER}${rows.join("")}`;
}

/** Counts the rows of an export. */
export function sizesIn(csv: string): Sizes {
  const sizes: Sizes = new Map();
  for (let start = HEADER.length; start < csv.length; ) {
    const end = csv.indexOf("\n", start);
    count(sizes, csv.slice(csv.lastIndexOf(",", end) + 1, end));
    start = end + 1;
  }
  return sizes;
}

export function sizesOf(groups: readonly Group[]): Sizes {
  return new Map(groups.map(({ doc, size }) => [doc, size]));
}

export function count(sizes: Sizes, doc: string): void {
  sizes.set(doc, (sizes.get(doc) ?? 0) + 1);
}

/** The documents, with what was expected and what was found, of which there are not as many tuples as expected. */
export function differences(expected: Sizes, found: Sizes): string[] {
  const docs = new Set([...expected.keys(), ...found.keys()]);
  return [...docs].flatMap((doc) => {
    const [expectedCount, had] = [expected.get(doc) ?? 0, found.get(doc) ?? 0];
    return expectedCount === had ? [] : [`doc:${doc} has ${had} tuples where ${expectedCount} belong`];
  });
}
