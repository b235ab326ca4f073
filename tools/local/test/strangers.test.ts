import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestStack, type TestStack } from "./test-stack.ts";

const MEBIBYTE = 1024 * 1024;

let stack: TestStack;
let key: string;
beforeAll(async () => {
  stack = await startTestStack();
  key = stack.tenant.publishableKey;
});
afterAll(async () => await stack.stop());

interface Sent {
  readonly status: number;
  readonly text: string;
  /** How much of the body the other end has taken. */
  readonly taken: number;
}

/** Sends a body in chunks without saying how long it is, until an answer comes or it ends. */
async function sendChunked(path: string, headers: Record<string, string>, bytes: number, chunk: number): Promise<Sent> {
  const { hostname, port, host } = new URL(stack.url);
  const socket = connect(Number(port), hostname);
  const fields = { host, connection: "close", "transfer-encoding": "chunked", ...headers };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  let text = "";
  let isOver = false;
  const answered = new Promise<void>((resolve) => {
    const end = () => {
      isOver = true;
      resolve();
    };
    socket.on("data", (data) => {
      text += data;
      if (text.includes("\r\n\r\n")) isOver = true;
    });
    for (const event of ["close", "error"]) socket.on(event, end);
  });
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  const perWrite = Math.max(1, Math.floor((64 * 1024) / chunk));
  const piece = `${chunk.toString(16)}\r\n${"a".repeat(chunk)}\r\n`.repeat(perWrite);
  let taken = 0;
  while (taken < bytes && !isOver) {
    await Promise.race([answered, new Promise<void>((resolve) => socket.write(piece, () => resolve()))]);
    taken += perWrite * chunk;
  }
  if (!isOver) socket.write("0\r\n\r\n");
  await answered;
  return { status: Number(text.split(" ")[1]), text, taken };
}

const JSON_TYPE = { "content-type": "application/json" };

describe("a body in chunks that does not say how long it is", () => {
  it.each([
    ["that does not end, at a sign-in,", "/trpc/auth.login", () => ({ ...JSON_TYPE, "x-api-key": key })],
    [
      "that does not end, without credentials,",
      "/trpc/auth.login",
      () => ({ ...JSON_TYPE, "x-tenant-id": "kubernetes" }),
    ],
    [
      "that does not end, at a page,",
      "/t/kubernetes/reset-password",
      () => ({ "content-type": "application/x-www-form-urlencoded" }),
    ],
  ])("%s is answered 413, and not taken any further", async (_, path, headers) => {
    const { status, text, taken } = await sendChunked(path, headers(), 150 * MEBIBYTE, 16 * 1024);
    // Where the connection ends while more is sent, the system may drop the answer.
    if (text !== "") expect(status, text).toBe(413);
    if (text !== "") expect(text).toContain("body_too_large");
    // What the system's own buffers hold may have been sent.
    expect(taken).toBeLessThan(50 * MEBIBYTE);
  });

  it("of single bytes is not taken any further either", async () => {
    const { text, taken } = await sendChunked("/trpc/auth.login", { ...JSON_TYPE, "x-api-key": key }, 8 * MEBIBYTE, 1);
    if (text !== "") expect(text).toContain("body_too_large");
    expect(taken).toBeLessThan(8 * MEBIBYTE);
  });

  it("is read up to the limit", async () => {
    const { status, text } = await sendChunked(
      "/trpc/auth.login",
      { ...JSON_TYPE, "x-api-key": key },
      128 * 1024,
      1024,
    );
    expect([status, text.includes("invalid_json")]).toEqual([400, true]);
  });
});

it.each(["[", "a b", "256.256.256.256"])("the Host header %j is answered with what is wrong", async (host) => {
  const { status, text } = await sendChunked("/trpc/system.health", { host }, 0, 1);
  expect(status).toBe(400);
  expect(text).toContain("Host header");
});

it("invented keys from one address are refused from the hundredth on, and a good one goes on working", async () => {
  const headers = { "cf-connecting-ip": "192.0.2.66", ...JSON_TYPE };
  const call = async (apiKey: string) => {
    const init = { method: "POST", headers: { ...headers, "x-api-key": apiKey }, body: "{}" };
    const { error } = await (await fetch(`${stack.url}/trpc/auth.logout`, init)).json();
    return error?.json.data.code;
  };
  // Of the right form, with the right checksum, and nobody's.
  const invented = "sk_live_00000000000000000000000000000000000000000001Vxh1Z";
  // The key is good; there is no session to end.
  const good = await call(key);
  expect(good).not.toBe("key_invalid");
  const codes = await Promise.all(Array.from({ length: 300 }, () => call(invented)));
  expect(new Set(codes)).toEqual(new Set(["key_invalid", "rate_limited"]));
  expect(await call(invented)).toBe("rate_limited");
  expect(await call(key)).toBe(good);
});
