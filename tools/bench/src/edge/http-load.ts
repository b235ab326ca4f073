import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../measure.ts";
import { findBinary } from "./binary.ts";

/** Concurrent connections, each with one request at a time. */
const CONNECTIONS = 16;
const ROUNDS = 7;
const ROUND_SECONDS = 1;

/** Requests to one server, sent over and over: a POST of each body in turn. */
export interface HttpLoad {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
  /** What one request counts as; defaults to 1. */
  readonly units?: number;
}

/** Sends a load for some seconds. Returns the requests that were answered a second. Throws for a response other than 200. */
type Generator = (load: HttpLoad, seconds: number) => Promise<number>;

/** Name of the program that sends the requests: `wrk` where it is installed. */
export function generatorName(): string {
  return wrkPath() === undefined ? "the built-in generator" : "wrk";
}

/** Units a second of each load: the median over the rounds, in each of which every load has its turn. */
export async function ratesOf(loads: readonly HttpLoad[]): Promise<Map<string, number>> {
  const wrk = wrkPath();
  const generate: Generator = wrk === undefined ? sendAll : (load, seconds) => runWrk(wrk, load, seconds);
  for (const load of loads) await generate(load, ROUND_SECONDS);
  const rates = new Map(loads.map(({ name }) => [name, [] as number[]]));
  for (let round = 1; round <= ROUNDS; round++) {
    process.stderr.write(`round ${round} of ${ROUNDS}\n`);
    for (const load of loads) {
      rates.get(load.name)?.push((await generate(load, ROUND_SECONDS)) * (load.units ?? 1));
    }
  }
  return new Map([...rates].map(([name, values]) => [name, median(values)]));
}

function wrkPath(): string | undefined {
  return findBinary("wrk", "WRK_BIN");
}

/** Reads the bodies from a file, one a line. */
const SCRIPT = `
local requests = {}
function init(args)
  for line in io.lines(args[1]) do requests[#requests + 1] = wrk.format("POST", nil, nil, line) end
end
local at = 0
function request()
  at = at % #requests + 1
  return requests[at]
end
`;

async function runWrk(wrk: string, { url, headers, bodies }: HttpLoad, seconds: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-bench-"));
  try {
    const [script, lines] = [join(folder, "script.lua"), join(folder, "bodies.txt")];
    writeFileSync(script, SCRIPT);
    writeFileSync(lines, `${bodies.join("\n")}\n`);
    const sent = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
    const options = ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, "-s", script, ...sent, url, lines];
    const report = await outputOf(wrk, options);
    const rate = /^Requests\/sec:\s+([\d.]+)/m.exec(report)?.[1];
    if (rate === undefined || /Non-2xx|Socket errors/.test(report)) throw new Error(`wrk reports:\n${report}`);
    return Number(rate);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function outputOf(program: string, options: readonly string[]): Promise<string> {
  const child = spawn(program, options, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  for await (const piece of child.stdout.setEncoding("utf8")) output += piece;
  return output;
}

/** The built-in generator: plain sockets, so that it takes little of the machine. */
async function sendAll(load: HttpLoad, seconds: number): Promise<number> {
  const { host, hostname, port, pathname } = new URL(load.url);
  const lines = Object.entries(load.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${lines.join("")}`;
  const requests = load.bodies.map((body) =>
    Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
  );
  const started = performance.now();
  const end = started + seconds * 1000;
  let sent = 0;
  let answered = 0;
  const next = () => (performance.now() < end ? requests[sent++ % requests.length] : undefined);
  const sockets = Array.from({ length: CONNECTIONS }, () => connect(Number(port), hostname).setNoDelay());
  await Promise.all(sockets.map((socket) => exchange(socket, next, () => answered++)));
  return (answered / (performance.now() - started)) * 1000;
}

/** Sends request after request on one connection, each when the one before has been answered. */
async function exchange(socket: Socket, next: () => Buffer | undefined, note: () => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let received = "";
  const send = () => {
    const request = next();
    if (request === undefined) socket.end(resolve);
    else socket.write(request);
  };
  socket.setEncoding("latin1");
  socket.on("connect", send);
  socket.on("error", reject);
  socket.on("close", () => reject(new Error("The server ended a connection.")));
  socket.on("data", (piece: string) => {
    received += piece;
    if (!isComplete(received)) return;
    if (!received.startsWith("HTTP/1.1 200 ")) return void socket.destroy(new Error(received));
    received = "";
    note();
    send();
  });
  await promise;
}

/** Whether a whole response has come: of a declared length, or in chunks (RFC 9112 §7.1). */
function isComplete(received: string): boolean {
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.slice(0, end))?.[1];
  return length === undefined ? received.endsWith("\r\n0\r\n\r\n") : received.length >= end + 4 + Number(length);
}
