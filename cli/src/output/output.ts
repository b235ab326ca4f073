import type { Io } from "../io.ts";
import type { Layout } from "./table.ts";
import { valueText } from "./value-text.ts";

/** Where results and messages of a command go. */
export class Output {
  readonly isJson: boolean;
  readonly layout: Layout;
  readonly #io: Io;

  constructor(io: Io, isJson: boolean) {
    this.#io = io;
    this.isJson = isJson;
    this.layout = { columns: io.columns, hasColors: io.columns !== undefined && !io.env.NO_COLOR };
  }

  /** Prints the one result of a command: `value` as JSON, or else as text, which defaults to tables and fields. */
  result(value: unknown, text?: (layout: Layout) => string): void {
    if (this.isJson) this.#io.out(`${JSON.stringify(value, null, 2)}\n`);
    else this.#io.out(text === undefined ? valueText(value, this.layout) : text(this.layout));
  }

  /** Prints one of many results that come over time: a line of JSON each, or a line of text. */
  line(value: unknown, text: string): void {
    this.#io.out(this.isJson ? `${JSON.stringify(value)}\n` : `${text}\n`);
  }

  /** Prints data as it is, such as a file. */
  data(text: string): void {
    this.#io.out(text);
  }

  /** Prints a message to standard error. */
  message(text: string): void {
    this.#io.err(`${text}\n`);
  }
}
