import { beforeAll, describe, expect, it } from "vitest";
import { type From, headersOf } from "../../test/batch.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { somebody } from "../../test/people.ts";
import { codeIn } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import { answerAccountCall } from "../entries/workers-rpc.ts";
import { BoundedRequest, MAX_BODY, MAX_FILE, maxBodyOf, readBody } from "./body-limit.ts";

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
const PEOPLE = 128 * KIBIBYTE;
const FORM = 16 * KIBIBYTE;

/** A body that comes in pieces and does not say how long it is; how much of it was taken, and whether it was given up. */
function pieces(bytes: number, { piece = 8 * KIBIBYTE, start = "", end = "" } = {}) {
  const seen = { bytes: 0, cancelled: false };
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    type: "bytes",
    pull(controller) {
      const left = bytes - seen.bytes;
      if (left <= 0) {
        controller.close();
        // A reader that waits for a chunk gets none.
        controller.byobRequest?.respond(0);
        return;
      }
      const isFirst = seen.bytes === 0;
      const size = Math.min(piece, left);
      const text = `${isFirst ? start : ""}${"a".repeat(size)}`.slice(0, size);
      controller.enqueue(encoder.encode(size === left ? `${text.slice(0, size - end.length)}${end}` : text));
      seen.bytes += size;
    },
    cancel() {
      seen.cancelled = true;
    },
  });
  return { body, seen };
}
/** JSON of so many bytes, with a text in it that makes it so long. */
const json = (bytes: number) => pieces(bytes, { start: '{"json":{"refreshToken":"', end: '"}}' });

const request = (body: ReadableStream<Uint8Array>, headers: Record<string, string> = {}) =>
  new Request("http://auth.test/", { method: "POST", body, headers });

describe("a body that does not say how long it is", () => {
  it.each([10, 1000, 100_000])(
    "is read whole up to the limit, in pieces of %i bytes, and not a byte beyond",
    async (piece) => {
      const limit = 100_000;
      expect((await readBody(request(pieces(limit, { piece }).body), limit)).byteLength).toBe(limit);
      const { body, seen } = pieces(50 * MEBIBYTE, { piece });
      const reading = readBody(request(body), limit);
      await expect(reading).rejects.toMatchObject({ code: "body_too_large", details: { maxBytes: limit } });
      // A piece or two may be on their way.
      expect(seen.bytes).toBeLessThanOrEqual(limit + 64 * KIBIBYTE + 4 * piece);
      await expect.poll(() => seen.cancelled, { timeout: 60_000 }).toBe(true);
    },
  );

  it("is read up to a limit that was lowered meanwhile", async () => {
    const { body, seen } = pieces(50 * MEBIBYTE);
    const bounded = new BoundedRequest(request(body), MAX_BODY);
    bounded.lowerTo(FORM);
    bounded.lowerTo(MAX_BODY);
    await expect(bounded.request.text()).rejects.toMatchObject({ details: { maxBytes: FORM } });
    expect(seen.bytes).toBeLessThan(MEBIBYTE);
  });
});

describe("a body that says how long it is", () => {
  it.each([
    ["100", 100, undefined],
    ["101", 100, "body_too_large"],
    ["99999999999999", 100, "body_too_large"],
  ] as const)("of %s bytes, where %i are the limit: %s", (length, limit, code) => {
    const make = () => new BoundedRequest(request(pieces(1).body, { "content-length": length }), limit);
    if (code === undefined) expect(make().request.headers.get("content-length")).toBe(length);
    else expect(make).toThrow(expect.objectContaining({ code }));
  });

  it.each(["", "-1", "1e3", "0x10", "abc", "1.5", "9".repeat(40)])(
    "as %j says nothing: it is counted",
    async (length) => {
      const { body } = pieces(MEBIBYTE);
      await expect(readBody(request(body, { "content-length": length }), FORM)).rejects.toMatchObject({
        code: "body_too_large",
      });
    },
  );
});

