import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { HARD_CASES, type HardCase } from "../test/cost/cases.ts";
import { createHardWorld, type HardWorld } from "../test/cost/hard-graph.ts";
import { HardInputs, randomFrom, STYLES } from "../test/cost/inputs.ts";
import { createLargeGraph, LARGE, LARGE_MODEL } from "../test/cost/large-graph.ts";
import { plantQuadraticTokens } from "../test/cost/planted.ts";
import { countChecks, countedIsolate, type Stretch, Stretches } from "../test/cost/stretches.ts";
import { t } from "../test/graphs.ts";
import { procedures } from "../test/inputs.ts";
import { MAX_LOGGED } from "./authz/graph-import.ts";

/** What may be done before others have their turn: about 100 ms on the machine of docs/benchmarks.md. */
const MAX_STRETCH = 1_000_000;
const MAX_BYTES = 1_000_000;
/** Of callers that are no servers. */
const MAX_BYTES_OF_PEOPLE = 131_072;
const KINDS = ["anonymous", "publishable", "secret", "user", "admin", "platformKey"] as const;
type Kind = (typeof KINDS)[number];

const inputsEach = inject("costInputs");
const seed = inject("seed");
const isLong = inject("long");
/** What ends the ids that other calls need; comes last. */
const ENDS =
  /delete|suspend|revoke|remove|endAll|endOthers|\.end$|logout|ban$|reset|move|rotate|setRole|update|put|change/;

/** Imports that differ little from the others, which the usual run leaves to the long one. */
const LONG_STEPS = ["an import of the same", "another file", "an import beside what is there", "an import of those"];

