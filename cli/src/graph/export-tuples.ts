import { CfAuthError } from "@cf-auth/client";
import { formatTuples, readTupleFile, type TupleFormat, tupleReader } from "@cf-auth/engine";
import type { Io } from "../io.ts";
import { Progress } from "../output/progress.ts";
import type { Connection } from "../profile/connection.ts";
import { requestFile } from "./graph-file.ts";

/** An export, whose text arrives in pieces. */
export interface ExportedTuples {
  readonly pieces: AsyncIterable<string>;
  readonly tupleCount: number;
  readonly revision: string;
}

const SECONDS = 120;
/** The error for a graph that is too large for a response. */
const TOO_LARGE = "export_too_large";

/** Exports the graph in the response, or through R2 if it is too large. */
export async function exportTuples(connection: Connection, io: Io, format: TupleFormat): Promise<ExportedTuples> {
  const { graph } = connection.client.authz;
  const call = { signal: io.signal, timeoutSeconds: SECONDS };
  try {
    const { tupleCount, revision, ...texts } = await graph.export({ format }, call);
    return { tupleCount, revision, pieces: onePiece(texts[format] ?? "") };
  } catch (error) {
    if (!(error instanceof CfAuthError && error.code === TOO_LARGE)) throw error;
  }
  io.err("The graph is large: it is exported through R2.\n");
  // YAML is written here, of JSONL: a service's YAML is for responses only.
  const stored = format === "yaml" ? "jsonl" : format;
  const { tupleCount, revision } = await graph.export({ destination: "r2", format: stored }, call);
  const pieces = download(await requestFile(connection, io, { method: "GET" }), io);
  return { tupleCount, revision, pieces: format === "yaml" ? yamlOf(pieces) : pieces };
}

async function* onePiece(text: string): AsyncGenerator<string> {
  yield text;
}

async function* download(response: Response, io: Io): AsyncGenerator<string> {
  const total = Number(response.headers.get("content-length"));
  const progress = new Progress(io, "Downloading");
  const decoder = new TextDecoder();
  let done = 0;
  try {
    for await (const bytes of response.body ?? []) {
      yield decoder.decode(bytes, { stream: true });
      done += bytes.length;
      if (total > 0) progress.show(done, total);
    }
    yield decoder.decode();
  } finally {
    progress.end();
  }
}

/** Canonical YAML of canonical JSONL. */
async function* yamlOf(jsonl: AsyncIterable<string>): AsyncGenerator<string> {
  const text = (await Array.fromAsync(jsonl)).join("");
  yield formatTuples(readTupleFile(text, tupleReader("jsonl")).tuples(), "yaml");
}
