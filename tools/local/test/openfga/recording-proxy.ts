import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A request of the `fga` command below the prefix of OpenFGA's API, and the response to it. */
export interface Exchange {
  readonly method: string;
  /** Path and query, with `{store}` for the id of the store. */
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
  /** The response, without what differs from run to run: see `withoutRun`. */
  readonly answer: unknown;
}

/** Records what passes between a client and OpenFGA's API at `target`. */
export async function startRecordingProxy(target: string, store: string) {
  let exchanges: Exchange[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const body = Buffer.concat(chunks).toString();
      const { method = "GET", url = "/", headers } = request;
      const answered = await fetch(`${target}${url}`, {
        method,
        headers: { "content-type": "application/json", authorization: headers.authorization ?? "" },
        ...(body !== "" && { body }),
      });
      const text = await answered.text();
      exchanges.push({
        ...{ method, path: url.replaceAll(store, "{store}") },
        ...(body !== "" && { body: JSON.parse(body.replaceAll(store, "{store}")) }),
        ...{ status: answered.status, answer: withoutRun(text, store) },
      });
      response.writeHead(answered.status, { "content-type": answered.headers.get("content-type") ?? "" });
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    /** The exchanges since the last call. */
    take: () => {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    stop: async () => await new Promise((resolve) => server.close(resolve)),
  };
}

const TIME = /"\d{4}-\d\d-\d\dT[\d:.]+Z"/g;
const TOKEN = /("continuation_token":)"[^"]+"/g;

/** A response without times, tokens and ids. */
export function withoutRun(text: string, store: string): unknown {
  if (text === "") return null;
  const same = text.replaceAll(store, "{store}").replace(TIME, '"{time}"').replace(TOKEN, '$1"{token}"');
  const lines = same
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  return lines.length === 1 ? lines[0] : lines;
}
