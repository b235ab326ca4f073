import { equalInConstantTime, toBase64Url, utf8 } from "../../ports/encoding.ts";
import type { Keyring } from "../../ports/encryption.ts";
import { after } from "../../shared/session-lifetimes.ts";
import type { ChallengeSubject, Challenges, SolvedChallenge } from "./challenge.ts";

/** 32,768 hashes on average, about a second in a browser. That makes attempts expensive; it doesn't detect bots. */
const BITS = 15;
const NONCE_BYTES = 16;
const LIFETIME_SECONDS = 10 * 60;
/** Expiry time in milliseconds since 1970, number of bits, nonce, signature; then the number that the client found. */
const FORM = /^pow1\.(\d{13,16})\.(\d{1,2})\.([\w-]{22})\.([\w-]{43})\.(\d{1,15})$/;

/**
 * A proof-of-work challenge, for deployments without Turnstile. Nothing is stored: the challenge is signed (HMAC-SHA-256),
 * and the signature covers the attempt. Source: A. Back, Hashcash, 2002.
 */
export class ProofOfWork implements Challenges {
  private readonly keys: Keyring;

  constructor(keys: Keyring) {
    this.keys = keys;
  }

  async offer(subject: ChallengeSubject, now: Date) {
    const expiresAt = after(now, LIFETIME_SECONDS);
    const nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
    const content = `pow1.${expiresAt.getTime()}.${BITS}.${nonce}`;
    const text = `${content}.${await this.sign(this.keys.newest, content, subject)}`;
    return { kind: "proof-of-work", text, bits: BITS, expiresAt } as const;
  }

  async check(token: string, subject: ChallengeSubject, now: Date): Promise<SolvedChallenge | undefined> {
    const [, time, bits, nonce = "", signature = ""] = FORM.exec(token) ?? [];
    if (nonce === "" || !(await this.isSigned(`pow1.${time}.${bits}.${nonce}`, signature, subject))) return undefined;
    const expiresAt = new Date(Number(time));
    if (expiresAt <= now || (await zeroBits(token)) < Number(bits)) return undefined;
    return { id: nonce, expiresAt };
  }

  private async isSigned(content: string, signature: string, subject: ChallengeSubject): Promise<boolean> {
    for (const version of this.keys.versions) {
      if (equalInConstantTime(await this.sign(version, content, subject), signature)) return true;
    }
    return false;
  }

  private async sign(version: string, content: string, subject: ChallengeSubject): Promise<string> {
    const { tenantId, kind, account } = subject;
    const key = await this.keys.macKey("challenges", version);
    const signed = utf8(JSON.stringify([content, tenantId, kind, account]));
    return toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, signed)));
  }
}

/** Number of zero bits that the hash of the text begins with. */
async function zeroBits(text: string): Promise<number> {
  const hash = new DataView(await crypto.subtle.digest("SHA-256", utf8(text)));
  // No challenge requires more than 32 bits.
  return Math.clz32(hash.getUint32(0));
}
