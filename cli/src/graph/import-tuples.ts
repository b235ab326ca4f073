import { setTimeout as pause } from "node:timers/promises";
import type { ImportGraphRequest, ImportJob } from "@cf-auth/client";
import type { TupleFormat } from "@cf-auth/engine";
import { yamlToJson } from "@cf-auth/model-language";
import { CliError } from "../cli-error.ts";
import type { Io } from "../io.ts";
import { Progress } from "../output/progress.ts";
import type { Result } from "../output/result.ts";
import type { Connection } from "../profile/connection.ts";
import { requestFile } from "./graph-file.ts";

export type ImportOptions = Omit<ImportGraphRequest, TupleFormat>;

/** A file of tuples. */
export interface TupleFile {
  readonly content: Blob;
  readonly format: TupleFormat;
}

/** `authz.graph.import` takes as many characters. Larger files are uploaded to R2. */
const MAX_DIRECT_BYTES = 25_165_824;
const DIRECT_SECONDS = 120;
const POLL_MS = 500;
const MEDIA_TYPES: Readonly<Record<TupleFormat, string>> = {
  csv: "text/csv",
  json: "application/json",
  jsonl: "application/jsonl",
  yaml: "application/yaml",
};

/**
 * Imports a file of tuples, directly or, above `maxDirect` bytes, through R2. Returns the service's result. YAML is converted
 * here, since the service limits it.
 */
export async function importTuples(
  file: TupleFile,
  options: ImportOptions,
  connection: Connection,
  io: Io,
  maxDirect = MAX_DIRECT_BYTES,
): Promise<Result> {
  const { content, format } = await withoutYaml(file);
  if (content.size <= maxDirect) {
    const call = { signal: io.signal, timeoutSeconds: DIRECT_SECONDS };
    const input = { ...options, [format]: await content.text() };
    return { ...(await connection.client.authz.graph.import(input, call)) };
  }
  return await importThroughFile({ content, format }, options, connection, io);
}

/** `reload` replaces the graph by default, `import` merges: here the default is the same whatever the size. */
async function importThroughFile(
  { content, format }: TupleFile,
  options: ImportOptions,
  connection: Connection,
  io: Io,
): Promise<Result> {
  io.err("Uploading the file.\n");
  await requestFile(connection, io, { method: "PUT", body: content, contentType: MEDIA_TYPES[format] });
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

async function withoutYaml(file: TupleFile): Promise<TupleFile> {
  if (file.format !== "yaml") return file;
  return { content: new Blob([yamlToJson(await file.content.text())]), format: "json" };
}
