/** The part of `node:crypto` that the server uses, from `nodejs_compat`. */
declare module "node:crypto" {
  interface ScryptOptions {
    readonly N: number;
    readonly r: number;
    readonly p: number;
    readonly maxmem: number;
  }
  interface Hash {
    update(text: string): Hash;
    digest(): Uint8Array;
  }
  const crypto: {
    createHash(algorithm: "sha256"): Hash;
    scryptSync(password: Uint8Array, salt: Uint8Array, length: number, options: ScryptOptions): Uint8Array;
  };
  export default crypto;
}
