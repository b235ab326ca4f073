import { createHash } from "node:crypto";
import { BANNER } from "./names.ts";

/** A file that the service hands out as it is. */
export interface ServedFile {
  /** Where it is served. */
  readonly path: string;
  /** What it is called beside the list. */
  readonly file: string;
  readonly type: string;
  readonly text: string;
  /** Its Content-Security-Policy. */
  readonly policy: string;
}

/** For what is no page. */
export const NO_POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * The list of what is served: what has to be known to answer for it, and how to get at its text. Each is a module of its
 * own that is loaded when it is asked for, so that a cold start does not touch it.
 */
export function emitServed(files: readonly ServedFile[]): string {
  const entries = files.map(({ path, file, type, text, policy }) => {
    const facts = { type, etag: etagOf(text), policy };
    const lines = Object.entries(facts).map(([name, value]) => `    ${name}: ${JSON.stringify(value)},\n`);
    return `  "${path}": {\n${lines.join("")}    text: async () => (await import("./${file}")).default,\n  },\n`;
  });
  return [
    BANNER,
    "\n",
    "/** What is handed out as it is, by path. */\n",
    "export const SERVED: Readonly<\n",
    "  Record<string, { type: string; etag: string; policy: string; text: () => Promise<string> }>\n",
    `> = {\n${entries.join("")}};\n`,
  ].join("");
}

/** A strong validator (RFC 9110 §8.8.3): the same only for the same text. */
function etagOf(text: string): string {
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}
