/** Argon2id (RFC 9106), version 0x13. Synchronous; blocks the CPU until it ends. */
export interface Argon2 {
  hash(input: Argon2Input): Uint8Array;
}

export interface Argon2Input {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly memoryKibibytes: number;
  readonly passes: number;
  readonly parallelism: number;
  /** Length of the hash in bytes. */
  readonly length: number;
}
