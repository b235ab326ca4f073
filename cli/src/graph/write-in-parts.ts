import type { Io } from "../io.ts";
import { Progress } from "../output/progress.ts";
import type { Connection } from "../profile/connection.ts";
import type { TupleInput } from "./tuples-in-file.ts";

/** Tuples to write or to delete. */
export interface Change {
  readonly kind: "writes" | "deletes";
  readonly tuples: readonly TupleInput[];
  readonly reason: string | undefined;
}

/** The sum of several writes. */
export interface WriteResult {
  readonly writtenCount: number;
  readonly deletedCount: number;
  readonly revision: string;
}

/** Tuples of one write, by the service's limit. */
const MAX_TUPLES = 1000;
const NOTHING: WriteResult = { writtenCount: 0, deletedCount: 0, revision: "" };

/** Sends as many writes as the tuples need. After a failure, reports how many tuples were sent before. */
export async function writeInParts(change: Change, { client }: Connection, io: Io): Promise<WriteResult> {
  const { kind, tuples, reason } = change;
  const progress = new Progress(io, kind === "writes" ? "Writing tuples" : "Deleting tuples");
  let sum = NOTHING;
  let sent = 0;
  try {
    do {
      const part = tuples.slice(sent, sent + MAX_TUPLES);
      const result = await client.authz.write({ [kind]: part, reason }, { signal: io.signal });
      sent += part.length;
      sum = {
        writtenCount: sum.writtenCount + result.writtenCount,
        deletedCount: sum.deletedCount + result.deletedCount,
        revision: result.revision,
      };
      progress.show(sent, tuples.length);
    } while (sent < tuples.length);
  } catch (error) {
    progress.end();
    if (sent > 0)
      io.err(`The first ${sent} of ${tuples.length} tuples were sent before the failure. Repeating is safe.\n`);
    throw error;
  }
  progress.end();
  return sum;
}
