import { env } from "cloudflare:workers";
import { Graph, parseTuple } from "@cf-auth/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { createGraph, t } from "../../test/graphs.ts";
import { codeIn, send } from "../../test/raw.ts";
import type { GraphService } from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";
import { PastGraphs } from "./past-graphs.ts";
import { Slices, Turns } from "./slices.ts";
import { requireKindLimit } from "./stored-settings.ts";

/** Limits of docs/limits.md for tuples, writes, queries and CSV: the maximum, and one more. */
const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user, user with filled, user with noted]
    define editor: [user]
condition noted(note: string) {
  note != ""
}
condition filled(note: string, a: string, b: string, c: string) {
  note != a && b != c
}
`;
const HEADER = "subject_type,subject_id,relation,object_type,object_id,condition,context,expires_at";
const fact = t("user:anne viewer doc:1");
const repeated = (length: number) => "x".repeat(length);
const withContext = (object: string, length: number) => ({
  ...t(`user:anne viewer ${object}`),
  condition: { name: "filled", context: contexts(length) },
});
const many = (count: number, relation = "viewer") =>
  Array.from({ length: count }, (_, i) => t(`user:u${i} ${relation} doc:many`));
const row = (fields: string) => `${HEADER}\n${fields}\n`;
/** A CSV row of this many bytes, padded with blanks in its context. */
const spaced = (bytes: number) => {
  const [start, end] = ['user,spaced,viewer,doc,1,noted,"{""note"":""x""', '}",'];
  return `${start}${" ".repeat(bytes - start.length - end.length)}${end}`;
};
const quoted = (context: object) => `"${JSON.stringify(context).replaceAll('"', '""')}"`;

let graph: Awaited<ReturnType<typeof createGraph>>;
beforeAll(async () => {
  graph = await createGraph(MODEL);
  const condition = { name: "noted" };
  await graph.authz.write.mutate({ writes: [{ ...t("user:bert viewer doc:2"), condition }] });
});

interface Limit {
  readonly name: string;
  readonly within: () => Promise<unknown>;
  readonly beyond: () => Promise<unknown>;
  readonly code: string;
  readonly message: RegExp;
}

const write = (change: Parameters<typeof graph.authz.write.mutate>[0]) => graph.authz.write.mutate(change);
const check = (request: Parameters<typeof graph.authz.check.query>[0]) => graph.authz.check.query(request);
const load = (csv: string) => graph.authz.graph.import.mutate({ csv });

const LIMITS: readonly Limit[] = [
  {
    name: "512 bytes of an object's id",
    within: () => write({ writes: [t(`user:anne viewer doc:${repeated(512)}`)] }),
    beyond: () => write({ writes: [t(`user:anne viewer doc:${repeated(513)}`)] }),
    code: "malformed_object",
    message: /longer than 512 bytes/,
  },
  {
    name: "512 bytes of a subject's id, which are fewer characters beyond ASCII",
    within: () => write({ writes: [t(`user:${"é".repeat(256)} viewer doc:1`)] }),
    beyond: () => write({ writes: [t(`user:${"é".repeat(256)}x viewer doc:1`)] }),
    code: "malformed_subject",
    message: /longer than 512 bytes/,
  },
  {
    name: "100 contextual tuples",
    within: () => check({ ...fact, contextualTuples: many(100) }),
    beyond: () => check({ ...fact, contextualTuples: many(101) }),
    code: "too_many_contextual_tuples",
    message: /101 contextual tuples; at most 100/,
  },
  {
    name: "1,000 tuples of a write, preconditions counted",
    within: () =>
      write({
        writes: many(500),
        deletes: many(498, "editor"),
        preconditions: {
          mustNotExist: [t("user:no editor doc:1")],
          mustExist: [t(`user:anne viewer doc:${repeated(512)}`)],
        },
      }),
    beyond: () =>
      write({
        writes: many(500),
        deletes: many(499, "editor"),
        preconditions: {
          mustNotExist: [t("user:no editor doc:1")],
          mustExist: [t(`user:anne viewer doc:${repeated(512)}`)],
        },
      }),
    code: "batch_too_large",
    message: /1001 tuples, preconditions counted; at most 1000/,
  },
  {
    name: "10,000 checks",
    within: () => graph.authz.batchCheck.query({ checks: Array(10_000).fill(fact) }),
    beyond: () => graph.authz.batchCheck.query({ checks: Array(10_001).fill(fact) }),
    code: "batch_too_large",
    message: /10001 checks; at most 10000/,
  },
  {
    name: "10,000 characters of a text in a request's context",
    within: () => check({ ...t("user:bert viewer doc:2"), context: { note: repeated(10_000) } }),
    beyond: () => check({ ...t("user:bert viewer doc:2"), context: { note: repeated(10_001) } }),
    code: "work_limit_exceeded",
    message: /longer than 10000 characters/,
  },
  {
    name: "1,000,000 characters of the contexts of a write",
    within: () => write({ writes: Array.from({ length: 100 }, (_, i) => withContext(`doc:c${i}`, 10_000)) }),
    beyond: () =>
      write({ writes: Array.from({ length: 100 }, (_, i) => withContext(`doc:d${i}`, i === 0 ? 10_001 : 10_000)) }),
    code: "batch_too_large",
    message: /1000001 characters; at most 1000000/,
  },
  {
    name: "1,000,000 bytes of a row of CSV",
    within: () => load(row(spaced(1_000_000))),
    beyond: () => load(row(spaced(1_000_001))),
    code: "invalid_csv",
    message: /Line 2: The row is longer than 1000000 bytes/,
  },
  {
    name: "32,768 characters of a tuple's context in CSV",
    within: () => load(row(`user,a,viewer,doc,long,filled,${quoted(contexts(32_768))},`)),
    beyond: () => load(row(`user,a,viewer,doc,longer,filled,${quoted(contexts(32_769))},`)),
    code: "invalid_csv",
    message: /more than 32768 characters/,
  },
  {
    name: "32,768 characters of a tuple's context in a write",
    within: () => write({ writes: [{ ...fact, condition: { name: "filled", context: contexts(32_768) } }] }),
    beyond: () => write({ writes: [{ ...fact, condition: { name: "filled", context: contexts(32_769) } }] }),
    code: "invalid_context",
    message: /32768/,
  },
  {
    name: "the last second at which a tuple can expire",
    within: () =>
      write({ writes: [{ ...t("user:last viewer doc:1"), expiresAt: new Date(0xffff_ffff * 1000 + 999) }] }),
    beyond: () => write({ writes: [{ ...t("user:last viewer doc:1"), expiresAt: new Date(0x1_0000_0000 * 1000) }] }),
    code: "invalid_expiry",
    message: /2106-02-07T06:28:15Z/,
  },
];

