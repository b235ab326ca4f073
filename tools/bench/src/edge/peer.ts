import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Question } from "../engine/questions.ts";
import { findBinary } from "./binary.ts";

const START_MS = 20_000;

/** One request to a peer: a path below its URL, and the body. */
export interface PeerRequest {
  readonly path: string;
  readonly body: object;
}

/** A permission engine that runs on loopback with the dataset, with its state in memory. */
export interface Peer {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Number of checks in its largest batch. */
  readonly batch: number;
  check(question: Question): PeerRequest;
  batchCheck(questions: readonly Question[]): PeerRequest;
  listObjects(subject: string, relation: string, type: string): PeerRequest;
  listSubjects(object: string, relation: string, type: string): PeerRequest;
  /** The results of a batch, in its order. */
  readBatch(answer: unknown): boolean[];
}

/** A program that may be installed, and its start. */
export interface PeerProgram {
  readonly program: string;
  /** The environment variable with its path. */
  readonly variable: string;
  readonly howToGet: string;
  /** Starts the program. Resolves when it has the dataset. */
  start(binary: string): Promise<{ peer: Peer; stop: () => void }>;
}

/** Does the work with those of the peers that are installed; says which are not. */
export async function withPeers<T>(
  programs: readonly PeerProgram[],
  work: (peers: readonly Peer[]) => Promise<T>,
): Promise<T> {
  const started: Awaited<ReturnType<PeerProgram["start"]>>[] = [];
  try {
    for (const { program, variable, howToGet, start } of programs) {
      const binary = findBinary(program, variable);
      if (binary !== undefined) started.push(await start(binary));
      else process.stderr.write(`${program} skipped: it is neither on PATH nor in ${variable}. ${howToGet}\n`);
    }
    return await work(started.map(({ peer }) => peer));
  } finally {
    for (const { stop } of started) stop();
  }
}

/** Starts a program, and waits until the URL answers. */
export async function startProgram(binary: string, options: readonly string[], url: string): Promise<ChildProcess> {
  const child = spawn(binary, options, { stdio: "ignore" });
  const end = Date.now() + START_MS;
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return child;
    if (Date.now() > end) {
      child.kill();
      throw new Error(`${binary} did not start within ${START_MS / 1000} s.`);
    }
    await sleep(100);
  }
}

/** The response to a request. Throws for another status than 200. */
export async function send({ url, headers }: Pick<Peer, "url" | "headers">, { path, body }: PeerRequest) {
  const response = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as unknown;
}

/** Items in lists of a length. */
export function chunks<T>(items: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / length) }, (_, i) => items.slice(i * length, (i + 1) * length));
}
