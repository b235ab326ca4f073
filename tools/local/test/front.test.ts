import { createServer, type Server } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { startFront } from "../src/front.ts";
import { freePort } from "../src/ports.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that answers with its name once it may. */
async function backend(port: number, name: string, mayAnswer: Promise<void> = Promise.resolve()): Promise<Server> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    await mayAnswer;
    response.writeHead(200, { "x-name": name, "x-host": `${request.headers.host}` }).end(`${request.method} ${body}`);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

describe("the listener in front of workerd", () => {
  it("finishes requests that are under way, holds others, and passes them to what replaces it", async () => {
    const port = await freePort();
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    const old = await backend(port, "old", mayAnswer);
    const front = await startFront(0, port);
    closing.push(() => front.stop());
    const url = `http://127.0.0.1:${front.port}/path`;
    const received = new Promise((resolve) => old.once("request", resolve));
    const first = fetch(url, { method: "POST", body: "one" });
    await received;
    let next: Server | undefined;
    const replaced = front.replace(async () => {
      await close(old);
      next = await backend(port, "next");
      closing.push(() => next && close(next));
    });
    const delayed = Array.from({ length: 20 }, () => fetch(url));
    answer();
    const response = await first;
    expect([response.headers.get("x-name"), await response.text()]).toEqual(["old", "POST one"]);
    expect(response.headers.get("x-host")).toBe(`127.0.0.1:${front.port}`);
    await replaced;
    const names = (await Promise.all(delayed)).map(({ headers }) => headers.get("x-name"));
    expect(names).toEqual(names.map(() => "next"));
  });

  it("answers with 502 while nothing listens behind it", async () => {
    const front = await startFront(0, await freePort());
    closing.push(() => front.stop());
    expect((await fetch(`http://127.0.0.1:${front.port}/`)).status).toBe(502);
  });
});
