/** Argon2id (RFC 9106), version 0x13, with a 32-byte output. Synchronous; it keeps the CPU for its whole time. */
export interface Argon2 {
  hash(input: Argon2Input): Uint8Array;
}

export interface Argon2Input {
  /** ASCII without NUL: the module behind this measures passwords in UTF-16 units. */
  readonly password: string;
  readonly salt: Uint8Array;
  readonly memoryKibibytes: number;
  readonly passes: number;
  readonly parallelism: number;
}
