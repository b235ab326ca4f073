import { randomBytes } from "node:crypto";

const VERSION = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})$/;
const MINIMUM_BYTES = 32;
const NEW_BYTES = 48;

interface Version {
  readonly id: string;
  readonly text: string;
}

/**
 * A secret that lies in several versions, `v2:<base64>,v1:<base64>`, newest first, as the Worker reads it: the newest
 * makes, all of them check. Undefined where the text is anything else; each version has at least 32 bytes.
 */
export function parseKeyring(text: string): readonly Version[] | undefined {
  const versions = text.split(",").map(parseVersion);
  const valid = versions.filter((version) => version !== undefined);
  const ids = new Set(valid.map(({ id }) => id));
  return valid.length === versions.length && ids.size === valid.length ? valid : undefined;
}

/** Puts a new version in front and keeps what is there; the first is `v1`. */
export function withNewVersion(versions: readonly Version[]): string {
  const numbers = versions.map(({ id }) => Number(/\d+$/.exec(id)?.[0] ?? 0));
  const id = `v${Math.max(0, ...numbers) + 1}`;
  return [`${id}:${randomBytes(NEW_BYTES).toString("base64")}`, ...versions.map(({ text }) => text)].join(",");
}

function parseVersion(text: string): Version | undefined {
  const [, id, secret] = VERSION.exec(text.trim()) ?? [];
  if (id === undefined || secret === undefined || !isWholeBase64(secret)) return undefined;
  const isLongEnough = Buffer.from(secret, "base64").length >= MINIMUM_BYTES;
  return isLongEnough ? { id, text: text.trim() } : undefined;
}

/** Padding may be left out, and is otherwise complete (RFC 4648, section 4). */
function isWholeBase64(text: string): boolean {
  return text.endsWith("=") ? text.length % 4 === 0 : text.length % 4 !== 1;
}