describe("over the wire", () => {
  let world: World;
  let token: string;
  const { app, fetch } = isolate(new MovedClock());
  beforeAll(async () => {
    world = await createWorld();
    token = (await (await somebody(world.acme)).signIn()).accessToken;
  });

  const post = async (path: string, body: ReadableStream<Uint8Array>, headers: Record<string, string>) => {
    const answer = await fetch(`http://auth.test${path}`, { method: "POST", body, headers });
    return {
      status: answer.status,
      code: codeIn(
        await answer
          .clone()
          .json()
          .catch(() => undefined),
      ),
    };
  };

  it.each<[string, () => From, number]>([
    ["nobody", () => ({ tenant: "acme" }), PEOPLE],
    ["a publishable key", () => ({ key: world.acme.publishableKey }), PEOPLE],
    ["a user", () => ({ token }), PEOPLE],
    ["a secret key", () => ({ key: world.acme.secretKey }), MAX_BODY],
    ["an admin", () => ({ token: world.token, tenant: "acme" }), MAX_BODY],
  ])("a call by %s is read up to its limit, and ends with 413 beyond it", async (_, from, limit) => {
    const headers = headersOf(from());
    const within = await post("/trpc/auth.refresh", json(limit).body, headers);
    // The text is too long to be a token, which is looked at once all of it is there.
    expect(within).toEqual({ status: 400, code: "invalid_input" });
    const { body, seen } = json(limit + 1);
    expect(await post("/trpc/auth.refresh", body, headers)).toEqual({ status: 413, code: "body_too_large" });
    const more = json(150 * MEBIBYTE);
    expect((await post("/trpc/auth.logout", more.body, headers)).status).toBe(413);
    expect(more.seen.bytes).toBeLessThan(limit + MEBIBYTE);
    expect(seen.bytes).toBeLessThanOrEqual(limit + 1);
  });

  it("refuses a large body of strangers and users before reading it", async () => {
    for (const from of [{ tenant: "acme" }, { key: world.acme.publishableKey }, { token }]) {
      const { body, seen } = json(150 * MEBIBYTE);
      const { status } = await post("/trpc/authz.graph.import", body, headersOf(from));
      expect([401, 403]).toContain(status);
      expect(seen.bytes).toBeLessThan(MEBIBYTE);
    }
    const { body, seen } = json(150 * MEBIBYTE);
    const from = { key: "sk_live_00000000000000000000000000000000000000000001Vxh1Z" };
    expect((await post("/trpc/auth.login", body, headersOf(from))).status).toBe(401);
    expect(seen.bytes).toBeLessThan(MEBIBYTE);
  });

  it.each(["multipart/form-data; boundary=x", "application/octet-stream", "text/plain"])(
    "a body of the type %s is not read either beyond the limit",
    async (type) => {
      const { body, seen } = pieces(150 * MEBIBYTE);
      const { status } = await post("/trpc/auth.refresh", body, {
        ...headersOf({ tenant: "acme" }),
        "content-type": type,
      });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(seen.bytes).toBeLessThan(MEBIBYTE);
    },
  );

  it("a batch of a stranger's and another procedure has the stranger's limit", async () => {
    const { body, seen } = pieces(MEBIBYTE, { start: '{"0":{"json":{"refreshToken":"', end: '"}}}' });
    const answer = await fetch("http://auth.test/trpc/auth.refresh,authz.graph.import?batch=1", {
      ...{ method: "POST", body, headers: headersOf({ tenant: "acme" }) },
    });
    expect((await answer.json<object[]>()).map((one) => codeIn([one]))).toEqual(["body_too_large", "unauthenticated"]);
    expect(seen.bytes).toBeLessThan(MEBIBYTE / 2);
  });

  it("a page's form is read up to 16 KiB", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded", "cf-connecting-ip": "192.0.2.8" };
    const within = await post("/t/acme/verify-email", pieces(FORM, { start: "token=x&y=" }).body, headers);
    expect(within.status).toBe(400);
    const { body, seen } = pieces(64 * MEBIBYTE, { start: "token=x&y=" });
    expect((await post("/t/acme/verify-email", body, headers)).status).toBe(413);
    expect(seen.bytes).toBeLessThan(MEBIBYTE);
  });

  it("a file has to say how long it is, and may be of 500 MiB", async () => {
    const put = async (headers: Record<string, string>) => {
      const init = {
        method: "PUT",
        body: pieces(10).body,
        headers: { ...headersOf({ key: world.acme.secretKey }), ...headers },
      };
      return codeIn(await (await fetch("http://auth.test/authz/graph.csv", init)).json());
    };
    expect(await put({})).toBe("invalid_input");
    expect(await put({ "content-length": `${MAX_FILE + 1}` })).toBe("body_too_large");
  });

  it.each([
    ["nobody", () => ({ "x-tenant-id": "acme" }), PEOPLE],
    ["a secret key", () => ({ "x-api-key": world.acme.secretKey }), MAX_BODY],
  ])("a call by the binding of another Worker, by %s, has the same limit", async (_, headers, limit) => {
    const call = async (characters: number) => {
      const input = { refreshToken: "a".repeat(characters) };
      return await answerAccountCall(app, { path: "auth.refresh", input, headers: headers() }, () => undefined);
    };
    const name = "refreshToken".length;
    expect(await call(limit - name)).toMatchObject({ error: { code: "invalid_input" } });
    expect(await call(limit - name + 1)).toMatchObject({
      error: { code: "body_too_large", details: { maxBytes: limit } },
    });
  });
});

it.each(["GET", "HEAD"])("leaves the unread body of a %s alone, whose length is no number", (method) => {
  const body = new ReadableStream({ type: "bytes" });
  const request = Object.assign(Object.create({ method, headers: new Headers({ "content-length": "0x10" }) }), {
    body,
  });
  expect(new BoundedRequest(request, MAX_BODY).request).toBe(request);
});

it("the limit of a caller is that of people, but for a tenant's servers and platform admins", () => {
  expect(maxBodyOf({ kind: "restricted", keyId: "key_1", scopes: [] })).toBe(MAX_BODY);
  expect(maxBodyOf({ kind: "anonymous" })).toBe(PEOPLE);
});
