import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExitCode } from "../src/cli-error.ts";
import type { Io, Prompts } from "../src/io.ts";
import { run } from "../src/run.ts";

/** What a command printed, and how it ended. */
export interface CommandResult {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

export interface TestOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly prompts?: Prompts;
  readonly signal?: AbortSignal;
  /** Defaults to the home's folder. */
  readonly cwd?: string;
  /** Called with each piece of standard output. */
  readonly onOut?: (text: string) => void;
}

/** A folder for configuration, and command lines that use it. `remove` deletes it. */
export function testHome() {
  const folder = mkdtempSync(join(tmpdir(), "cf-auth-cli-"));
  return {
    folder,
    config: join(folder, "cf-auth", "config.json"),
    remove: () => rmSync(folder, { recursive: true }),
    run: async (args: readonly string[], options: TestOptions = {}): Promise<CommandResult> => {
      let [out, err] = ["", ""];
      const io: Io = {
        ...testIo({ XDG_CONFIG_HOME: folder, ...options.env }, { cwd: folder, ...options }),
        out: (text) => {
          out += text;
          options.onOut?.(text);
        },
        err: (text) => {
          err += text;
        },
      };
      return { code: await run(args, io), out, err };
    },
  };
}

const unexpectedPrompt = (message: string) => Promise.reject(new Error(`An unexpected prompt: ${message}`));
/** A terminal on which every prompt is a failure. */
export const noPrompts: Prompts = { text: unexpectedPrompt, password: unexpectedPrompt, select: unexpectedPrompt };

/** An `Io` that prints nothing. */
export function testIo(env: Readonly<Record<string, string>>, options: TestOptions = {}): Io {
  return {
    cwd: options.cwd ?? tmpdir(),
    env,
    fetch: options.fetch ?? globalThis.fetch,
    out: () => {},
    err: () => {},
    readStdin: async () => options.stdin ?? "",
    columns: undefined,
    showsProgress: false,
    prompts: options.prompts,
    signal: options.signal ?? new AbortController().signal,
  };
}

/** A call that a fake service received. */
export interface ReceivedCall {
  /** URL of the service. */
  readonly url: string;
  readonly path: string;
  readonly input: unknown;
  readonly headers: Headers;
}

/** A `fetch` that answers every call with the same result, and records the calls. */
export function fakeService(result: unknown = { items: [], nextCursor: null }) {
  const calls: ReceivedCall[] = [];
  const fetch: typeof globalThis.fetch = async (target, init) => {
    const { json: input } = JSON.parse(`${init?.body ?? "{}"}`);
    const [url = "", path = ""] = `${target}`.split("/trpc/");
    calls.push({ url, path, input, headers: new Headers(init?.headers) });
    return Response.json({ result: { data: { json: result } } });
  };
  return { calls, fetch };
}

/** A `fetch` that answers every call with an error of the service. */
export function failingService(code: string, httpStatus: number, details: Record<string, unknown> = {}) {
  const data = { code, httpStatus, action: "Do something else.", retryable: false, requestId: "req_1", details };
  return async (..._request: Parameters<typeof globalThis.fetch>) =>
    Response.json({ error: { json: { message: "It failed.", code: -32_000, data } } }, { status: httpStatus });
}
