import { randomBytes } from "node:crypto";

const VERSION = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})$/;
const MINIMUM_BYTES = 32;
const NEW_BYTES = 48;

interface Version {
  readonly id: string;
  readonly text: string;
}

/**
 * Parses a secret with versions, `v2:<base64>,v1:<base64>`, newest first, as the Worker does. The newest version
 * encrypts, all of them decrypt. Returns undefined for other text, and for a version below 32 bytes.
 */
export function parseKeyring(text: string): readonly Version[] | undefined {
  const versions = text.split(",").map(parseVersion);
  const valid = versions.filter((version) => version !== undefined);
  const ids = new Set(valid.map(({ id }) => id));
  return valid.length === versions.length && ids.size === valid.length ? valid : undefined;
}

/** Adds a new version in front of the existing ones; the first is `v1`. */
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

/** Padding is optional, but must be complete (RFC 4648, section 4). */
function isWholeBase64(text: string): boolean {
  return text.endsWith("=") ? text.length % 4 === 0 : text.length % 4 !== 1;
}
