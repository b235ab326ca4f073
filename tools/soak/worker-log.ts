import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { evaluate } from "../../infra/src/monitoring/evaluate.ts";
import { MONITORS } from "../../infra/src/monitoring/monitors.ts";
import type { LogRecord } from "../../infra/src/monitoring/record.ts";

const MINUTE_MS = 60_000;
/** Fields that no monitor reads, and that differ from record to record. */
const OWN = ["requestId", "tenantId", "traceId", "actor", "id", "client"];

/** Follows the Worker's log, and evaluates the monitors of a deployment on it. */
export class WorkerLog {
  /** Errors and warnings, as they were logged. At most 100 are listed. */
  readonly problems: string[] = [];
  private readonly file: string;
  private readonly records: LogRecord[] = [];
  /** Equal records of a minute are one object: an hour has millions. */
  private readonly distinct = new Map<string, LogRecord>();
  private position: number;
  private rest = "";

  /** `from` is where the log begins: what was logged before is of another time. */
  constructor(file: string) {
    this.file = file;
    this.position = existsSync(file) ? statSync(file).size : 0;
  }

  /** Reads on. */
  read(): void {
    if (!existsSync(this.file)) return;
    const descriptor = openSync(this.file, "r");
    const bytes = Buffer.alloc(statSync(this.file).size - this.position);
    this.position += readSync(descriptor, bytes, 0, bytes.length, this.position);
    closeSync(descriptor);
    const lines = `${this.rest}${bytes.toString("utf8")}`.split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.note(line);
  }

  /** Number of records with a message. */
  count(message: string): number {
    return this.records.filter(({ fields }) => fields.message === message).length;
  }

  /** The monitors that fire now or fired at any minute before. */
  firing(): string[] {
    const now = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS;
    const first = this.records[0]?.at ?? now;
    const fired = new Set<string>();
    for (let at = now; at >= first; at -= stepOf(now - first)) {
      for (const monitor of MONITORS) {
        if (evaluate(monitor, this.records, at).isFiring) fired.add(monitor.name);
      }
    }
    return [...fired];
  }

  private note(line: string): void {
    if (!line.includes("{")) {
      if (/^(error|warn) /.test(line)) this.problem(line);
      return;
    }
    const text = line.slice(line.indexOf("{"));
    const fields = JSON.parse(text) as Record<string, unknown>;
    if (fields.level !== "info") this.problem(text);
    for (const name of OWN) delete fields[name];
    const at = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS;
    const key = `${at} ${JSON.stringify(fields)}`;
    const record = this.distinct.get(key) ?? { at, fields };
    this.distinct.set(key, record);
    this.records.push(record);
  }

  private problem(text: string): void {
    if (this.problems.length < 100) this.problems.push(text.slice(0, 500));
  }
}

/** At most ten evaluations, at least a minute from each other. */
function stepOf(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 10 / MINUTE_MS)) * MINUTE_MS;
}
