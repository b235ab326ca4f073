import { password, select, text } from "@clack/prompts";
import { canceled } from "./cli-error.ts";

/** Everything outside of the process that a command uses. */
export interface Io {
  /** The folder that the command runs in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof globalThis.fetch;
  /** Writes data to standard output. */
  readonly out: (text: string) => void;
  /** Writes messages to standard error. */
  readonly err: (text: string) => void;
  /** All of standard input. */
  readonly readStdin: () => Promise<string>;
  /** Width of the terminal that standard output is; undefined if it is none. */
  readonly columns: number | undefined;
  /** Whether standard error is a terminal. */
  readonly showsProgress: boolean;
  /** Prompts on the terminal; undefined if nobody can answer. */
  readonly prompts: Prompts | undefined;
  /** Aborted when the user ends the command. */
  readonly signal: AbortSignal;
}

/** Questions to the user. They throw `canceled` after Ctrl-C. */
export interface Prompts {
  /** `initial` is the answer of those who only press Enter. */
  text(message: string, initial?: string): Promise<string>;
  password(message: string): Promise<string>;
  /** One of the choices, by its value. */
  select(message: string, choices: readonly Choice[]): Promise<string>;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const DEFAULT_COLUMNS = 80;

/** The process itself. */
export function processIo(): Io {
  const { stdin, stdout, stderr } = process;
  const abort = new AbortController();
  // A second one ends the process at once.
  process.once("SIGINT", () => abort.abort());
  return {
    cwd: process.cwd(),
    env: process.env,
    fetch: globalThis.fetch,
    out: (data) => stdout.write(data),
    err: (message) => stderr.write(message),
    readStdin: async () => await readStdin(abort.signal),
    // Some terminals report no width.
    columns: stdout.isTTY ? stdout.columns || DEFAULT_COLUMNS : undefined,
    showsProgress: stderr.isTTY === true,
    prompts: stdin.isTTY && stderr.isTTY ? terminalPrompts(stderr) : undefined,
    signal: abort.signal,
  };
}

async function readStdin(signal: AbortSignal): Promise<string> {
  signal.addEventListener("abort", () => process.stdin.destroy(), { once: true });
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function terminalPrompts(output: NodeJS.WriteStream): Prompts {
  const answer = (value: string | symbol) => {
    // A symbol stands for Ctrl-C.
    if (typeof value === "symbol") throw canceled();
    return value;
  };
  return {
    text: async (message, initial) =>
      answer(await text({ message, output, ...(initial !== undefined && { initialValue: initial }) })),
    password: async (message) => answer(await password({ message, output })),
    select: async (message, choices) => answer(await select({ message, options: [...choices], output })),
  };
}
