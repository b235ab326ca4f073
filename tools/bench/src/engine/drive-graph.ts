import { randomFrom } from "./random.ts";

/** Documents in folders, folders in folders, people in groups, groups in groups. */
export const DRIVE_MODEL = `model
  schema 1.1

type user

type group
  relations
    define member: [user, group#member]

type folder
  relations
    define parent: [folder]
    define owner: [user] or owner from parent
    define editor: [user, group#member] or owner or editor from parent
    define viewer: [user, group#member] or editor or viewer from parent

type doc
  relations
    define parent: [folder]
    define owner: [user] or owner from parent
    define editor: [user, group#member] or owner or editor from parent
    define viewer: [user, group#member] or editor or viewer from parent
`;

export const CSV_HEADER = "subject_type,subject_id,subject_relation,relation,object_type,object_id";

const SEED = 20261124;

/** A sort of tuple, and how many of it are still to be made. */
interface Share {
  left: number;
  /** One at random, as a row of CSV; it may have been made before. */
  readonly row: () => string;
}

/**
 * The rows of such a graph, exactly `count` and none twice, in random order; the same for the same count. Of what
 * is neither a folder's parent nor shares a folder (1% each), 30% put a user into a group, 2% a group into a group,
 * 30% share a document with a user, 20% with a group, and 18% put a document into a folder.
 */
export function* driveRows(count: number): Generator<string> {
  const shares = sharesOf(count, randomFrom(SEED));
  const random = randomFrom(SEED + 1);
  const made = new Set<string>();
  for (let left = count; left > 0; left--) {
    const share = one(shares, left, random);
    let row = share.row();
    while (made.has(row)) row = share.row();
    made.add(row);
    share.left--;
    yield row;
  }
}

/** A share at random, likelier the more of it is left. */
function one(shares: readonly Share[], left: number, random: () => number): Share {
  let at = random() * left;
  for (const share of shares) {
    at -= share.left;
    if (at < 0) return share;
  }
  throw new RangeError("The shares do not add up to what is left.");
}

function sharesOf(count: number, random: () => number): Share[] {
  const of = (part: number) => Math.round(count * 0.98 * part);
  const users = Math.round(count * 0.1);
  const groups = Math.round(count * 0.01);
  const folders = Math.round(count * 0.01);
  const docs = of(0.18);
  const even = (size: number) => Math.floor(random() * size);
  // The square favours low numbers: the first of 10,000 is taken by 1 in 100. Which ids those are is scrambled.
  const skewed = (size: number) => Math.floor(random() ** 2 * size);
  const user = () => `user,${id("usr", Math.floor(random() ** 1.5 * users))},`;
  const member = () => `group,${id("grp", skewed(groups))},member`;
  const doc = () => `doc,${id("doc", skewed(docs))}`;
  const role = (...roles: [string, string, string]) => roles[Math.floor(random() * 3)] ?? roles[0];
  // Group and folder numbers run from the top of a hierarchy down; half-way at most, so it is about six deep.
  const above = (number: number) => Math.floor((random() * number) / 2);
  const grouped = () => {
    const inner = 1 + even(groups - 1);
    return `group,${id("grp", top(inner, groups))},member,member,group,${id("grp", top(above(inner), groups))}`;
  };
  let nextFolder = 1;
  let nextDoc = 0;
  const shares: Share[] = [
    { left: of(0.3), row: () => `${user()},member,group,${id("grp", skewed(groups))}` },
    { left: of(0.02), row: grouped },
    { left: of(0.3), row: () => `${user()},${role("owner", "editor", "viewer")},${doc()}` },
    { left: docs, row: () => `folder,${id("fld", even(folders))},,parent,doc,${id("doc", nextDoc++)}` },
    {
      left: folders - 1,
      row: () => `folder,${id("fld", above(nextFolder))},,parent,folder,${id("fld", nextFolder++)}`,
    },
    {
      left: Math.round(count * 0.01),
      row: () =>
        `${random() < 0.5 ? user() : member()},${role("viewer", "viewer", "editor")},folder,${id("fld", even(folders))}`,
    },
  ];
  const rest = count - shares.reduce((sum, { left }) => sum + left, 0);
  return [...shares, { left: rest, row: () => `${member()},${role("viewer", "viewer", "editor")},${doc()}` }];
}

/** The number of a group by its place in the hierarchy, so that the top is not also what most is shared with. */
function top(rank: number, size: number): number {
  return size - 1 - rank;
}

/** 18 characters that say nothing of their order. */
function id(prefix: string, number: number): string {
  return `${prefix}_${scrambled(number)}${scrambled(number ^ 0x5bd1e995)}`;
}

/** Murmur3's last step, which maps no two numbers to one. */
function scrambled(number: number): string {
  let h = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0).toString(36).padStart(7, "0");
}
