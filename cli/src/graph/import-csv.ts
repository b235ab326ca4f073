import { setTimeout as pause } from "node:timers/promises";
import type { ImportGraphRequest, ImportJob } from "@cf-auth/client";
import { CliError } from "../cli-error.ts";
import type { Io } from "../io.ts";
import { Progress } from "../output/progress.ts";
import type { Result } from "../output/result.ts";
import type { Connection } from "../profile/connection.ts";
import { requestFile } from "./graph-file.ts";

export type ImportOptions = Omit<ImportGraphRequest, "csv">;

/** `authz.graph.import` takes as many characters. Larger files are uploaded to R2. */
const MAX_DIRECT_BYTES = 25_165_824;
const DIRECT_SECONDS = 120;
const POLL_MS = 500;

/** Imports a CSV, directly or, above `maxDirect` bytes, through R2. Returns the service's result. */
export async function importCsv(
  csv: Blob,
  options: ImportOptions,
  connection: Connection,
  io: Io,
  maxDirect = MAX_DIRECT_BYTES,
): Promise<Result> {
  if (csv.size <= maxDirect) {
    const call = { signal: io.signal, timeoutSeconds: DIRECT_SECONDS };
    return { ...(await connection.client.authz.graph.import({ ...options, csv: await csv.text() }, call)) };
  }
  return await importThroughFile(csv, options, connection, io);
}

/** `reload` replaces the graph by default, `import` merges: here the default is the same whatever the size. */
async function importThroughFile(csv: Blob, options: ImportOptions, connection: Connection, io: Io): Promise<Result> {
  io.err("Uploading the file.\n");
  await requestFile(connection, io, { method: "PUT", body: csv });
  const { graph } = connection.client.authz;
  let job: ImportJob = await graph.reload({ mode: "merge", ...options }, { signal: io.signal });
  const progress = new Progress(io, "Importing");
  try {
    while (job.status === "running") {
      progress.show(job.bytesRead, job.bytesTotal);
      await pause(POLL_MS, undefined, { signal: io.signal });
      job = (await graph.job({ signal: io.signal })).job ?? job;
    }
  } finally {
    progress.end();
  }
  if (job.error === null) return { ...job.result };
  const { code, message } = job.error;
  throw new CliError(code, message, "Nothing was changed. Correct the file, then import it again.");
}
