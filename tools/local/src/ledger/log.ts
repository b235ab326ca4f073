import type { CfAuthClient, Change } from "@cf-auth/client";
import { count, type Sizes } from "./groups.ts";

const PAGE = 1000;

/** What the log says of one revision. */
export interface Revision {
  readonly number: number;
  readonly kind: Change["kind"];
  /** The reason it was given, which is the tag of an attempt. */
  readonly tag: string | null;
  /** False where it changed too much to be kept tuple by tuple. */
  readonly listed: boolean;
  readonly written: Sizes;
  readonly deleted: Sizes;
}

/** All revisions after the one given. */
export async function readLog(tenant: CfAuthClient, after: number): Promise<Revision[]> {
  const revisions: Revision[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await tenant.authz.changes({ after: `${after}`, limit: PAGE, cursor });
    for (const change of page.items) note(revisions, change);
    cursor = page.nextCursor;
  }
  return revisions;
}

/** The tag of a revision; undefined where the log does not have it. */
export async function tagAt(tenant: CfAuthClient, revision: number): Promise<string | null | undefined> {
  const { items } = await tenant.authz.changes({ after: `${revision - 1}`, limit: 1 });
  return items[0]?.revision === `${revision}` ? items[0].reason : undefined;
}

function note(revisions: Revision[], { revision, kind, reason, operation, tuple }: Change): void {
  let last = revisions.at(-1);
  if (last?.number !== Number(revision)) {
    const sizes = { written: new Map(), deleted: new Map() };
    last = { number: Number(revision), kind, tag: reason, listed: operation !== null, ...sizes };
    revisions.push(last);
  }
  if (tuple === null) return;
  count(operation === "write" ? last.written : last.deleted, tuple.object.slice("doc:".length));
}
