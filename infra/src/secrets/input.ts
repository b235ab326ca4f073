/** The source of a secret: a pipe, or a terminal with raw mode. */
export type SecretInput = AsyncIterable<Uint8Array | string> & {
  readonly isTTY?: boolean;
  readonly setRawMode?: (isRaw: boolean) => unknown;
};

const ENTER = new Set(["\r", "\n", "\u0004"]);
const ERASE = new Set(["\u007f", "\b"]);
const INTERRUPT = "\u0003";

/**
 * Reads a secret: all of a pipe without its final newline, or one line of a terminal without echo. Returns undefined
 * after Ctrl-C.
 */
export async function readSecret(input: SecretInput): Promise<string | undefined> {
  return input.isTTY ? await readHidden(input) : (await readAll(input)).replace(/\r?\n$/, "");
}

async function readAll(input: SecretInput): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** In raw mode the terminal doesn't echo, and this function interprets Enter, Backspace and Ctrl-C itself. */
async function readHidden(input: SecretInput): Promise<string | undefined> {
  input.setRawMode?.(true);
  try {
    let line = "";
    for await (const chunk of input) {
      for (const key of Buffer.from(chunk).toString("utf8")) {
        if (key === INTERRUPT) return undefined;
        if (ENTER.has(key)) return line;
        line = ERASE.has(key) ? line.slice(0, -1) : line + key;
      }
    }
    return line;
  } finally {
    input.setRawMode?.(false);
  }
}
