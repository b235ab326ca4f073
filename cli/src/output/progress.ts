import type { Io } from "../io.ts";

const CLEAR_LINE = "\r\u001b[2K";
/** Sooner, the rate is too uncertain for an estimate. */
const MIN_ELAPSED_MS = 1000;

/** A line on standard error that shows how far a long command is. Silent unless that is a terminal. */
export class Progress {
  readonly #io: Io;
  readonly #label: string;
  readonly #start = performance.now();
  /** The text on the terminal. */
  #shown = "";

  constructor(io: Io, label: string) {
    this.#io = io;
    this.#label = label;
  }

  /** Shows the part done, and the time left at the average rate since the beginning. */
  show(done: number, total: number): void {
    const text = progressText(done, total, performance.now() - this.#start);
    if (!this.#io.showsProgress || text === this.#shown) return;
    this.#io.err(`${CLEAR_LINE}${this.#label}: ${text}`);
    this.#shown = text;
  }

  /** Removes the line. */
  end(): void {
    if (this.#shown !== "") this.#io.err(CLEAR_LINE);
    this.#shown = "";
  }
}

/** `42%, 12 s left`. */
export function progressText(done: number, total: number, elapsedMs: number): string {
  const part = total === 0 ? 1 : Math.min(1, done / total);
  const percent = `${Math.floor(part * 100)}%`;
  if (elapsedMs < MIN_ELAPSED_MS || part === 0) return percent;
  const seconds = Math.ceil((elapsedMs * (1 / part - 1)) / 1000);
  return `${percent}, ${seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`} left`;
}
