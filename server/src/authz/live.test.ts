import { evictDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createGraph, t } from "../../test/graphs.ts";
import { codeIn, send } from "../../test/raw.ts";

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define reader: [user]
`;
const HEADER = "subject_type,subject_id,relation,object_type,object_id";

interface Message {
  readonly revision: string;
  readonly kind: string;
  readonly writes: { subject: string }[] | null;
  readonly deletes: { subject: string }[] | null;
}

let graph: Awaited<ReturnType<typeof createGraph>>;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  graph = await createGraph(MODEL);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});

async function listen(after?: string) {
  const url = `http://auth.test/authz/changes${after === undefined ? "" : `?after=${after}`}`;
  const headers = { upgrade: "websocket", "x-api-key": graph.key, "cf-connecting-ip": "192.0.2.9" };
  const { webSocket } = await exports.default.fetch(url, { headers });
  if (!webSocket) throw new Error("There is no socket.");
  const messages: Message[] = [];
  webSocket.addEventListener("message", ({ data }) => messages.push(JSON.parse(`${data}`)));
  webSocket.accept();
  sockets.push(webSocket);
  return { messages, revisions: () => messages.map(({ revision }) => revision), close: () => webSocket.close() };
}

const write = (name: string) => graph.authz.write.mutate({ writes: [t(`user:${name} reader doc:1`)] });

it("streams past and new changes, each revision in one message", async () => {
  await graph.authz.write.mutate({ writes: [t("user:a reader doc:1"), t("user:b reader doc:1")], reason: "why" });
  const live = await listen("0");
  await graph.authz.write.mutate({ deletes: [t("user:a reader doc:1")] });
  await expect.poll(() => live.messages.length).toBe(3);
  expect(live.messages).toMatchObject([
    { revision: "1", kind: "model", writes: [], deletes: [] },
    {
      revision: "2",
      kind: "write",
      reason: "why",
      writes: [{ subject: "user:a" }, { subject: "user:b" }],
      deletes: [],
    },
    { revision: "3", kind: "write", writes: [], deletes: [{ subject: "user:a" }] },
  ]);
});

it("resumes after a drop without gaps or repeats, during concurrent writes", async () => {
  const seen: string[] = [];
  let writing = true;
  const writer = (async () => {
    for (let i = 0; i < 60; i++) await write(`u${i}`);
    writing = false;
  })();
  for (let after = "1"; writing || seen.at(-1) !== "61"; after = seen.at(-1) ?? after) {
    const live = await listen(after);
    await expect.poll(() => live.messages.length, { interval: 5 }).toBeGreaterThan(0);
    live.close();
    seen.push(...live.revisions());
  }
  await writer;
  expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => `${i + 2}`));
});

it("sends changes after the object hibernated", async () => {
  const live = await listen();
  await evictDurableObject(env.GRAPH_STATE.getByName(graph.id), { webSockets: "hibernate" });
  await write("a");
  await expect.poll(live.revisions).toEqual(["2"]);
});

it("sends null for the tuples of an import too large to list them", async () => {
  const live = await listen();
  const rows = Array.from({ length: 11_000 }, (_, i) => `user,b${i},reader,doc,1`);
  await graph.authz.graph.import.mutate({ csv: `${HEADER}\n${rows.join("\n")}\n` });
  await expect.poll(() => live.messages).toMatchObject([{ kind: "import", writes: null, deletes: null }]);
});

it("refuses callers without access, requests without upgrade, and unknown revisions", async () => {
  const upgrade = { upgrade: "websocket" };
  const headers = { ...upgrade, "x-api-key": graph.key };
  expect(codeIn((await send("/authz/changes", { headers: upgrade })).body)).toBe("unauthenticated");
  expect(codeIn((await send("/authz/changes", { headers: { "x-api-key": graph.key } })).body)).toBe(
    "websocket_required",
  );
  expect(codeIn((await send("/authz/changes?after=9", { headers })).body)).toBe("revision_not_found");
  expect(codeIn((await send("/authz/changes?after=x", { headers })).body)).toBe("invalid_input");
});

it("uploads and downloads the CSV in R2 over HTTP, for authorized callers only", async () => {
  const csv = `${HEADER}\nuser,a,reader,doc,1\n`;
  const headers = { "x-api-key": graph.key };
  expect(codeIn((await send("/authz/graph.csv", { headers })).body)).toBe("graph_file_not_found");
  const put = await send("/authz/graph.csv", {
    method: "PUT",
    headers: { ...headers, "content-length": `${csv.length}` },
    body: csv,
  });
  expect(put.body).toEqual({ key: `tenants/${graph.id}/graph.csv` });
  expect((await send("/authz/graph.csv", { headers })).text).toBe(csv);
  expect(codeIn((await send("/authz/graph.csv")).body)).toBe("unauthenticated");
  expect(codeIn((await send("/authz/graph.csv", { method: "POST", headers })).body)).toBe("method_not_allowed");
  expect((await graph.authz.graph.reload.mutate({})).result).toMatchObject({ addedCount: 1 });
});
