import { CfAuthError } from "@cf-auth/client";
import type { Io } from "../io.ts";
import { Progress } from "../output/progress.ts";
import type { Connection } from "../profile/connection.ts";
import { requestFile } from "./graph-file.ts";

/** An export, whose text arrives in pieces. */
export interface ExportedCsv {
  readonly pieces: AsyncIterable<string>;
  readonly tupleCount: number;
  readonly revision: string;
}

const SECONDS = 120;
/** The error for a graph that is too large for a response. */
const TOO_LARGE = "export_too_large";

/** Exports the graph in the response, or through R2 if it is too large. */
export async function exportCsv(connection: Connection, io: Io): Promise<ExportedCsv> {
  const { graph } = connection.client.authz;
  const call = { signal: io.signal, timeoutSeconds: SECONDS };
  try {
    const { csv, ...facts } = await graph.export({}, call);
    return { ...facts, pieces: onePiece(csv ?? "") };
  } catch (error) {
    if (!(error instanceof CfAuthError && error.code === TOO_LARGE)) throw error;
  }
  io.err("The graph is large: it is exported through R2.\n");
  const { tupleCount, revision } = await graph.export({ destination: "r2" }, call);
  return { tupleCount, revision, pieces: download(await requestFile(connection, io, { method: "GET" }), io) };
}

async function* onePiece(csv: string): AsyncGenerator<string> {
  yield csv;
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