/** A context of this many characters as canonical JSON, of texts within their limit. */
function contexts(length: number): Record<string, string> {
  const context: Record<string, string> = { note: "x" };
  for (const name of ["note", "a", "b", "c"]) {
    const left = length - JSON.stringify({ ...context, [name]: "" }).length;
    if (left <= 0) break;
    context[name] = repeated(Math.min(left, 10_000));
  }
  return context;
}

describe("accepts the maximum, and refuses one more with the maximum in the message and no change", () => {
  it.each(LIMITS)("$name", async ({ within, beyond, code, message }) => {
    await within();
    const { revision } = await graph.authz.graph.stats.query();
    const error = await errorOf(beyond());
    expect(error.code, error.message).toBe(code);
    expect(error.message).toMatch(message);
    expect((await graph.authz.graph.stats.query()).revision).toBe(revision);
  });
});

it("counts kinds of tuples, including those of the write, before anything is stored", () => {
  const stored = new Graph();
  for (let i = 0; i < 9; i++) stored.put(parseTuple(t(`user:a r${i} doc:1`)));
  stored.put(parseTuple(t("user:b r0 doc:1")));
  const gone = parseTuple(t("user:a gone doc:1"));
  stored.put(gone);
  stored.remove(gone);
  const one = parseTuple(t("user:a new doc:1"));
  const known = { ...parseTuple(t("user:c r1 doc:1")) };
  expect(() => requireKindLimit(stored, [one, known], 10)).not.toThrow();
  const kinds = [
    { ...one, expiresAt: 4_000_000_000 },
    { ...one, condition: "c" },
    { ...one, subjectId: "*" },
  ];
  for (const other of [...kinds, { ...one, subjectRelation: "r" }, { ...one, subjectType: "team" }]) {
    expect(() => requireKindLimit(stored, [one, other], 10)).toThrow(
      expect.objectContaining({
        code: "tuple_limit_reached",
        message: "The graph would have 11 kinds of tuples, more than 10; nothing was changed.",
        details: { kinds: 11, maxKinds: 10 },
      }),
    );
  }
});

it("imports up to 16,000 kinds of ineffective tuples, and the graph stays usable", async () => {
  const { authz } = await createGraph(MODEL);
  const rows = (file: number, count: number) =>
    Array.from({ length: count }, (_, i) => `user,u${i},r${file}-${i},doc,d${i},,,`).join("\n");
  const importKinds = (file: number, count: number) =>
    authz.graph.import.mutate({ csv: `${HEADER}\n${rows(file, count)}\n`, ineffective: "keep" });
  for (let file = 0; file < 16; file++) await importKinds(file, 1000);
  for (const dryRun of [true, false]) {
    const csv = `${HEADER}\n${rows(16, 1)}\n`;
    expect(await errorOf(authz.graph.import.mutate({ csv, ineffective: "keep", dryRun }))).toMatchObject({
      code: "tuple_limit_reached",
      details: { kinds: 16_001, maxKinds: 16_000 },
    });
  }
  expect(await authz.graph.stats.query()).toMatchObject({ tupleCount: 16_000, revision: "17" });
  // A tuple of a stored kind adds no kind.
  await importKinds(0, 1);
  await authz.write.mutate({ deletes: [] });
  expect((await authz.check.query(fact)).allowed).toBe(false);
});

