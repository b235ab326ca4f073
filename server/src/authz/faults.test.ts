import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createGraph, t } from "../../test/graphs.ts";
import { isolate, StandingClock } from "../../test/moved.ts";
import { OUTAGES, outage } from "../../test/outages.ts";
import type { FileStore } from "../ports/files.ts";

const MODEL = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n";
const FACT = t("user:0 reader doc:1");
/** More tuples than the log of changes lists, so that isolates load a snapshot from R2. */
const MANY = 10_001;
const CSV = [
  "subject_type,subject_id,subject_relation,relation,object_type,object_id",
  ...Array.from({ length: MANY }, (_, user) => `user,${user},,reader,doc,1`),
].join("\n");

let graph: Awaited<ReturnType<typeof createGraph>>;
let warnings: string[];
beforeEach(async () => {
  graph = await createGraph(MODEL);
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((text) => void warnings.push(JSON.parse(`${text}`).message));
  return () => vi.restoreAllMocks();
});

describe("a copy of a graph", () => {
  it("is updated at once after the clock was set back, and then ages again", async () => {
    await graph.authz.write.mutate({ writes: [FACT] });
    const clock = new StandingClock();
    clock.advance(3600);
    const { authz } = isolate(clock).clientFor({ key: graph.key });
    const fast = async () => (await authz.check.query({ ...FACT, consistency: "fast" })).allowed;
    expect(await fast()).toBe(true);
    await graph.authz.write.mutate({ deletes: [FACT] });
    clock.advance(-3600);
    expect(await fast()).toBe(false);
    await graph.authz.write.mutate({ writes: [FACT] });
    // Not updated for each query: the copy is young again.
    expect(await fast()).toBe(false);
    clock.advance(3);
    expect(await fast()).toBe(true);
  });
});

describe("a snapshot that R2 fails to deliver", () => {
  const SNAPSHOT_FAILED = "A snapshot in R2 failed; the graph's object answers.";

  beforeEach(async () => {
    await graph.authz.graph.import.mutate({ csv: CSV });
  });

  it("isn't needed: the object answers, and it is logged", async () => {
    const planted = outage(OUTAGES["R2 away"] ?? {});
    planted.plant();
    const { authz } = planted.isolate().clientFor({ key: graph.key });
    const { allowed } = await authz.check.query({ ...FACT, consistency: "fast" });
    // Alarms of other objects may warn meanwhile.
    const own = warnings.filter((text) => text === SNAPSHOT_FAILED);
    expect([allowed, own]).toEqual([true, [SNAPSHOT_FAILED]]);
  });

  it("isn't needed where the object fails to write it, either", async () => {
    const object = env.GRAPH_STATE.getByName(graph.id);
    await runInDurableObject(object, async (instance) => {
      const failing = () => Promise.reject(new Error("put: We encountered an internal error. (10001)"));
      const files: Pick<FileStore, "has"> = { has: failing };
      Object.assign(instance, { files });
    });
    const { authz } = isolate(new StandingClock()).clientFor({ key: graph.key });
    const { allowed } = await authz.check.query({ ...FACT, consistency: "fast" });
    // Alarms of other objects may warn meanwhile.
    const own = warnings.filter((text) => text === SNAPSHOT_FAILED);
    expect([allowed, own]).toEqual([true, [SNAPSHOT_FAILED]]);
  });
});
