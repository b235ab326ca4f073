import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { callsIn, logCalls } from "../../test/monitoring/log-calls.ts";
import { ROOT } from "../root.ts";
import { valuesOf } from "./filter.ts";
import type { Monitor } from "./monitor.ts";
import { MONITORS } from "./monitors.ts";
import type { TextField } from "./record.ts";
import { SERVER_ERRORS } from "./slos.ts";

const contract = z
  .object({
    errors: z.record(z.string(), z.object({ status: z.number() })),
    procedures: z.array(z.object({ path: z.string() })),
  })
  .parse(JSON.parse(readFileSync(join(ROOT, "client-sdk/src/generated/contract.json"), "utf8")));

const calls = logCalls();
const messages = new Set(watched("message"));

function watched(field: TextField): string[] {
  return MONITORS.flatMap((monitor) => filtersOf(monitor).flatMap((filter) => valuesOf(filter, field)));
}

function filtersOf({ where, aggregation }: Monitor) {
  return "bad" in aggregation ? [where, aggregation.bad] : [where];
}

describe("records of the server", () => {
  it("with the level error or warn are all watched", () => {
    const unwatched = calls.filter(
      ({ levels, message }) => levels.some((level) => level !== "info") && !messages.has(message),
    );
    expect(unwatched).toEqual([]);
  });

  it("have the messages, jobs, procedures and error codes that monitors watch", () => {
    const schedule = readFileSync(join(ROOT, "server/src/schedule.ts"), "utf8");
    const logged = new Set(calls.map(({ message }) => message));
    // `refused` is the outcome of a request without a call.
    const codes = new Set([...Object.keys(contract.errors), "refused"]);
    const procedures = new Set(contract.procedures.map(({ path }) => path));
    expect([...messages].filter((message) => !logged.has(message))).toEqual([]);
    expect(watched("job").filter((job) => !schedule.includes(`${job}: ${job}`))).toEqual([]);
    expect(watched("outcome").filter((code) => !codes.has(code))).toEqual([]);
    expect(watched("procedure").filter((path) => !procedures.has(path))).toEqual([]);
  });

  it("have the codes of server errors that the availability objective counts", () => {
    const codes = Object.entries(contract.errors).flatMap(([code, { status }]) => (status >= 500 ? [code] : []));
    expect([...SERVER_ERRORS].sort()).toEqual(codes.sort());
  });
});

describe("reading calls of log", () => {
  it("resolves constants and conditions", () => {
    const source = `function f() { const message = "A."; if (x) { log(y ? "error" : "info", message); } log("warn", "B."); }`;
    expect(callsIn("f.ts", source)).toEqual([
      { at: "f.ts:1", levels: ["error", "info"], message: "A." },
      { at: "f.ts:1", levels: ["warn"], message: "B." },
    ]);
  });

  it("rejects a message that isn't a constant", () => {
    expect(() => callsIn("f.ts", "log('error', 'No ' + reason)")).toThrow("f.ts:1: the level or message");
  });
});
