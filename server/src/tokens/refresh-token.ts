import { equalInConstantTime, fromBase64Url, sha256, toBase64Url, utf8 } from "../ports/encoding.ts";
import type { Keyring } from "../ports/encryption.ts";

const SECRET_BYTES = 32;
const TAG_BYTES = 16;
const FORM = /^rt_([0-9a-z]{26})_([A-Za-z0-9_-]{64})$/;

/**
 * Refresh tokens: `rt_<session>_<256 secret bits and a 128-bit tag>`, stored only as a hash.
 *
 * The tag (HMAC) proves that we issued the token, whichever of the session's it is. So a replay is distinguished from a
 * forged token without storing every old hash. A token's successor is derived from it (HMAC again), so parallel
 * refreshes of one token get the same successor, though only hashes are stored.
 */
export class RefreshTokens {
  private readonly keys: Keyring;

  constructor(keys: Keyring) {
    this.keys = keys;
  }

  /** The first token of a session. */
  async issue(sessionId: string): Promise<string> {
    return await this.assemble(sessionId, crypto.getRandomValues(new Uint8Array(SECRET_BYTES)), this.keys.newest);
  }

  /** The session of a token that we issued; undefined for any other text. */
  async sessionOf(token: string): Promise<string | undefined> {
    const parts = parse(token);
    if (parts === undefined) return undefined;
    for (const version of this.keys.versions) {
      const own = await this.assemble(parts.sessionId, parts.secret, version);
      if (equalInConstantTime(own, token)) return parts.sessionId;
    }
    return undefined;
  }

  /** The possible successors of a token: one for each version of the secret, newest first. */
  async successors(token: string): Promise<string[]> {
    const parts = parse(token);
    if (parts === undefined) return [];
    const { sessionId } = parts;
    return await Promise.all(
      this.keys.versions.map(async (version) => {
        const secret = await this.mac(version, `next ${token}`);
        return await this.assemble(sessionId, secret, version);
      }),
    );
  }

  private async assemble(sessionId: string, secret: Uint8Array, version: string): Promise<string> {
    const tag = (await this.mac(version, `tag ${sessionId} ${toBase64Url(secret)}`)).subarray(0, TAG_BYTES);
    const bytes = new Uint8Array([...secret, ...tag]);
    return `rt_${sessionId.slice("ses_".length)}_${toBase64Url(bytes)}`;
  }

  private async mac(version: string, text: string): Promise<Uint8Array> {
    const key = await this.keys.macKey("refresh-tokens", version);
    return new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text)));
  }
}

/** The SHA-256 hash by which a refresh token is stored and looked up. */
export async function hashRefreshToken(token: string): Promise<string> {
  return await sha256(token);
}

function parse(token: string): { sessionId: string; secret: Uint8Array } | undefined {
  const [, session, body] = FORM.exec(token) ?? [];
  if (body === undefined) return undefined;
  // 64 characters of base64url are 48 whole bytes, so this never throws.
  return { sessionId: `ses_${session}`, secret: fromBase64Url(body).subarray(0, SECRET_BYTES) };
}
