import type { Argon2 } from "../ports/argon2.ts";
import { toBase64Url, utf8 } from "../ports/encoding.ts";
import type { Keyring } from "../ports/keyring.ts";
import { normalizePassword } from "./password-policy.ts";
import { formatPhc, type PhcHash, parsePhc } from "./phc.ts";

/** OWASP's password storage cheat sheet: argon2id with 19 MiB, two passes, one lane. */
const COST = { memoryKibibytes: 19_456, passes: 2, parallelism: 1 };
/** Stored hashes that ask for more than this are refused instead of run. */
const CEILING = { memoryKibibytes: 65_536, passes: 10, parallelism: 4 };
const SALT_BYTES = 16;

/**
 * Hashes and checks passwords. A password is first mixed with the pepper (HMAC-SHA-256), which lives outside
 * the database, then hashed with argon2id; the hash names the pepper's version as `keyid`.
 */
export class Passwords {
  private readonly pepper: Keyring;
  private readonly loadArgon2: () => Promise<Argon2>;
  private dummy: string | undefined;

  constructor(pepper: Keyring, loadArgon2: () => Promise<Argon2>) {
    this.pepper = pepper;
    this.loadArgon2 = loadArgon2;
  }

  async hash(password: string): Promise<string> {
    const version = this.pepper.newest;
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const peppered = await this.mix(password, version);
    const argon2 = await this.loadArgon2();
    const { memoryKibibytes, passes, parallelism } = COST;
    const hash = argon2.hash({ password: peppered, salt, ...COST });
    const parameters = { m: `${memoryKibibytes}`, t: `${passes}`, p: `${parallelism}`, keyid: version };
    return formatPhc({ id: "argon2id", version: 19, parameters, salt, hash });
  }

  /** False as well for a stored hash that cannot be read or costs more than the ceiling. */
  async verify(password: string, stored: string): Promise<boolean> {
    const phc = parsePhc(stored);
    const cost = phc && costOf(phc);
    const version = phc?.parameters.keyid ?? "";
    if (!phc || !cost || !this.pepper.versions.includes(version)) return false;
    const peppered = await this.mix(password, version);
    const argon2 = await this.loadArgon2();
    const hash = argon2.hash({ password: peppered, salt: phc.salt, ...cost });
    return hash.length === phc.hash.length && crypto.subtle.timingSafeEqual(hash, phc.hash);
  }

  /** Does the work of `verify` for a user who does not exist, so that the time does not tell. */
  async verifyNobody(password: string): Promise<false> {
    this.dummy ??= await this.hash(crypto.randomUUID());
    await this.verify(password, this.dummy);
    return false;
  }

  private async mix(password: string, version: string): Promise<string> {
    const key = await this.pepper.mac("passwords", version);
    return toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(normalizePassword(password)))));
  }
}

function costOf(phc: PhcHash): typeof COST | undefined {
  const { m, t, p } = phc.parameters;
  const cost = { memoryKibibytes: Number(m), passes: Number(t), parallelism: Number(p) };
  const known = phc.id === "argon2id" && phc.version === 19;
  return known && within(cost, CEILING) && cost.memoryKibibytes >= 8 * cost.parallelism ? cost : undefined;
}

function within(cost: typeof COST, ceiling: typeof COST): boolean {
  const pairs = [
    [cost.memoryKibibytes, ceiling.memoryKibibytes],
    [cost.passes, ceiling.passes],
    [cost.parallelism, ceiling.parallelism],
  ];
  return pairs.every(([value = 0, limit = 0]) => Number.isInteger(value) && value >= 1 && value <= limit);
}
