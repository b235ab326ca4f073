import { createHash } from "node:crypto";

/** A style or script of a page as a source of its Content-Security-Policy (CSP Level 3, §2.3.1). */
export function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
