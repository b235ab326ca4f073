import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "../measure.ts";
import type { CheckReport } from "./checks.ts";
import type { Job } from "./child.ts";
import type { Dataset } from "./dataset.ts";
import type { ListReport } from "./lists.ts";
import type { Encoded, Loaded, Source } from "./load.ts";

const CHILD = fileURLToPath(new URL("child.ts", import.meta.url));
/** The Map variant of the largest graph takes more than Node gives by itself. */
const FLAGS = ["--expose-gc", "--max-old-space-size=8192"];

// Each does its work in a process of its own; see `child.ts`, which prints what the function named answers.

export function makeDatasetApart(tuples: number, folder: string): Promise<Dataset> {
  return apart({ do: "dataset", tuples, folder });
}

export function checksApart(dataset: Dataset): Promise<CheckReport> {
  return apart({ do: "checks", dataset });
}

export function listsApart(dataset: Dataset): Promise<ListReport> {
  return apart({ do: "lists", dataset });
}

export function encodeApart(dataset: Dataset, snapshot: string): Promise<Encoded> {
  return apart({ do: "encode", of: [dataset, snapshot] });
}

/** Loads in turn from each of the sources, so many times over; the medians. */
export async function loadsApart(dataset: Dataset, snapshot: string, rounds: number): Promise<Record<Source, Loaded>> {
  const found: Record<Source, Loaded[]> = { csv: [], snapshot: [], map: [] };
  for (let round = 0; round < rounds; round++) {
    for (const source of ["csv", "snapshot", "map"] as const) {
      found[source].push(await apart({ do: "load", of: [dataset, source, snapshot] }));
    }
  }
  return { csv: middle(found.csv), snapshot: middle(found.snapshot), map: middle(found.map) };
}

function middle(loads: readonly Loaded[]): Loaded {
  const of = (key: keyof Loaded) => median(loads.map((load) => load[key]));
  return {
    milliseconds: of("milliseconds"),
    resident: of("resident"),
    peak: of("peak"),
    stated: of("stated"),
    tuples: of("tuples"),
  };
}

function apart<T>(job: Job): Promise<T> {
  const child = spawn(process.execPath, [...FLAGS, CHILD, JSON.stringify(job)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new Error(`Measuring ${job.do} ended with exit code ${code}.`));
    });
  });
}
