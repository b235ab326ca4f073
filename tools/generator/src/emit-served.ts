import { createHash } from "node:crypto";
import { BANNER } from "./names.ts";

/** A static file that the service serves. */
export interface ServedFile {
  /** Its URL path. */
  readonly path: string;
  /** Its file name beside the list. */
  readonly file: string;
  readonly type: string;
  readonly text: string;
  /** Its Content-Security-Policy. */
  readonly policy: string;
}

/** For files other than pages. */
export const NO_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** The list of static files with their headers. Each text is a module that loads on first request, which keeps cold starts fast. */
export function emitServed(files: readonly ServedFile[], viewerHash: string): string {
  const entries = files.map(({ path, file, type, text, policy }) => {
    const facts = { type, etag: etagOf(text), policy };
    const lines = Object.entries(facts).map(([name, value]) => `    ${name}: ${JSON.stringify(value)},\n`);
    return `  "${path}": {\n${lines.join("")}    text: async () => (await import("./${file}")).default,\n  },\n`;
  });
  return [
    BANNER,
    "\n",
    "/** Static files by path. */\n",
    "export const SERVED: Readonly<\n",
    "  Record<string, { type: string; etag: string; policy: string; text: () => Promise<string> }>\n",
    `> = {\n${entries.join("")}};\n\n`,
    "/** Identifies the script of the reference's viewer, in its address. */\n",
    `export const VIEWER_HASH = ${JSON.stringify(viewerHash)};\n`,
  ].join("");
}

/** A strong validator (RFC 9110 §8.8.3): the same only for the same text. */
function etagOf(text: string): string {
  return `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}
