import type { Argon2 } from "../../ports/argon2.ts";
import { argon2id } from "./zz-auth--hashes--argon2id.ts";
import { bcrypt } from "./zz-auth--hashes--bcrypt.ts";
import { pbkdf2 } from "./zz-auth--hashes--pbkdf2.ts";
import { scrypt } from "./zz-auth--hashes--scrypt.ts";

/** Every hasher under its PHC identifier. A hash that none of them can check lets nobody in. */
export function createHashers(loadArgon2: () => Promise<Argon2>) {
  return { argon2id: argon2id(loadArgon2), scrypt, "pbkdf2-sha256": pbkdf2, bcrypt };
}

export type Hashers = ReturnType<typeof createHashers>;
