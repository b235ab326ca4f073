import { execFileSync } from "node:child_process";
import { median } from "./median.ts";

const SAMPLE_MS = 2000;
/** 15 minutes of samples: before, heaps and caches grow to their limits. */
const MIN_SAMPLES = 450;
/** Growth between the second and the last third of the samples that counts as flat: 10 %, and at least 32 MB. */
const MAX_GROWTH = 1.1;
const MIN_GROWTH_MB = 32;

interface Sample {
  readonly pid: number;
  readonly megabytes: number;
}

/** Resident memory of the process that runs the Worker, sampled while it runs. */
export class Memory {
  readonly samples: Sample[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor() {
    this.timer = setInterval(() => this.sample(), SAMPLE_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.sample();
  }

  /** Number of processes that were seen: one more with each deployment. */
  get processes(): number {
    return new Set(this.samples.map(({ pid }) => pid)).size;
  }

  /** Samples of the last process. */
  get last(): number[] {
    const pid = this.samples.at(-1)?.pid;
    return this.samples.filter((sample) => sample.pid === pid).map(({ megabytes }) => megabytes);
  }

  private sample(): void {
    const sample = workerd();
    if (sample !== undefined) this.samples.push(sample);
  }
}

/** The workerd that this process has started; undefined while there is none. */
function workerd(): Sample | undefined {
  const list = execFileSync("ps", ["-A", "-o", "ppid=,pid=,rss=,comm="], { encoding: "utf8" });
  for (const line of list.split("\n")) {
    const [parent, pid, kilobytes, command = ""] = line.trim().split(/\s+/);
    if (Number(parent) !== process.pid || !command.includes("workerd")) continue;
    return { pid: Number(pid), megabytes: Number(kilobytes) / 1024 };
  }
  return undefined;
}

/** The median of each third, in order. The first third has the caches' growth to their limits. */
export function thirdsOf(megabytes: readonly number[]): [number, number, number] {
  const size = Math.floor(megabytes.length / 3);
  return [median(megabytes.slice(0, size)), median(megabytes.slice(size, 2 * size)), median(megabytes.slice(2 * size))];
}

/** Undefined where there are too few samples. */
export function isFlat(megabytes: readonly number[]): boolean | undefined {
  if (megabytes.length < MIN_SAMPLES) return undefined;
  const [, middle, last] = thirdsOf(megabytes);
  return last <= Math.max(middle * MAX_GROWTH, middle + MIN_GROWTH_MB);
}
