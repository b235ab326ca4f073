import type { Argon2 } from "../../ports/argon2.ts";
import { argon2id } from "./argon2id.ts";
import { bcrypt } from "./bcrypt.ts";
import { pbkdf2 } from "./pbkdf2.ts";
import { scrypt } from "./scrypt.ts";

/** Every hasher under its PHC identifier. A hash that none of them can check lets nobody in. */
export function createHashers(loadArgon2: () => Promise<Argon2>) {
  return { argon2id: argon2id(loadArgon2), scrypt, "pbkdf2-sha256": pbkdf2, bcrypt };
}

export type Hashers = ReturnType<typeof createHashers>;