const stretches = new Stretches();
const { fetch } = countedIsolate(stretches);
let world: HardWorld;
beforeAll(async () => {
  countChecks();
  world = await createHardWorld();
});
beforeEach(() => {
  for (const method of ["log", "error", "warn"] as const) vi.spyOn(console, method).mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

let calls = 0;
/** The largest stretch of work of a request with this body, and its status. */
async function costOf(path: string, kind: Kind, body: string): Promise<Stretch & { status: number }> {
  calls++;
  const headers = { "content-type": "application/json", "cf-connecting-ip": `10.1.${calls >> 8}.${calls & 255}` };
  const query = path.includes(",") ? "?batch=1" : "";
  let status = 0;
  const stretch = await stretches.largestOf(async () => {
    const init = { method: "POST", headers: { ...headers, ...world.callers[kind] }, body };
    const response = await fetch(`http://auth.test/trpc/${path}${query}`, init);
    status = response.status;
    await response.arrayBuffer();
  });
  return { ...stretch, status };
}

const costOfCase = async ({ path, caller = "secret", input, body }: HardCase) =>
  await costOf(path, caller, body ?? JSON.stringify({ json: input }));

/** What is said of a stretch that is too large: how much of what was done. */
function said(what: string, { units, kinds, status }: Stretch & { status: number }): string {
  const parts = Object.entries(kinds).map(([kind, sum]) => `${kind} ${Math.round(sum)}`);
  return `${what} (${status}): ${Math.round(units)} units without a pause: ${parts.join(", ")}`;
}

it("a reader of models that begins anew with every word is found", async () => {
  const relations = Array.from({ length: 180 }, (_, i) => `\n    define r${i}: [user] or x`).join("");
  const operands = Array.from({ length: 150 }, (_, i) => `r${i}`).join(" or ");
  const model = `model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define x: [user]${relations}\n    define y: ${operands}`;
  const hard = { what: "a model", path: "authz.model.validate", input: { model } };
  const before = await costOfCase(hard);
  const restore = plantQuadraticTokens();
  const planted = await costOfCase(hard);
  restore();
  expect(before.status).toBe(200);
  expect(before.units).toBeLessThan(MAX_STRETCH / 4);
  expect(planted.status).toBe(200);
  expect(planted.units).toBeGreaterThan(MAX_STRETCH);
});

describe("no request does more work without a pause than takes about 100 ms", () => {
  it("on a large graph, which is imported, compared, loaded anew, copied and counted", async () => {
    const graph = await createLargeGraph(world);
    const call = async (path: string, input: unknown) => {
      const headers = { "content-type": "application/json", ...graph.headers };
      const body = JSON.stringify({ json: input });
      const response = await fetch(`http://auth.test/trpc/${path}`, { method: "POST", headers, body });
      expect([path, response.status, response.ok || (await response.text())]).toEqual([path, 200, true]);
      return ((await response.json()) as { result: { data: { json: Record<string, unknown> } } }).result.data.json;
    };
    const reload = async (input: object) => {
      await call("authz.graph.reload", input);
      for (;;) {
        const { job } = await call("authz.graph.job", undefined);
        const { status, error } = job as { status: string; error: unknown };
        expect(error).toBeNull();
        if (status === "done") return;
        await scheduler.wait(1);
      }
    };
    const evicted = async (path: string, input: unknown) => {
      await evictDurableObject(env.GRAPH_STATE.getByName(graph.id));
      await call(path, input);
    };
    const check = t("user:a1 read doc:a1");
    const steps: [string, (() => Promise<unknown>) | [name: string, rows: number]][] = [
      ["the file", ["a", LARGE]],
      ["an import, as a dry run", () => reload({ dryRun: true })],
      ["an import into nothing", () => reload({})],
      ["an import of the same", () => reload({})],
      ["a check after an eviction", () => evicted("authz.check", { ...check, consistency: "exact" })],
      ["a write after an eviction", () => evicted("authz.write", { writes: [t("user:new reader doc:1")] })],
      ["a copy", () => evicted("authz.check", { ...check, consistency: "fast" })],
      ["a past revision", () => evicted("authz.check", { ...check, consistency: { at: "3" } })],
      ["a count", () => evicted("authz.graph.stats", {})],
      ["a model", () => evicted("authz.model.put", { model: "model\n  schema 1.1\ntype user\ntype doc\n" })],
      ["the model as it was", () => call("authz.model.put", { model: LARGE_MODEL })],
      ["another file", ["b", LARGE / 2]],
      ["an import beside what is there", () => reload({ mode: "merge" })],
      ["a file with as many more as the log keeps", ["b", LARGE / 2 + MAX_LOGGED]],
      ["an import of those", () => reload({ mode: "merge" })],
      ["an import in place of more", () => reload({})],
    ];
    const found: string[] = [];
    const largest: string[] = [];
    for (const [what, step] of steps) {
      if (!isLong && LONG_STEPS.includes(what)) continue;
      if (typeof step !== "function") {
        await graph.put(...step);
        continue;
      }
      const stretch = await stretches.largestOf(step);
      const text = `${said(what, { ...stretch, status: 200 })}; ${Math.round(stretch.all)} in all`;
      largest.push(text);
      if (stretch.units > MAX_STRETCH) found.push(text);
      // What is not counted would show nothing.
      if (/import/.test(what)) expect(stretch.all, what).toBeGreaterThan(10 * LARGE);
    }
    vi.restoreAllMocks();
    console.info(`a graph of ${LARGE} tuples; the largest stretches:\n${largest.join("\n")}`);
    expect(found).toEqual([]);
  });

  it("with inputs that are hard for one part of the service", async () => {
    const found: string[] = [];
    const largest: string[] = [];
    const cases = HARD_CASES.filter(({ isVariant }) => isLong || !isVariant);
    for (const one of cases) {
      const cost = await costOfCase(one);
      const text = said(`${one.path.slice(0, 40)}: ${one.what}`, cost);
      largest.push(`${`${Math.round(cost.units)}`.padStart(10)} ${text}`);
      if (cost.units > MAX_STRETCH) found.push(text);
    }
    vi.restoreAllMocks();
    console.info(`${cases.length} inputs made by hand; the largest stretches:`);
    console.info(largest.toSorted().toReversed().slice(0, 25).join("\n"));
    expect(found).toEqual([]);
  });

  it(`of whatever procedure and caller, with generated inputs of up to 1 MB (TEST_SEED=${seed})`, async () => {
    const random = randomFrom(seed);
    const generated = new HardInputs(random, { ...world.ids, ...NAMES });
    const all = procedures().toSorted((a, b) => Number(ENDS.test(a.path)) - Number(ENDS.test(b.path)));
    const largest = new Map<string, number>();
    const found: string[] = [];
    const statuses: Record<number, number> = {};
    for (const { path, input, callers } of all) {
      for (let i = 0; i < inputsEach; i++) {
        // Mostly who may call, so that there is something to do.
        const kind = generated.pick(random() < 0.2 ? KINDS : callers);
        const isServer = kind === "secret" || kind === "admin" || kind === "platformKey";
        const style = STYLES[i % STYLES.length] ?? "full";
        const bytes = (isServer ? MAX_BYTES : MAX_BYTES_OF_PEOPLE) * (random() < 0.5 ? 0.9 : 0.05);
        const body = JSON.stringify({ json: generated.of(input, style, bytes) });
        const cost = await costOf(path, kind, body.length > MAX_BYTES ? body.slice(0, MAX_BYTES) : body);
        const family = path
          .split(".", 2)
          .join(".")
          .replace(/\.\w+$/, (verb) => (path.split(".").length > 2 ? verb : ""));
        largest.set(family, Math.max(largest.get(family) ?? 0, Math.round(cost.units)));
        statuses[cost.status] = (statuses[cost.status] ?? 0) + 1;
        if (cost.units > MAX_STRETCH) found.push(said(`${path} by ${kind}, ${style}, ${body.length} bytes`, cost));
      }
    }
    vi.restoreAllMocks();
    console.info(`seed ${seed}, ${calls} inputs, answered ${JSON.stringify(statuses)}; largest stretch:`);
    console.info(
      [...largest]
        .toSorted((a, b) => b[1] - a[1])
        .map(([family, units]) => `${family} ${units}`)
        .join("\n"),
    );
    expect(found).toEqual([]);
    // Calls that are all refused would show nothing.
    expect(statuses[200] ?? 0).toBeGreaterThan(calls / 20);
  });
});

/** What stands in fields that name something of the hard graph. */
const NAMES = {
  ...{ subject: "user:u1", relation: "all", object: "doc:wide", objectType: "doc", subjectKind: "user" },
  ...{ kind: "live", language: "en", by: "email", plan: "none" },
};
