import { createTRPCUntypedClient, httpLink } from "@trpc/client";
import type { AnyRouter } from "@trpc/server";
import SuperJSON from "superjson";
import { expect, it } from "vitest";
import { httpTransport } from "./http-transport.ts";

const URL = "https://auth.example.com";

/** What is sent, and a service that gives one answer to all of it. */
function service(answer: unknown, status = 200) {
  const sent: unknown[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    const type = headers.get("content-type");
    sent.push({
      url: `${input}`,
      method: init?.method,
      type,
      body: init?.body ? JSON.parse(`${init.body}`) : undefined,
    });
    return Response.json(answer, { status });
  };
  return { sent, fetch };
}

function ours(fetch: typeof globalThis.fetch) {
  return httpTransport({ url: URL, headers: async () => ({}), fetch, onWarning: () => {} });
}

function theirs(fetch: typeof globalThis.fetch) {
  // tRPC describes the parts of fetch that it uses in types of its own.
  const options = { transformer: SuperJSON, methodOverride: "POST", fetch: fetch as never } as const;
  const link = httpLink<AnyRouter>({ url: `${URL}/trpc`, ...options });
  return createTRPCUntypedClient<AnyRouter>({ links: [link] });
}

it.each([
  ["query", "authz.check", { subject: "user:anne", relation: "write", object: "repo:api" }],
  ["mutation", "apiKeys.create", { name: "ci", expiresAt: new Date("2026-01-02T03:04:05Z") }],
  ["mutation", "authz.write", { writes: [{ subject: "a", expiresAt: new Date(0) }], "odd.key": { at: new Date(1) } }],
  ["query", "tenants.list", {}],
] as const)("a %s of %s is sent as tRPC's own client sends it", async (type, path, input) => {
  const [one, two] = [service({ result: { data: { json: 1 } } }), service({ result: { data: { json: 1 } } })];
  await ours(one.fetch).call(type, path, input);
  await theirs(two.fetch)[type](path, input);
  expect(one.sent).toEqual(two.sent);
});

it("reads a response as tRPC's own client does", async () => {
  const value = { items: [{ id: "key_1", createdAt: new Date(5), note: null }], nextCursor: null };
  const { fetch } = service({ result: { data: SuperJSON.serialize(value) } });
  expect(await ours(fetch).call("query", "apiKeys.list", {})).toEqual(await theirs(fetch).query("apiKeys.list", {}));
});

it("reads an error as tRPC's own client does", async () => {
  const data = {
    code: "forbidden",
    httpStatus: 403,
    action: "Sign in again.",
    retryable: false,
    requestId: "req_1",
    details: {},
  };
  const { fetch } = service({ error: SuperJSON.serialize({ message: "No.", code: -32003, data }) }, 403);
  const [one, two] = [ours(fetch).call("query", "x.y", {}), theirs(fetch).query("x.y", {})];
  await expect(two).rejects.toMatchObject({ message: "No.", data });
  await expect(one).rejects.toMatchObject({ message: "No.", code: "forbidden", status: 403, requestId: "req_1" });
});
