/** Argon2id (RFC 9106), version 0x13. Synchronous; it keeps the CPU for its whole time. */
export interface Argon2 {
  hash(input: Argon2Input): Uint8Array;
}

export interface Argon2Input {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly memoryKibibytes: number;
  readonly passes: number;
  readonly parallelism: number;
  /** Of the hash. */
  readonly length: number;
}
