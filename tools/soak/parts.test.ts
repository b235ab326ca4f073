import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { closedLoop, Outcome } from "./load.ts";
import { isFlat, thirdsOf } from "./memory.ts";
import { Milestones } from "./milestones.ts";
import { type Kind, sequenceOf } from "./operations.ts";
import { WorkerLog } from "./worker-log.ts";

const kind = (name: string, share: number, run = async () => {}): Kind => ({ name, share, run });

describe("the sequence of operations", () => {
  it("has each kind in its share, evenly mixed and the same each time", () => {
    const kinds = [kind("a", 600), kind("b", 300), kind("c", 100)];
    const names = () => {
      const sequence = sequenceOf(kinds);
      return Array.from({ length: 10 }, () => sequence.next().value.name).join("");
    };
    expect(names()).toBe(names());
    expect([...names()].sort().join("")).toBe("aaaaaabbbc");
    expect(names()).not.toContain("aaa");
  });
});

describe("a load", () => {
  it("runs the fixed number of operations, and lists those that fail", async () => {
    const outcome = new Outcome();
    let runs = 0;
    const run = async () => {
      if (++runs === 3) throw new Error("lost");
    };
    await closedLoop(sequenceOf([kind("a", 1, run)]), outcome, (begun) => begun >= 10);
    expect([runs, outcome.done, outcome.counts.get("a"), outcome.failures]).toEqual([10, 10, 9, ["a: Error: lost"]]);
  });
});

describe("milestones", () => {
  it("start once at their share, in order, and report what fails or isn't reached", async () => {
    const started: string[] = [];
    const at = (name: string, share: number, run = async () => void started.push(name)) => ({ name, at: share, run });
    const broken = at("broken", 0.2, () => Promise.reject(new Error("no")));
    const milestones = new Milestones([at("second", 0.5), at("first", 0.1), broken, at("late", 0.9)]);
    for (const share of [0, 0.1, 0.3, 0.5, 0.6]) milestones.reach(share);
    await milestones.end();
    expect(started).toEqual(["first", "second"]);
    expect(milestones.failures).toEqual(["broken: Error: no", "late was not reached."]);
  });
});

describe("memory", () => {
  const samples = (...thirds: number[]) => thirds.flatMap((value) => Array.from({ length: 200 }, () => value));

  it("is flat where only the first third grows, and not where the last one does", () => {
    expect(thirdsOf(samples(100, 300, 310))).toEqual([100, 300, 310]);
    expect(isFlat(samples(100, 300, 310))).toBe(true);
    expect(isFlat(samples(100, 300, 340))).toBe(false);
  });

  it("ignores single peaks, and isn't judged by few samples", () => {
    expect(isFlat([...samples(100, 300, 300), 900])).toBe(true);
    expect(isFlat([100, 200, 400])).toBeUndefined();
  });
});

describe("the Worker's log", () => {
  it("lists errors and warnings, and the alerts that they fire", () => {
    const folder = mkdtempSync(join(tmpdir(), "cf-auth-soak-log-"));
    const file = join(folder, "worker.log");
    const write = (record: object) => appendFileSync(file, `log ${JSON.stringify(record)}\n`);
    try {
      write({ level: "error", message: "Of an earlier run." });
      const log = new WorkerLog(file);
      write({ level: "info", message: "The scheduled jobs have run." });
      write({
        level: "info",
        message: "Request.",
        status: 200,
        procedure: "authz.check",
        outcome: "ok",
        durationMs: 3,
      });
      log.read();
      expect([log.problems, log.firing(), log.count("Request.")]).toEqual([[], [], 1]);
      const event = { level: "error", message: "An audit event was not written.", requestId: "req_1" };
      write(event);
      log.read();
      expect([log.problems, log.firing()]).toEqual([[JSON.stringify(event)], ["audit-events-lost"]]);
      vi.useFakeTimers({ now: Date.now() + 40 * 60_000 });
      expect(log.firing()).toContain("scheduled-jobs-missing");
    } finally {
      vi.useRealTimers();
      rmSync(folder, { recursive: true });
    }
  });
});