it("exports CSV of exactly the maximum size, and refuses one more character", async () => {
  const { authz, id } = await createGraph(MODEL);
  await authz.write.mutate({ writes: many(10) });
  const object = env.GRAPH_STATE.getByName(id) as unknown as GraphService;
  const { csv } = await authz.graph.export.mutate({});
  const { length = 0 } = csv ?? "";
  expect(await object.exportCsv(length)).toMatchObject({ ok: true, value: { csv } });
  expect(await object.exportCsv(length - 1)).toMatchObject({
    ok: false,
    code: "export_too_large",
    message: `The graph has more than ${length - 1} bytes as CSV.`,
  });
});

it("accepts a cursor as issued, with names of any length in it", async () => {
  const { authz } = await createGraph(MODEL);
  // Ineffective tuples may have names beyond ASCII.
  const type = "漢".repeat(254);
  const quotes = '""'.repeat(512);
  const line = (object: string) => `${type},"${quotes}","${"漢".repeat(50)}",${type},"${object}${'""'.repeat(511)}",,,`;
  const csv = `${HEADER}\n${line("a")}\n${line("b")}\n`;
  await authz.graph.import.mutate({ csv, ineffective: "keep" });
  const first = await authz.read.query({ limit: 1 });
  expect(first.nextCursor?.length).toBeGreaterThan(4096);
  const second = await authz.read.query({ limit: 1, cursor: first.nextCursor ?? "" });
  expect([first, second].flatMap(({ items }) => items.map(({ object }) => object.at(255)))).toEqual(["a", "b"]);
  expect(second.nextCursor).toBeNull();
});

it("streams changes from 20,000 back, and refuses to start further back", async () => {
  const { authz, key } = await createGraph(MODEL);
  const follow = (after: number) =>
    send(`/authz/changes?after=${after}`, { headers: { upgrade: "websocket", "x-api-key": key } });
  for (const file of [0, 1]) {
    const rows = Array.from({ length: 10_000 }, (_, i) => `user,u${i},viewer,doc,d${file},,,`);
    await authz.graph.import.mutate({ csv: `${HEADER}\n${rows.join("\n")}\n` });
  }
  expect((await follow(1)).status).toBe(101);
  await authz.write.mutate({ writes: [fact] });
  const refused = await follow(1);
  expect([refused.status, codeIn(refused.body)]).toEqual([409, "too_many_changes"]);
  expect(refused.text).toContain("More than 20000 changes have been made since that revision.");
  expect((await follow(2)).status).toBe(101);
});

it("loads a past graph beside the present one up to 90,000,000 bytes together", async () => {
  // Faked sizes, because real graphs of this size take too long for a test.
  const during = async (bytes: number) => {
    const store = { oldest: 0, revision: 2, snapshotFor: () => 1, snapshotBytes: () => 40_000_000, *readSnapshot() {} };
    const present = { stats: () => ({ bytes }) };
    const slices = new Slices(
      new Turns(),
      async () => undefined,
      () => undefined,
    );
    const pasts = new PastGraphs(store as unknown as GraphStore, slices, () => present as unknown as Graph);
    return await pasts.withGraphAt(1, { depth: 25, work: 800_000 }, async () => "loaded");
  };
  // It continues to read the snapshot, which doesn't exist.
  await expect(during(50_000_000)).rejects.toMatchObject({ code: "invalid_snapshot" });
  await expect(during(50_000_001)).rejects.toMatchObject({
    code: "revision_too_large",
    message:
      "The graph at that revision and the present one take 90000001 bytes of memory; at most 90000000 are allowed.",
    details: { bytes: 90_000_001, maxBytes: 90_000_000 },
  });
});

it("refuses a write beyond the tenant's limit of memory, and changes nothing", async () => {
  const { world, authz, id } = await createGraph(MODEL);
  const admin = clientFor({ token: world.token, tenant: id }).authz.settings;
  await admin.update.mutate({ maxBytes: 1_000_000 });
  const rows = Array.from({ length: 60_000 }, (_, i) => `user,u${i},viewer,doc,d${i},,,`);
  const csv = `${HEADER}\n${rows.join("\n")}\n`;
  const { memoryBytes: bytes } = await authz.graph.stats.query();
  const error = await errorOf(authz.graph.import.mutate({ csv }));
  expect(error).toMatchObject({ code: "tuple_limit_reached", details: { maxBytes: 1_000_000 } });
  expect(error.message).toMatch(/^The graph takes \d{7} bytes of memory, more than 1000000; nothing was changed\.$/);
  expect(await authz.graph.stats.query()).toMatchObject({ tupleCount: 0, memoryBytes: bytes });
  // A limit of exactly this memory is enough.
  await admin.update.mutate({ maxBytes: Number(error.details.bytes) });
  expect(await authz.graph.import.mutate({ csv })).toMatchObject({ addedCount: 60_000 });
});
