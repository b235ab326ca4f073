/** Bytes of one row that arrives in pieces. */
export class RowBytes {
  length = 0;
  private readonly maxBytes: number;
  private parts: Uint8Array[] = [];

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get isTooLong(): boolean {
    return this.length > this.maxBytes;
  }

  /** Copies the bytes. Those of a row that is too long are counted only. */
  append(bytes: Uint8Array): void {
    this.length += bytes.length;
    if (this.isTooLong) this.parts = [];
    else if (bytes.length > 0) this.parts.push(bytes.slice());
  }

  /** Returns the bytes and forgets them. Empty for a row that is too long. */
  take(): Uint8Array {
    const { parts } = this;
    const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    this.parts = [];
    this.length = 0;
    return bytes;
  }
}
